package staff

import (
	"slices"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// changedView is a touchpoint that is no longer what it was.
type changedView struct {
	Name, Stage, Link string
	Down              bool
	Text              string // from what to what, and how many answers say so
	When              string // since when, as far as it is known
	Sure              string // what kind of evidence it is
}

// changed are what the watch over every day noticed, the newest first, and the
// confirmed changes from the period before, the largest first.
func (v *viewer) changed() []changedView {
	var list []changedView
	for _, s := range v.m.Signals {
		stage, p := v.find(s.Touchpoint)
		if p == nil {
			continue
		}
		list = append(list, changedView{
			Name: v.name(s.Touchpoint.Name, s.Touchpoint.Key), Stage: stage, Link: v.link(s.Touchpoint), Down: s.Down,
			Text: v.fromTo(s.From, s.To) + " · " + v.answers(p.Answers),
			When: v.T("map.noticed", "Since", v.Date(s.Since.Time()), "Day", v.Date(s.Day.Time())),
			Sure: v.T("map.signal"),
		})
	}
	if !v.compared {
		return list
	}
	var sure []*mood.Point
	for p := range v.m.All() {
		if p.Change != nil && p.Change.Confirmed {
			sure = append(sure, p)
		}
	}
	slices.SortStableFunc(sure, func(a, b *mood.Point) int { return size(b.Change) - size(a.Change) })
	for _, p := range sure {
		stage, _ := v.find(p.Touchpoint)
		c := changedView{
			Name: v.name(p.Touchpoint.Name, p.Touchpoint.Key), Stage: stage, Link: v.link(p.Touchpoint), Down: p.Change.To < p.Change.From,
			Text: v.fromTo(p.Change.From, p.Change.To) + " · " + v.answers(p.Answers),
			Sure: v.T("staff.change.confirmed"),
		}
		c.When = v.since(p.Change.Since)
		list = append(list, c)
	}
	return list
}

// since says in which week a change began, "" where that is not known.
func (v *viewer) since(monday journey.Day) string {
	if monday == 0 {
		return ""
	}
	return v.T("map.began", "Day", v.Date(monday.Time()))
}

// size is how large a change is, in tenths of points.
func size(c *mood.Change) int {
	d := int(10 * (c.To - c.From))
	return max(d, -d)
}

// fromTo is two figures with what lies between them.
func (pg *page) fromTo(from, to float64) string {
	return pg.T("staff.change.from_to", "From", pg.number(from, 0), "To", pg.number(to, 0), "By", pg.signed(to-from))
}
