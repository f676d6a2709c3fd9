package staff

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

const (
	quotesRead  = 20 // of each touchpoint's newest texts, to choose from
	quotesShown = 5  // in a touchpoint's section
	firstShown  = 3  // touchpoints that are nearest to their first point
)

// mapPage is /admin/journeys/{key}: the journey as its customers drew it.
type mapPage struct {
	page
	Name     string
	Period   string   // "24 October – 20 November 2026"
	Before   string   // the period compared with, "" when with none
	Only     []string // the filters in words
	Problems []string // why something else is shown than was asked for
	Form     filterForm
	Answers  string
	Mood     *moodView // nil when too little of the way is scored
	NoMood   string    // then why
	Lead     string    // the one thing to know
	Facts    []string  // figures of the whole journey in words
	Notes    []string  // what to keep in mind reading them
	Chart    template.HTML
	Phone    template.HTML
	CurveSVG string // link to the chart as a file
	Pains    []painView
	Watch    []placeView
	Delights []placeView
	Themes   *themesView // over the whole journey; nil when none is named
	Waiting  string      // answers that wait for a decision, "" when none
	WaitLink string
	Stages   []stageView
	Compared bool   // there is a column of changes
	Columns  int    // of the table
	Empty    bool   // no answers at all in the period
	Hello    string // then what to do
	How      string // link to how the figures are computed
}

// moodView is a figure on 0..100 with its interval.
type moodView struct {
	Value string
	Range string // "55–63"
	Face  int    // 1..5
}

// placeView points to a touchpoint with a remark.
type placeView struct{ Name, Stage, Link, Text string }

// Map shows the map.
func (p *Pages) Map(c echo.Context) error {
	j, a, m, err := p.readMap(c, may(c, account.Owner))
	if err != nil {
		return err
	}
	counts, err := p.Store.RatingCounts(c.Request().Context(), j, a.Period, a.Filter)
	if err != nil {
		return err
	}
	pg := mapPage{page: p.newPage(c), Name: "", Compared: a.Compare && a.Filter.Empty() && m.Compared}
	pg.of(j, "map")
	pg.Name = pg.name(j.Name, j.Key)
	pg.Title = pg.Name
	pg.head(c.QueryParams(), j, a, m, journey.DayOf(p.now(), j.Location()))
	terms, err := p.Store.Terms(c.Request().Context(), j)
	if err != nil {
		return err
	}
	v := viewer{page: &pg.page, m: m, counts: counts, compared: pg.Compared, filter: a.Filter, standingOut: terms}
	pg.Pains = v.pains(m.Pains)
	pg.Watch, pg.Delights = v.watch(), v.delights()
	pg.Themes = v.themes(m.Themes, nil)
	pg.Columns = 8
	for _, more := range []bool{pg.Compared, pg.Themes != nil} {
		if more {
			pg.Columns++
		}
	}
	pg.Stages = v.stages()
	m.TellOnly(1) // the chart has room for one
	if pg.Chart, pg.Phone, err = pg.draw(m, a); err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/map", pg)
}

// Curve is the chart as a file of its own. A file is passed on, so it hides
// names and contacts from owners too.
func (p *Pages) Curve(c echo.Context) error {
	j, a, m, err := p.readMap(c, false)
	if err != nil {
		return err
	}
	pg := p.newPage(c)
	m.TellOnly(1)
	file, err := pg.drawFile(m, a, pg.name(j.Name, j.Key), pg.span(a.Period.From.Time(), (a.Period.To-1).Time()))
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "image/svg+xml", file)
}

// readMap reads the map that an address asks for, with quotes as owners see
// them or as everybody else does.
func (p *Pages) readMap(c echo.Context, owner bool) (*journey.Journey, asked, *mood.Map, error) {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return nil, asked{}, nil, err
	}
	a := ask(c.QueryParams(), j, journey.DayOf(p.now(), j.Location()))
	m, err := p.Store.Map(ctx, j, a.Period, a.Filter, quotesRead)
	if err != nil {
		return nil, asked{}, nil, err
	}
	m.LabelThemes(p.Labels)
	m.EachQuote(func(q *mood.Quote) {
		q.Text, q.Language = shown(q.Text, q.Language, owner), tongue(q.Language)
	})
	return j, a, m, nil
}

