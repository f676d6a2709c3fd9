package chart

import (
	"bytes"

	"github.com/waymood/waymood/internal/mood"
)

// wide is the drawing with touchpoints from left to right.
type wide struct {
	plot
	width  float64
	left   float64 // where the columns begin
	right  float64 // where they end
	column float64 // a column's width
	y      float64 // how far down the drawing has come
	top    float64 // y of 100 in the curve
	bottom float64 // y of 0
}

const (
	gutter = 150 // for the rows' names and the faces
	margin = 76  // at the right, for the target's name
	edge   = 16

	overlayMargin = 168 // instead, for the overlays' names
)

func newWide(m *mood.Map, o Options) *wide {
	d := &wide{plot: newPlot(m, o), left: gutter, y: edge}
	margin := float64(margin)
	if len(d.layers) > 0 {
		margin = overlayMargin
	}
	columns := 1.0
	for _, p := range d.whole.strips() {
		columns = max(columns, float64(len(p.points)))
	}
	d.width = o.Width
	if d.width == 0 {
		// Few columns are wider, many are narrower; up to eight fit on A4, to
		// fourteen on A3.
		d.width = gutter + margin + max(columns*min(150, max(126, 1040/columns)), 600)
	}
	d.width = max(d.width, gutter+margin+columns*90)
	d.right = d.width - margin
	d.column = (d.right - d.left) / columns
	d.where = d.spot
	return d
}

// smallPaper is how many touchpoints can be read on A4, across; more take A3.
const smallPaper = 8

// paper is the class of a drawing that is too much for A4.
func (d *wide) paper() string {
	switch count := len(d.whole.points); {
	case count <= smallPaper:
		return ""
	case count <= mostColumns:
		return " mood-a3"
	}
	return " mood-strips"
}

// x is the middle of a point's column.
func (d *wide) x(i int) float64 { return d.left + d.column*(float64(i)+0.5) }

// at is the y of a score of 0..100.
func (d *wide) at(score float64) float64 { return d.bottom - (d.bottom-d.top)*score/100 }

// spot is where a score of the touchpoint i lies.
func (d *wide) spot(i int, score float64) (x, y float64) { return d.x(i), d.at(score) }

func (d *wide) draw() {
	d.heading()
	for i, p := range d.whole.strips() {
		if i > 0 {
			d.y += 26
		}
		d.part, d.crowd = p, crowd{}
		d.strip()
	}
	d.y = d.legend(edge, d.width-edge, d.y+4) + 6
}

// strip draws the columns of one part of the journey, with faint lines between
// its stages beneath all else.
func (d *wide) strip() {
	start, from := d.Len(), d.y
	d.stageHeads()
	d.names()
	d.curve()
	d.rows()
	drawn := bytes.Clone(d.Bytes()[start:])
	d.Truncate(start)
	for i := 1; i < len(d.points); i++ {
		if d.stages[i] != d.stages[i-1] {
			x := d.left + d.column*float64(i)
			d.line(x, from+4, x, d.y-6, `stroke="#eceff2"`)
		}
	}
	d.Write(drawn)
}

func (d *wide) heading() {
	room := d.width - 2*edge
	put := func(s string, st style) {
		for _, line := range wrap(s, room, 3, st) {
			d.y += st.leading()
			d.text(edge, d.y-st.sized()*0.3, line, st)
		}
	}
	start := d.y
	put(d.o.Heading, style{size: 20, bold: true})
	put(d.o.Subheading, style{size: 13, fill: grey})
	put(d.o.Finding, style{size: 14, bold: true})
	put(d.selected(), style{size: 13, italic: true})
	if d.y > start {
		d.y += 10
	}
}

// stageHeads draws a band over each stage's columns. A stage without
// touchpoints has no column and is not drawn.
func (d *wide) stageHeads() {
	st := style{size: 13, bold: true, anchor: "middle"}
	type head struct {
		box
		lines []string
	}
	var heads []head
	var most int
	for from := 0; from < len(d.points); {
		to := from
		for to < len(d.points) && d.stages[to] == d.stages[from] {
			to++
		}
		x0, x1 := d.left+d.column*float64(from), d.left+d.column*float64(to)
		lines := balance(d.o.name(d.stages[from].Stage.Name, d.stages[from].Stage.Key), x1-x0-14, 3, st)
		heads = append(heads, head{box{x0: x0 + 2, x1: x1 - 2}, lines})
		most = max(most, len(lines))
		from = to
	}
	if len(heads) == 0 {
		return
	}
	height := float64(most)*st.leading() + 14
	for _, h := range heads {
		h.y0, h.y1 = d.y, d.y+height
		d.rect(h.box, `rx="2" fill="`+stageFill+`" stroke="`+stageLine+`"`)
		top := d.y + (height-float64(len(h.lines))*st.leading())/2 + st.sized()*1.02
		d.lines((h.x0+h.x1)/2, top, h.lines, st)
	}
	d.y += height + 10
}

// names writes each touchpoint's name, its channels above.
func (d *wide) names() {
	var texts []string
	for _, p := range d.points {
		texts = append(texts, d.o.name(p.Touchpoint.Name, p.Touchpoint.Key))
	}
	st := largest(texts, d.column-10, style{anchor: "middle"}, 13, 12, 11)
	var most int
	signs := false
	wrapped := make([][]string, len(d.points))
	for i, p := range d.points {
		wrapped[i] = balance(texts[i], d.column-10-starRoom(p)*2, 4, st)
		most = max(most, len(wrapped[i]))
		signs = signs || len(channels(p.Touchpoint)) > 0
	}
	if signs {
		for i, p := range d.points {
			d.icons(d.x(i), d.y, p.Touchpoint, false, d.o.Words)
		}
		d.y += 22
	}
	for i, p := range d.points {
		d.lines(d.x(i), d.y+st.sized(), wrapped[i], st)
		if p.Touchpoint.MomentOfTruth && len(wrapped[i]) > 0 {
			d.moment(d.x(i)-textWidth(wrapped[i][0], st)/2-14, d.y+st.sized()*0.65)
		}
	}
	d.y += float64(most)*st.leading() + 8
}
