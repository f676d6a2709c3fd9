package chart

import (
	"math"

	"github.com/waymood/waymood/internal/mood"
)

// note is what is written beside a dot, or beside the line after it.
type note struct {
	at    int // place of the point in the whole drawing
	seam  bool
	up    bool // rather above than below
	lines []noteLine
}

type noteLine struct {
	text string
	style
}

const mostNotes = 4

// notes picks at most four things to say about the points of a map: its worst
// pain (or lowest point), its delight (or highest), the largest confirmed
// change, the largest fall from one touchpoint to the next; room that is left
// goes to the next pains.
func notes(whole part, m *mood.Map, o Options) []note {
	w, points := o.Words, whole.points
	var list []note
	said := 0
	say := func(at int, seam, up bool, text string, st style) {
		if said == mostNotes || text == "" {
			return
		}
		said++
		for i := range list {
			if list[i].at == at && list[i].seam == seam {
				list[i].lines = append(list[i].lines, noteLine{text, st})
				return
			}
		}
		list = append(list, note{at, seam, up, []noteLine{{text, st}}})
	}
	red := style{size: 13, bold: true, fill: badText, halo: true, anchor: "middle"}
	blue := style{size: 13, bold: true, fill: good, halo: true, anchor: "middle"}
	plain := style{size: 11.5, fill: ink, halo: true, anchor: "middle"}

	index := map[string]int{}
	low, high := -1, -1
	for i, p := range points {
		index[p.Touchpoint.Key] = i
		if p.Evidence != mood.Solid {
			continue
		}
		if low < 0 || p.Mood.Value < points[low].Mood.Value {
			low = i
		}
		if high < 0 || p.Mood.Value > points[high].Mood.Value {
			high = i
		}
	}
	pain := func(i int) {
		p := m.Pains[i]
		at, drawn := index[p.Touchpoint.Key]
		if !drawn {
			return
		}
		worst := p.Worst
		if i > 0 {
			worst = nil
		}
		say(at, false, false, "▼ "+w.Pain(p.Rank, worst), red)
	}
	switch {
	case len(m.Pains) > 0:
		pain(0)
	case low >= 0 && low != high:
		say(low, false, false, w.Lowest, plain)
	}
	switch d := best(m.Delights, points, index); {
	case d != nil:
		say(index[d.Touchpoint.Key], false, true, "▲ "+w.Delight(d), blue)
	case high >= 0 && low != high:
		say(high, false, true, w.Peak, plain)
	}
	moved := signalled(points)
	if i := changed(points); i >= 0 && o.Compare {
		c := points[i].Change
		say(i, false, c.To > c.From, w.Changed(c), plain)
	} else if moved >= 0 {
		say(moved, false, !points[moved].Signal.Down, w.Moving(points[moved].Signal), plain)
	}
	if i := seam(whole); i >= 0 {
		say(i, true, true, w.Seam(points[i+1].Mood.Value-points[i].Mood.Value, points[i].Touchpoint, points[i+1].Touchpoint), plain)
	}
	for i := 1; i < len(m.Pains) && said < mostNotes; i++ {
		pain(i)
	}
	return list
}

// best is the delight with the highest point.
func best(list []mood.Delight, points []*mood.Point, index map[string]int) *mood.Delight {
	var d *mood.Delight
	value := math.Inf(-1)
	for i := range list {
		at, drawn := index[list[i].Touchpoint.Key]
		if !drawn || points[at].Mood == nil || points[at].Mood.Value <= value {
			continue
		}
		d, value = &list[i], points[at].Mood.Value
	}
	return d
}

// changed is the point of the largest confirmed change, or -1.
func changed(points []*mood.Point) int {
	at, most := -1, 0.0
	for i, p := range points {
		if p.Change != nil && p.Change.Confirmed && math.Abs(p.Change.To-p.Change.From) > most {
			at, most = i, math.Abs(p.Change.To-p.Change.From)
		}
	}
	return at
}

// signalled is the point whose signal is about most points, or -1.
func signalled(points []*mood.Point) int {
	at, most := -1, -1.0
	for i, p := range points {
		if p.Signal != nil && p.Mood != nil && math.Abs(p.Signal.To-p.Signal.From) > most {
			at, most = i, math.Abs(p.Signal.To-p.Signal.From)
		}
	}
	return at
}

// seam is the solid point after which the line falls most to the next solid
// one, or -1.
func seam(whole part) int {
	points := whole.points
	at, most := -1, 0.0
	for i := 0; i+1 < len(points); i++ {
		if whole.apart[i+1] {
			continue
		}
		if fall := mood.Seam(points[i], points[i+1]); fall > 0 && fall >= most {
			at, most = i, fall
		}
	}
	return at
}

// size of a note's block of text.
func (t note) size() (w, h float64) {
	for _, l := range t.lines {
		w = max(w, textWidth(l.text, l.style))
		h += l.leading()
	}
	return w, h
}

// write puts the note's lines into its box. What is pointed at is the touchpoint
// below them.
func (c *canvas) write(t note, b box) {
	c.add(`<g pointer-events="none">`)
	y := b.y0
	for _, l := range t.lines {
		y += l.leading()
		c.text((b.x0+b.x1)/2, y-l.sized()*0.3, l.text, l.style)
	}
	c.add("</g>")
}
