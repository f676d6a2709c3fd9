package chart

import (
	"slices"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// Overlay is one kind of customer's curve over the map's own, which steps back
// to thin grey. Colour, dashes, the dots' shape and a name at the line's end
// all tell it from the others, so three of the four may be lost.
type Overlay struct {
	Name string
	Map  *mood.Map // of the same journey and period; a point without a Mood is a gap
}

// look is how an overlay is drawn. The colours are Okabe & Ito's, which people
// with any kind of colour vision tell apart, and differ in lightness, too.
type look struct {
	colour string
	dash   string // stroke-dasharray, "" is solid
	shape  func(c *canvas, x, y, r float64, attributes string)
}

// looks in the order of overlays; the seventh begins again.
func looks(i int) look {
	list := []look{
		{"#0072B2", "", (*canvas).square},
		{"#D55E00", "9 5", (*canvas).diamond},
		{"#009E73", "2 4", (*canvas).triangle},
		{"#9C4F80", "12 4 2 4", (*canvas).cross},
		{"#A87200", "5 3", (*canvas).hexagon},
		{"#2A7FB0", "2 2 8 2", (*canvas).flag},
	}
	return list[i%len(list)]
}

// layer is an overlay made ready to draw.
type layer struct {
	look
	Overlay
	points []*mood.Point // as long as the map's own; nil where it has none
}

// layers finds the overlays' points at the map's touchpoints.
func layers(points []*mood.Point, o Options) []layer {
	var list []layer
	for i, over := range o.Overlays {
		l := layer{look: looks(i), Overlay: over, points: make([]*mood.Point, len(points))}
		known := all(over.Map)
		for k, p := range points {
			if at := slices.IndexFunc(known, func(q *mood.Point) bool { return sameKey(p.Touchpoint, q.Touchpoint) }); at >= 0 {
				l.points[k] = known[at]
			}
		}
		list = append(list, l)
	}
	return list
}

func sameKey(a, b *journey.Touchpoint) bool { return a.Key == b.Key }

// scored tells whether the layer has a dot at touchpoint i.
func (l layer) scored(i int) bool { return l.points[i] != nil && l.points[i].Mood != nil }

// last is the last touchpoint with a dot, or -1.
func (l layer) last() int {
	for i := len(l.points) - 1; i >= 0; i-- {
		if l.scored(i) {
			return i
		}
	}
	return -1
}

// trace draws the layer's line; a touchpoint without a score is a gap.
func (d *plot) trace(l layer) {
	d.runs(l.scored, func(from, to int) {
		var xy []float64
		for i := from; i < to; i++ {
			x, y := d.where(i, l.points[i].Mood.Value)
			xy = append(xy, x, y)
		}
		dash := ""
		if l.dash != "" {
			dash = ` stroke-dasharray="` + l.dash + `"`
		}
		d.add(`<polyline points="%s" fill="none" stroke="%s" stroke-width="2.4" stroke-linejoin="round"%s/>`, polyline(xy...), l.colour, dash)
	})
}

// dot draws the layer's dot at touchpoint i, open while it is only indicative.
func (d *plot) overlayDot(l layer, i int) {
	if l.scored(i) {
		x, y := d.where(i, l.points[i].Mood.Value)
		l.sign(&d.canvas, x, y, 6, l.points[i].Evidence == mood.Solid)
	}
}

// sign is the layer's shape, filled or open.
func (l layer) sign(c *canvas, x, y, r float64, filled bool) {
	fill := "#ffffff"
	if filled {
		fill = l.colour
	}
	l.shape(c, x, y, r, `fill="`+fill+`" stroke="`+l.colour+`" stroke-width="1.8" stroke-linejoin="round"`)
}

// everyone draws the map's own line as what the overlays are seen against.
func (d *plot) everyone() {
	scored := func(i int) bool { return d.points[i].Mood != nil }
	d.runs(scored, func(from, to int) {
		var xy []float64
		for i := from; i < to; i++ {
			x, y := d.where(i, d.points[i].Mood.Value)
			xy = append(xy, x, y)
			d.add(`<circle cx="%s" cy="%s" r="3" fill="%s"/>`, n(x), n(y), past)
		}
		d.add(`<polyline points="%s" fill="none" stroke="%s" stroke-width="1.3"/>`, polyline(xy...), past)
	})
}
