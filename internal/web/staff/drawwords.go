package staff

import (
	"github.com/waymood/waymood/internal/chart"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// legend is what the picture's signs mean, with the journey's own limits.
func (pg *page) legend(a journey.Analysis) chart.Legend {
	t := func(id string) string { return pg.T("draw.legend."+id, pg.limits(a)...) }
	return chart.Legend{
		Line: t("line"), Band: t("band"), Before: t("before"), Indicative: t("rough"), Unscored: t("unscored"),
		Hurts: pg.T("staff.level.hurts"), Drags: pg.T("staff.level.drags"), Below: pg.T("staff.level.below_target"),
		Delight: t("delight"), Moment: pg.T("draw.moment"), Everyone: t("everyone"), Few: t("few"),
	}
}

// personaAt is a persona's mood at a touchpoint, with its own number of
// answers.
func (pg *page) personaAt(p *mood.Point) string {
	if p.Mood == nil {
		return pg.T("draw.persona_none", "N", pg.whole(p.Answers))
	}
	return pg.T("draw.persona_at", "Value", pg.number(p.Mood.Value, 0), "N", pg.whole(p.Answers))
}

// changed is a confirmed change, with the week in which it began where that is
// known.
func (pg *page) changed(c *mood.Change) string {
	by := c.To - c.From
	text := pg.T("staff.chart.changed", "Count", whole(by), "N", pg.Signed(by))
	if c.Since == 0 {
		return text
	}
	return pg.T("draw.began", "Text", text, "Day", pg.Day(c.Since.Time()))
}

// moving says since when a touchpoint's answers are not what they used to be.
func (pg *page) moving(s *mood.Signal) string {
	id := "draw.rising"
	if s.Down {
		id = "draw.falling"
	}
	return pg.T(id, "Day", pg.Day(s.Since.Time()))
}

// seam is a fall from one touchpoint to the next; where it lies between two
// teams, both are named.
func (pg *page) seam(j *journey.Journey, by float64, from, to *journey.Touchpoint) string {
	text := pg.T("staff.chart.seam", "Count", whole(by), "N", pg.Signed(by))
	if from.Owner == to.Owner || from.Owner == "" || to.Owner == "" {
		return text
	}
	return pg.T("draw.teams", "Text", text, "From", pg.team(j, from.Owner), "To", pg.team(j, to.Owner))
}
