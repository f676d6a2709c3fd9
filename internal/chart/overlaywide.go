package chart

import (
	"math"
	"slices"

	"github.com/waymood/waymood/internal/mood"
)

// overlay draws the personas' curves over the map's own, each named at the
// right with a thin line from its last dot.
func (d *wide) overlay() {
	d.everyone()
	for _, l := range d.layers {
		d.trace(l)
	}
	d.ends()
	for i, p := range d.points {
		d.link()
		d.touch(d.hatched(i))
		any := p.Mood != nil
		for _, l := range d.layers {
			any = any || l.scored(i)
		}
		if !any {
			d.unscored(i, p)
		}
		for _, l := range d.layers {
			d.overlayDot(l, i)
		}
		d.unlink(p, d.o)
	}
}

// ends names the curves in the right margin, in the order of their last dots,
// so far apart that no two names touch.
func (d *wide) ends() {
	st := style{size: 12, bold: true}
	count := style{size: 11, fill: grey}
	type tag struct {
		layer
		lines []string
		n     []string
		x, y  float64 // of the last dot
		top   float64
		high  float64
	}
	var tags []tag
	room := d.width - d.right - 34
	for _, l := range d.layers {
		i := l.last()
		t := tag{layer: l, lines: wrap(l.Name, room, 2, st), n: wrap(d.o.Words.PersonaCount(l.Map.Answers), room, 2, count), x: d.right, y: d.at(50)}
		if i >= 0 {
			t.x, t.y = d.x(i), d.at(l.points[i].Mood.Value)
		}
		t.high = float64(len(t.lines))*st.leading() + float64(len(t.n))*count.leading() + 6
		t.top = t.y - t.high/2
		tags = append(tags, t)
	}
	slices.SortStableFunc(tags, func(a, b tag) int { return int(math.Copysign(1, a.y-b.y)) })
	free := d.top - 20
	for i := range tags {
		tags[i].top = math.Max(tags[i].top, free)
		free = tags[i].top + tags[i].high
	}
	floor := math.Max(d.bottom+20, free-40)
	for i := len(tags) - 1; i >= 0; i-- {
		tags[i].top = math.Min(tags[i].top, floor-tags[i].high)
		floor = tags[i].top
	}
	for _, t := range tags {
		y := t.top + st.sized()
		if t.last() >= 0 {
			d.add(`<polyline points="%s" fill="none" stroke="%s" stroke-width="0.8"/>`, polyline(t.x+9, t.y, d.right+2, t.y, d.right+10, y-4), t.colour)
		}
		t.sign(&d.canvas, d.right+18, y-4, 5, true)
		d.lines(d.right+28, y, t.lines, st)
		d.lines(d.right+28, y+float64(len(t.lines))*st.leading(), t.n, count)
	}
}

// personas draws a row of figures for each overlay: its mood and its own
// number of answers at each touchpoint.
func (d *wide) personas() {
	for _, l := range d.layers {
		st := style{size: 12, anchor: "middle"}
		height := d.begin(l.Name, d.o.Words.PersonaCount(l.Map.Answers))
		l.sign(&d.canvas, gutter-16, d.y+20, 5, true)
		for i := range d.points {
			text, own := d.figure(l, i), st
			if !l.scored(i) {
				own.fill = grey
			}
			d.lines(d.x(i), d.y+24, balance(text, d.column-12, 2, own), own)
		}
		d.y += math.Max(height, 44) + 6
	}
}

// figure is a layer's mood at a touchpoint with its answers.
func (d *plot) figure(l layer, i int) string {
	p := l.points[i]
	if p == nil {
		p = &mood.Point{}
	}
	return d.o.Words.PersonaAt(p)
}
