package digest

import (
	"math"
	"slices"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// points are a map's touchpoints by what is known of them.
type points struct {
	all, scored, solid []*mood.Point
}

func pointsOf(m *mood.Map) points {
	var list points
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			p := &m.Stages[i].Points[k]
			list.all = append(list.all, p)
			if p.Mood != nil {
				list.scored = append(list.scored, p)
			}
			if p.Evidence == mood.Solid {
				list.solid = append(list.solid, p)
			}
		}
	}
	return list
}

// of is the point of a touchpoint of the map.
func (l points) of(tp *journey.Touchpoint) *mood.Point {
	i := slices.IndexFunc(l.all, func(p *mood.Point) bool { return p.Touchpoint == tp })
	return l.all[i]
}

// changed is the point with the largest confirmed change in a direction, or
// nil.
func (l points) changed(down bool) *mood.Point {
	var most *mood.Point
	for _, p := range l.solid {
		c := p.Change
		if c == nil || !c.Confirmed || (c.To < c.From) != down {
			continue
		}
		if most == nil || math.Abs(c.To-c.From) > math.Abs(most.Change.To-most.Change.From) {
			most = p
		}
	}
	return most
}

// falling is the point whose latest signal is the newest of those that say
// that it fell, or nil.
func (l points) falling() *mood.Point {
	var newest *mood.Point
	for _, p := range l.scored {
		if s := p.Signal; s != nil && s.Down && (newest == nil || s.Day > newest.Signal.Day) {
			newest = p
		}
	}
	return newest
}

// nearest is the point that lacks the fewest answers for a first figure, or
// nil.
func (l points) nearest() *mood.Point {
	var best *mood.Point
	for _, p := range l.all {
		if p.Missing() > 0 && (best == nil || p.Missing() < best.Missing()) {
			best = p
		}
	}
	return best
}

// lowest is the point with the lowest figure of a list.
func lowest(list []*mood.Point) *mood.Point {
	var low *mood.Point
	for _, p := range list {
		if low == nil || p.Mood.Value < low.Mood.Value {
			low = p
		}
	}
	return low
}

// delight is the highest of the map's delights, or nil.
func (l points) delight() *mood.Point {
	var high *mood.Point
	for _, p := range l.solid {
		if p.Delight != nil && (high == nil || *p.Shrunk > *high.Shrunk) {
			high = p
		}
	}
	return high
}
