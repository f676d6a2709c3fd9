package staff

import (
	"net/url"
	"slices"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// head fills what stands above the chart.
func (pg *mapPage) head(q url.Values, j *journey.Journey, a asked, m *mood.Map, today journey.Day) {
	pg.Period = pg.span(a.Period.From.Time(), (a.Period.To - 1).Time())
	if a.Compare && len(a.Overlays) == 0 && hasBefore(m) {
		b := a.Period.Before()
		pg.Before = pg.span(b.From.Time(), (b.To - 1).Time())
	}
	pg.Problems = pg.remarks(a.Problems)
	pg.Form = pg.filterForm(q, j, a, today)
	pg.Only = pg.Form.only()
	if m.Answers > 0 {
		pg.Lead = digest.Finding(m, pg.Voice)
	}
	pg.How = "/admin/how?journey=" + url.QueryEscape(j.Key)
	pg.Answers = pg.answers(m.Answers)
	pg.Mood = pg.mood(m.Mood)
	if pg.Mood == nil && m.Answers > 0 {
		pg.NoMood = pg.T("staff.map.no_mood", "Share", pg.percent(m.Coverage))
	}
	pg.facts(m)
	link := same(q)
	link.Set("lang", pg.Lang)
	for _, f := range []struct{ name, file string }{
		{"svg", "/curve.svg"}, {"png", "/curve.png"}, {"csv", "/map.csv"}, {"json", "/map.json"},
	} {
		pg.Files = append(pg.Files, tab{Label: pg.T("map.file_" + f.name), Link: local(journeyLink(j)+f.file, link)})
	}
	pg.CSV = local(journeyLink(j)+"/map.csv", link)
}

// facts are the journey's other figures in words, and what to bear in mind.
func (pg *mapPage) facts(m *mood.Map) {
	if m.Mood != nil {
		pg.Facts = append(pg.Facts, pg.T("staff.map.coverage", "Share", pg.percent(m.Coverage)))
		pg.Facts = append(pg.Facts, pg.T("staff.map.points_lost", "Count", tenths(m.PointsLost), "N", pg.number(m.PointsLost, 1)))
	}
	if m.Spread > leastSpread {
		pg.Facts = append(pg.Facts, pg.T("staff.map.spread", "Count", whole(m.Spread), "N", pg.number(m.Spread, 0)))
	}
	if m.PeakEnd != nil {
		end := m.PeakEnd.End
		pg.Facts = append(pg.Facts, pg.T("staff.map.peak_end", "N", pg.number(m.PeakEnd.Value, 0), "End", pg.name(end.Name, end.Key)))
	}
	if m.Mood == nil {
		pg.firstAnswers(m)
	}
	if !m.ReachKnown {
		pg.Notes = append(pg.Notes, pg.T("staff.map.no_reach"))
	}
	if m.RatingsOnly {
		pg.Notes = append(pg.Notes, pg.T("staff.map.ratings_only"))
	}
}

// leastSpread is what the arithmetic takes touchpoints to differ by at least, so
// that nothing is divided by zero; it is no finding.
const leastSpread = 2.5 + 1e-9

// firstAnswers say at which touchpoints a first point is nearest.
func (pg *mapPage) firstAnswers(m *mood.Map) {
	var list []*mood.Point
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			if p := &m.Stages[i].Points[k]; p.Answers > 0 && p.Missing() > 0 {
				list = append(list, p)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *mood.Point) int { return a.Missing() - b.Missing() })
	for _, p := range list[:min(len(list), firstShown)] {
		pg.Facts = append(pg.Facts, pg.T("staff.chart.point",
			"Name", pg.name(p.Touchpoint.Name, p.Touchpoint.Key), "Text", pg.missing(p)))
	}
}

// hasBefore is true where the picture shows the period before.
func hasBefore(m *mood.Map) bool {
	return slices.ContainsFunc(m.Stages, func(s mood.Stage) bool {
		return slices.ContainsFunc(s.Points, func(p mood.Point) bool { return p.Before != nil && p.Mood != nil })
	})
}