// head fills what stands above the chart.
func (pg *mapPage) head(q url.Values, j *journey.Journey, a asked, m *mood.Map, today journey.Day) {
	pg.Period = pg.span(a.Period.From.Time(), (a.Period.To - 1).Time())
	if a.Compare && hasBefore(m) {
		b := a.Period.Before()
		pg.Before = pg.span(b.From.Time(), (b.To - 1).Time())
	}
	for _, id := range a.Problems {
		pg.Problems = append(pg.Problems, pg.T(id))
	}
	pg.Form = pg.filterForm(q, j, a, today)
	for _, s := range pg.Form.Selects {
		for _, o := range s.Options {
			if o.Chosen && o.Value != "" && s.Name != "compare" {
				pg.Only = append(pg.Only, o.Label)
			}
		}
	}
	if pg.Empty = m.Answers == 0; pg.Empty {
		pg.Hello = pg.T("staff.map.empty", pg.limits(j.Analysis)...)
	}
	pg.How = "/admin/how?journey=" + url.QueryEscape(j.Key)
	pg.Answers = pg.answers(m.Answers)
	pg.Mood = pg.mood(m.Mood)
	if pg.Mood == nil && !pg.Empty {
		pg.NoMood = pg.T("staff.map.no_mood", "Share", pg.percent(m.Coverage))
	}
	pg.Lead = pg.lead(m)
	pg.facts(m)
	link := url.Values{}
	for _, name := range []string{"from", "to", "persona", "place", "channel", "language", "compare"} {
		if v := q.Get(name); v != "" {
			link.Set(name, v)
		}
	}
	link.Set("lang", pg.Lang)
	pg.CurveSVG = local(journeyLink(j)+"/curve.svg", link)
	if m.Quarantined > 0 {
		pg.Waiting = pg.T("staff.map.quarantined", "Count", int(m.Quarantined), "N", pg.whole(m.Quarantined))
		pg.WaitLink = journeyLink(j) + "/responses?state=quarantined"
	}
}

// lead is the one sentence that an owner should take away.
func (pg *page) lead(m *mood.Map) string {
	if len(m.Pains) == 0 {
		return ""
	}
	worst := m.Pains[0]
	id := "staff.map.lead"
	if worst.Confidence == mood.TooClose {
		id = "staff.map.lead_close"
	}
	return pg.T(id, "Name", pg.name(worst.Touchpoint.Name, worst.Touchpoint.Key),
		"Points", pg.number(worst.PointsLost, 1), "All", pg.number(m.PointsLost, 1))
}

// facts are the journey's other figures in words, and what to bear in mind.
func (pg *mapPage) facts(m *mood.Map) {
	if m.Mood != nil {
		pg.Facts = append(pg.Facts, pg.T("staff.map.coverage", "Share", pg.percent(m.Coverage)))
		pg.Facts = append(pg.Facts, pg.T("staff.map.points_lost", "Count", tenths(m.PointsLost), "N", pg.number(m.PointsLost, 1)))
	}
	if m.Spread >= 0.5 {
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

// mood is an interval in words, nil for none.
func (pg *page) mood(i *mood.Interval) *moodView {
	if i == nil {
		return nil
	}
	return &moodView{Value: pg.number(i.Value, 0), Range: pg.between(i), Face: face(i.Value)}
}

// between is an interval's two ends.
func (pg *page) between(i *mood.Interval) string {
	return pg.number(i.Low, 0) + "–" + pg.number(i.High, 0)
}

// face is which of the five drawn faces looks like a figure on 0..100.
func face(v float64) int { return min(5, int(v/20)+1) }

// journeyLink is the address of a journey's map.
func journeyLink(j *journey.Journey) string { return "/admin/journeys/" + url.PathEscape(j.Key) }
