package staff

import (
	"bytes"
	"html/template"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/chart"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// draw makes the two pictures of a map: for desks and paper, and for phones.
// What they show beside the map is said by o.
func (pg *page) draw(m *mood.Map, o chart.Options) (wide, tall template.HTML, err error) {
	o.Language, o.Words, o.ID = pg.Lang, pg.words(m.Journey), "wide"
	var b bytes.Buffer
	if err := chart.Draw(&b, m, o); err != nil {
		return "", "", err
	}
	wide = template.HTML(b.String())
	b.Reset()
	o.ID = "tall"
	if err := chart.DrawPhone(&b, m, o); err != nil {
		return "", "", err
	}
	return wide, template.HTML(b.String()), nil
}

// words are the chart's texts in the page's language, with the journey's own
// limits of evidence and names of teams.
func (pg *page) words(j *journey.Journey) chart.Words {
	t := func(id string) string { return pg.T("staff.chart." + id) }
	return chart.Words{
		Title:    t("title"),
		Describe: pg.describe,
		Point:    pg.describePoint,
		Channel:  pg.channel,
		Nothing:  t("nothing"),
		TooFew: func(answers int64, needed int) string {
			return pg.T("staff.chart.too_few", "N", pg.whole(answers), "Needed", needed)
		},
		NotScored:    t("not_scored"),
		Target:       func(v float64) string { return pg.T("staff.chart.target", "N", pg.number(v, 0)) },
		Score:        func(v float64) string { return pg.number(v, 0) },
		Pain:         pg.painMark,
		Lowest:       t("lowest"),
		Delight:      func(d *mood.Delight) string { return pg.T("staff.chart.delight", "Share", pg.percent(d.TopBox)) },
		Peak:         t("peak"),
		Changed:      pg.changed,
		Moving:       pg.moving,
		Seam:         func(by float64, from, to *journey.Touchpoint) string { return pg.seam(j, by, from, to) },
		Answers:      t("answers"),
		AnswersOf:    pg.answersOf,
		Lost:         t("lost"),
		LostUnit:     t("lost_unit"),
		LostOf:       func(v float64) string { return pg.number(v, 1) },
		Quotes:       t("quotes"),
		Quote:        func(s string) string { return pg.T("staff.quote", "Text", s) },
		Themes:       t("themes"),
		Theme:        func(label string, share float64) string { return label + "\u00a0" + pg.percent(share) },
		Doing:        t("doing"),
		Expectation:  t("expectation"),
		Assumed:      t("assumed"),
		PersonaCount: pg.answers,
		PersonaAt:    pg.personaAt,
		Legend:       pg.legend(j.Analysis),
		Silent:       pg.T("draw.silent"),
		Moment:       pg.T("draw.moment"),
		Measured:     pg.T("draw.measured"),
		Selected: func(shown, of int) string {
			return pg.T("draw.selected", "N", pg.whole(int64(shown)), "All", pg.whole(int64(of)))
		},
	}
}

// tenths chooses the plural form of a figure that is shown with one decimal:
// "1.0 points".
func tenths(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// whole chooses the plural form of a figure that is shown without decimals.
func whole(x float64) int {
	if x < 0 {
		x = -x
	}
	return int(x + 0.5)
}

// painMark is a pain beside its dot.
func (pg *page) painMark(rank int, worst *float64) string {
	if worst == nil || rank > 1 {
		return pg.T("staff.chart.pain", "Rank", rank)
	}
	return pg.T("staff.chart.pain_sure", "Rank", rank, "Share", pg.chance(*worst))
}

// describe is the picture in a sentence or two, for those who do not see it.
func (pg *page) describe(m *mood.Map) string {
	parts := []string{pg.answers(m.Answers)}
	if m.Mood != nil {
		parts = append(parts, pg.T("staff.chart.mood", "Value", pg.number(m.Mood.Value, 0), "Range", pg.between(m.Mood)))
	}
	return strings.Join(append(parts, digest.Finding(m, pg.Voice), pg.T("staff.chart.see_table")), " ")
}

// describePoint is a dot in words. It begins with the words that stand beside
// the dot, in their order, so that who speaks to the screen can name it.
func (pg *page) describePoint(p *mood.Point) string {
	unhappy := p.Unhappy
	if p.Mood == nil {
		unhappy = nil // the drawing does not tell it either
	}
	parts := []string{pg.answersOf(p.Answers, unhappy)}
	switch {
	case p.Mood != nil:
		parts = append(parts, pg.T("staff.chart.mood", "Value", pg.number(p.Mood.Value, 0), "Range", pg.between(p.Mood)))
	case p.Answers == 0:
		parts = []string{pg.T("draw.silent")}
	case p.Missing() > 0:
		parts = append(parts, pg.T("staff.chart.too_few", "N", pg.whole(p.Answers), "Needed", p.Needed))
	default:
		parts = append(parts, pg.T("staff.chart.not_scored"))
	}
	if p.Pain != nil {
		parts = append(parts, pg.painMark(p.Pain.Rank, p.Pain.Worst))
	}
	name := pg.name(p.Touchpoint.Name, p.Touchpoint.Key)
	return pg.T("staff.chart.point", "Name", name, "Text", strings.Join(parts, pg.T("staff.list_separator")))
}

// answersOf counts a touchpoint's answers and says how many of them are
// unhappy.
func (pg *page) answersOf(n int64, unhappy *float64) string {
	if unhappy == nil {
		return pg.whole(n)
	}
	return pg.T("staff.chart.answers_of", "N", pg.whole(n), "Share", pg.percent(*unhappy))
}

// answers counts answers in words.
func (pg *page) answers(n int64) string {
	return pg.T("staff.answers", "Count", int(n), "N", pg.whole(n))
}

// missing says how many answers a touchpoint still needs.
func (pg *page) missing(p *mood.Point) string {
	need := p.Missing()
	if need == 0 {
		return pg.T("staff.point.not_scored", "Count", int(p.Answers), "N", pg.whole(p.Answers))
	}
	return pg.T("staff.point.missing",
		"SoFar", pg.T("staff.point.so_far", "Count", int(p.Answers), "N", pg.whole(p.Answers)),
		"More", pg.T("staff.point.more", "Count", need))
}
