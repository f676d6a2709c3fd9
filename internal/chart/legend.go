package chart

import (
	"github.com/waymood/waymood/internal/mood"
)

// Legend is what the drawing's signs mean, in a few words each. Only signs
// that occur are explained.
type Legend struct {
	Line       string // "mean of the answers"
	Band       string // "true value, 95 % sure"
	Before     string // "the period before"
	Indicative string // "5 to 19 answers, a first idea"
	Unscored   string // "fewer than 5 answers"
	Hurts      string // the three levels of pain
	Drags      string
	Below      string
	Delight    string
	Moment     string // "moment of truth"
	Everyone   string // the map's own line below overlays: "all customers"
	Few        string // an overlay's open dot: "5 to 19 answers"
}

// item of a legend: a sign in a box, and what it means.
type item struct {
	wide float64 // the box; it is 12 high
	text string
	sign func(c *canvas, x, y float64) // x is the box's left, y its middle
}

// The boxes' widths.
const (
	strokeWide = 26
	shapeWide  = 16
)

// occurs tells whether a point of the drawing passes.
func (d *plot) occurs(pass func(*mood.Point) bool) bool {
	for _, p := range d.whole.points {
		if pass(p) {
			return true
		}
	}
	return false
}

// items are the signs that occur in the drawing.
func (d *plot) items() []item {
	w := d.o.Words.Legend
	var list []item
	put := func(occurs bool, wide float64, text string, sign func(c *canvas, x, y float64)) {
		if occurs {
			list = append(list, item{wide, text, sign})
		}
	}
	if len(d.whole.layers) > 0 {
		put(true, strokeWide, w.Everyone, func(c *canvas, x, y float64) {
			c.line(x, y, x+26, y, `stroke="`+past+`" stroke-width="1.3"`)
			c.add(`<circle cx="%s" cy="%s" r="3" fill="%s"/>`, n(x+13), n(y), past)
		})
		put(d.roughLayer(), shapeWide, w.Few, func(c *canvas, x, y float64) { d.whole.layers[0].sign(c, x+8, y, 5, false) })
	} else {
		d.curveItems(put)
	}
	put(d.occurs(func(p *mood.Point) bool { return p.Touchpoint.MomentOfTruth }), shapeWide, w.Moment, func(c *canvas, x, y float64) { c.star(x+8, y) })
	put(d.occurs(d.bare), strokeWide, w.Unscored, func(c *canvas, x, y float64) {
		c.rect(box{x, y - 6, x + 26, y + 6}, d.hatching())
	})
	return list
}

func (d *plot) curveItems(put func(bool, float64, string, func(c *canvas, x, y float64))) {
	w := d.o.Words.Legend
	solid := func(p *mood.Point) bool { return p.Evidence == mood.Solid }
	put(d.occurs(solid), strokeWide, w.Line, func(c *canvas, x, y float64) {
		c.line(x, y, x+26, y, `stroke="`+ink+`" stroke-width="2.6"`)
		c.add(`<circle cx="%s" cy="%s" r="5" fill="#ffffff" stroke="%s" stroke-width="2"/>`, n(x+13), n(y), ink)
	})
	put(d.occurs(solid), strokeWide, w.Band, func(c *canvas, x, y float64) {
		c.rect(box{x, y - 6, x + 26, y + 6}, `fill="`+band+`" fill-opacity="0.35"`)
		c.line(x+13, y-6, x+13, y+6, `stroke="`+ink+`" stroke-width="1.4"`)
	})
	put(d.o.Compare && d.occurs(func(p *mood.Point) bool { return p.Before != nil && p.Mood != nil }), strokeWide, w.Before, func(c *canvas, x, y float64) {
		c.line(x, y, x+26, y, `stroke="`+past+`" stroke-width="1.6" stroke-dasharray="3 4"`)
		c.line(x+8, y, x+8, y, `stroke="`+past+`" stroke-width="1.6"`)
	})
	for _, l := range []struct{ level, text string }{{mood.Hurts, w.Hurts}, {mood.Drags, w.Drags}, {mood.BelowTarget, w.Below}} {
		put(d.occurs(func(p *mood.Point) bool { return p.Pain != nil && p.Pain.Level == l.level }), shapeWide, l.text,
			func(c *canvas, x, y float64) { c.pain(x+8, y, 0.75, l.level) })
	}
	put(d.occurs(func(p *mood.Point) bool { return p.Delight != nil && p.Pain == nil }), shapeWide, w.Delight, func(c *canvas, x, y float64) { c.delight(x+8, y, 0.75) })
	put(d.occurs(func(p *mood.Point) bool { return p.Evidence == mood.Indicative }), shapeWide, w.Indicative, func(c *canvas, x, y float64) {
		c.add(`<circle cx="%s" cy="%s" r="6" fill="#ffffff" stroke="%s" stroke-width="1.6" stroke-dasharray="3 2.2"/>`, n(x+8), n(y), ink)
	})
}

// roughLayer tells whether an overlay has an open dot.
func (d *plot) roughLayer() bool {
	for _, l := range d.whole.layers {
		for i := range l.points {
			if l.scored(i) && l.points[i].Evidence != mood.Solid {
				return true
			}
		}
	}
	return false
}

// legend flows the items in lines between left and right, from y downwards; it
// returns how far down it came.
func (d *plot) legend(left, right, y float64) float64 {
	st := style{size: 11, fill: grey}
	x := left
	y += 16
	for _, it := range d.items() {
		long := it.wide + 6 + textWidth(it.text, st)
		if x > left && x+long > right {
			x, y = left, y+19
		}
		it.sign(&d.canvas, x, y-4)
		for i, line := range wrap(it.text, right-x-it.wide-6, 3, st) {
			if i > 0 {
				y += st.leading()
			}
			d.text(x+it.wide+6, y, line, st)
		}
		x += long + 14
	}
	return y + 8
}
