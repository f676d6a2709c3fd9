package staff

import (
	"slices"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// changesShown is the most touchpoints of the list; the table has the others.
const changesShown = 6

// changedView is a touchpoint that is no longer what it was.
type changedView struct {
	Name, Stage, Link string
	Down              bool
	Text              string // from what to what, and how many answers say so
	Sure              []string
}

// changed are the touchpoints with a confirmed change from the period before,
// the largest first, and those that the watch over every day noticed, the
// newest first. A touchpoint stands there once, with all that is known.
func (v *viewer) changed() []changedView {
	var list []*mood.Point
	for p := range v.m.All() {
		if v.confirmed(p) || p.Signal != nil {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b *mood.Point) int {
		switch sureA, sureB := v.confirmed(a), v.confirmed(b); {
		case sureA && sureB:
			return size(b.Change) - size(a.Change)
		case sureA:
			return -1
		case sureB:
			return 1
		}
		return int(b.Signal.Day - a.Signal.Day)
	})
	var views []changedView
	for _, p := range list[:min(len(list), changesShown)] {
		stage, _ := v.find(p.Touchpoint)
		views = append(views, v.changedAt(stage, p))
	}
	return views
}

// confirmed says whether the page tells a change, and it passed the test.
func (v *viewer) confirmed(p *mood.Point) bool {
	return v.compared && p.Change != nil && p.Change.Confirmed
}

// changedAt is one touchpoint's change and signal.
func (v *viewer) changedAt(stage string, p *mood.Point) changedView {
	c := changedView{Name: v.name(p.Touchpoint.Name, p.Touchpoint.Key), Stage: stage, Link: v.link(p.Touchpoint)}
	if v.confirmed(p) {
		c.Down = p.Change.To < p.Change.From
		c.Text = v.fromTo(p.Change.From, p.Change.To) + " · " + v.answers(p.Answers)
		c.Sure = append(c.Sure, v.T("staff.change.confirmed"))
		if since := v.since(p.Change.Since); since != "" {
			c.Sure = append(c.Sure, since)
		}
	}
	if s := p.Signal; s != nil {
		// The figures of a signal are those since its start, not the period's,
		// so the period's answers are not counted beside them.
		id := "map.signal_up"
		switch {
		case c.Text == "":
			c.Down = s.Down
			c.Text = v.fromTo(s.From, s.To) + " · " + v.T("map.signal_since", "Day", v.Day(s.Since.Time()))
			id = "map.signal_seen"
		case p.Change.Since != 0:
			id = "map.signal_seen" // one start is told, not two that differ by days
		case s.Down:
			id = "map.signal_down"
		}
		c.Sure = append(c.Sure, v.T(id, "Since", v.Day(s.Since.Time()), "Day", v.Day(s.Day.Time())))
	}
	return c
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
	return pg.T("staff.change.from_to", "From", pg.number(from, 0), "To", pg.number(to, 0), "By", pg.Signed(to-from))
}
