package chart

import (
	"github.com/waymood/waymood/internal/mood"
)

// headroom is what notes over very high dots may take above the scale.
const headroom = 34

// curve draws the plot: the fixed scale with its faces, the target, the line
// with its band, the dots, and what is to be said about them.
func (d *wide) curve() {
	d.top = d.y + headroom
	d.bottom = d.top + 300
	d.y = d.bottom + 22
	d.scale()
	if len(d.points) == 0 {
		st := style{size: 14, fill: grey, anchor: "middle", halo: true}
		d.lines((d.left+d.right)/2, d.at(62), wrap(d.o.Words.Nothing, d.right-d.left-40, 3, st), st)
		return
	}
	if len(d.layers) > 0 {
		d.target()
		d.overlay()
		return
	}
	d.band()
	d.before(7, 0)
	d.target()
	d.segments()
	d.dots()
	d.remarks()
}

func (d *wide) scale() {
	for score := 0.0; score <= 100; score += 25 {
		y := d.at(score)
		if score == 50 {
			d.line(d.left, y, d.right, y, `stroke="`+neutral+`" stroke-width="1.5"`)
		} else {
			d.line(d.left, y, d.right, y, `stroke="`+faint+`"`)
		}
		d.face(d.left-26, y, 13, score)
		d.text(d.left-47, y+4.5, n(score), style{size: 13, fill: grey, anchor: "end"})
	}
}

// target is a dotted line, named at its end outside the plot.
func (d *wide) target() {
	y := d.at(d.m.Target)
	d.line(d.left, y, d.right, y, `stroke="`+good+`" stroke-width="1.6" stroke-dasharray="0.1 5" stroke-linecap="round"`)
	st := style{size: 12, fill: good}
	if len(d.layers) > 0 { // the margin is for the overlays' names
		st.halo = true
		d.text(d.left+4, y-5, d.o.Words.Target(d.m.Target), st)
		return
	}
	lines := wrap(d.o.Words.Target(d.m.Target), margin-10, 2, st)
	d.lines(d.right+6, y+4-float64(len(lines)-1)*st.leading()/2, lines, st)
}

// unscored hatches the column of a point that has too few answers and says
// so.
func (d *wide) unscored(i int, p *mood.Point) {
	st := style{size: 12, fill: grey, anchor: "middle", halo: true}
	d.rect(d.hatched(i), d.hatching())
	lines := balance(lack(p, d.o.Words), d.column-20, 5, st)
	y := d.at(50) - float64(len(lines)-1)*st.leading() - 8 // above the heavier line
	d.lines(d.x(i), y, lines, st)
}

// hatched is the column of an unscored point.
func (d *wide) hatched(i int) box {
	x := d.x(i)
	return box{x - d.column/2 + 6, d.top, x + d.column/2 - 6, d.bottom}
}

// lack says why a point has no score.
func lack(p *mood.Point, w Words) string {
	if p.Answers == 0 {
		return w.Silent
	}
	if p.Missing() > 0 {
		return w.TooFew(p.Answers, p.Needed)
	}
	return w.NotScored
}

// dots draws each touchpoint with its interval and its number, or says why it
// has none.
func (d *wide) dots() {
	for i, p := range d.points {
		if p.Mood == nil {
			d.boxes = append(d.boxes, d.hatched(i))
			continue
		}
		x := d.x(i)
		d.boxes = append(d.boxes,
			box{x - 3, d.at(p.Mood.High), x + 3, d.at(p.Mood.Low)},
			box{x, d.at(p.Mood.Value), x, d.at(p.Mood.Value)}.grown(11))
	}
	for i, p := range d.points { // in the journey's order, which the keyboard follows
		d.link()
		d.touch(d.hatched(i))
		if p.Mood == nil {
			d.unscored(i, p)
		} else {
			x, y := d.x(i), d.at(p.Mood.Value)
			d.line(x, d.at(p.Mood.High), x, d.at(p.Mood.Low), `stroke="`+ink+`" stroke-width="1.4"`)
			d.mark(x, y, p)
			d.number(x, y, d.o.Words.Score(p.Mood.Value))
		}
		d.unlink(p, d.o)
	}
}
