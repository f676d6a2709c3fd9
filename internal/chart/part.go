package chart

import (
	"cmp"
	"slices"

	"github.com/waymood/waymood/internal/mood"
)

const (
	mostColumns = 14 // of one strip; a longer journey goes on in a strip below
	mostPoints  = 56 // four strips
	chosen      = 28 // touchpoints that are drawn of a journey with more than mostPoints
)

// part is a row of neighbouring touchpoints.
type part struct {
	first  int // place of the first in the whole drawing
	points []*mood.Point
	stages []*mood.Stage // of each point
	apart  []bool        // the point does not follow the one before it in the journey
	layers []layer
}

// cut is a part of a part.
func (p part) cut(from, to int) part {
	c := part{p.first + from, p.points[from:to], p.stages[from:to], p.apart[from:to], nil}
	for _, l := range p.layers {
		l.points = l.points[from:to]
		c.layers = append(c.layers, l)
	}
	return c
}

// strips cuts a part into the fewest parts of at most mostColumns points, of
// about equal length.
func (p part) strips() []part {
	count := max(1, (len(p.points)+mostColumns-1)/mostColumns)
	var list []part
	for i := range count {
		list = append(list, p.cut(i*len(p.points)/count, (i+1)*len(p.points)/count))
	}
	return list
}

// all points of a map in the journey's order.
func all(m *mood.Map) []*mood.Point {
	var list []*mood.Point
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			list = append(list, &m.Stages[i].Points[k])
		}
	}
	return list
}

// whole is what is drawn of a map: all its points, or, of very many, those
// that tell most.
func whole(m *mood.Map, o Options) part {
	var w part
	points := all(m)
	tells := func(int) bool { return true }
	if len(points) > mostPoints {
		most := telling(points, m)
		tells = func(i int) bool { return most[i] }
	}
	last := -1
	i := 0
	for s := range m.Stages {
		for range m.Stages[s].Points {
			if tells(i) {
				w.points = append(w.points, points[i])
				w.stages = append(w.stages, &m.Stages[s])
				w.apart = append(w.apart, last >= 0 && last != i-1)
				last = i
			}
			i++
		}
	}
	w.layers = layers(w.points, o)
	return w
}

// telling chooses among very many points: pains first, then a few delights,
// what is on the watch list, and then whatever is lowest or answered most.
func telling(points []*mood.Point, m *mood.Map) map[int]bool {
	index := make(map[string]int, len(points))
	order := make([]int, len(points))
	for i, p := range points {
		index[p.Touchpoint.Key], order[i] = i, i
	}
	set := map[int]bool{}
	take := func(key string, most int) {
		if i, ok := index[key]; ok && len(set) < most {
			set[i] = true
		}
	}
	for _, p := range m.Pains {
		take(p.Touchpoint.Key, chosen/2)
	}
	for _, d := range m.Delights[:min(len(m.Delights), chosen/7)] {
		take(d.Touchpoint.Key, chosen)
	}
	for _, w := range m.Watch[:min(len(m.Watch), chosen/7)] {
		take(w.Touchpoint.Key, chosen)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		p, q := points[a], points[b]
		switch {
		case (p.Mood == nil) != (q.Mood == nil):
			return map[bool]int{true: 1, false: -1}[p.Mood == nil]
		case p.Mood != nil:
			return cmp.Compare(p.Mood.Value, q.Mood.Value)
		}
		return cmp.Compare(q.Answers, p.Answers)
	})
	for _, i := range order {
		take(points[i].Touchpoint.Key, chosen)
	}
	return set
}
