package chart

import "github.com/waymood/waymood/internal/mood"

// plot is what both drawings share: the curve, which runs to the right in the
// wide one and downwards in the tall one.
type plot struct {
	canvas
	crowd
	part       // what is being drawn
	whole part // what is drawn in the end
	m     *mood.Map
	o     Options
	notes []note                                    // at is a place in whole
	where func(i int, score float64) (x, y float64) // of a score of 0..100 at the touchpoint i
}

func newPlot(m *mood.Map, o Options) plot {
	w := whole(m, o)
	d := plot{m: m, o: o, part: w, whole: w}
	if len(w.layers) == 0 {
		d.notes = notes(w, m, o)
	}
	return d
}

// selected says that not all touchpoints are drawn; "" where all are.
func (d *plot) selected() string {
	of := 0
	for _, s := range d.m.Stages {
		of += len(s.Points)
	}
	if of == len(d.whole.points) {
		return ""
	}
	return d.o.Words.Selected(len(d.whole.points), of)
}

// bare tells whether there is nothing to draw of a point but that it has no
// score.
func (d *plot) bare(p *mood.Point) bool {
	if p.Mood != nil {
		return false
	}
	for _, l := range d.whole.layers {
		for _, q := range l.points {
			if q != nil && q.Mood != nil && sameKey(q.Touchpoint, p.Touchpoint) {
				return false
			}
		}
	}
	return true
}

// hatching fills what has no score.
func (d *plot) hatching() string { return `fill="url(#` + escape(d.o.prefix()) + `-hatch)"` }

// runs calls each for the longest rows of neighbours that pass.
func (d *plot) runs(pass func(int) bool, each func(from, to int)) {
	for i := 0; i < len(d.points); {
		from := i
		for i < len(d.points) && pass(i) && (i == from || !d.apart[i]) {
			i++
		}
		if i > from {
			each(from, i)
		} else {
			i++
		}
	}
}

// band shades the intervals between solid neighbours.
func (d *plot) band() {
	solid := func(i int) bool { return d.points[i].Evidence == mood.Solid && d.points[i].Mood != nil }
	d.runs(solid, func(from, to int) {
		if to-from < 2 {
			return
		}
		var xy []float64
		for i := from; i < to; i++ {
			x, y := d.where(i, d.points[i].Mood.High)
			xy = append(xy, x, y)
		}
		for i := to - 1; i >= from; i-- {
			x, y := d.where(i, d.points[i].Mood.Low)
			xy = append(xy, x, y)
		}
		d.add(`<polygon points="%s" fill="%s" fill-opacity="0.35"/>`, polyline(xy...), band)
	})
}

// before draws the period before, where it is asked for: grey dashes, and a
// short bar at each touchpoint so that lone ones are seen, too. The bar lies
// across the axis of scores, dx and dy to either side.
func (d *plot) before(dx, dy float64) {
	if !d.o.Compare {
		return
	}
	known := func(i int) bool { return d.points[i].Before != nil && d.points[i].Mood != nil }
	d.runs(known, func(from, to int) {
		var xy []float64
		for i := from; i < to; i++ {
			x, y := d.where(i, *d.points[i].Before)
			xy = append(xy, x, y)
			d.line(x-dx, y-dy, x+dx, y+dy, `stroke="`+past+`" stroke-width="1.6"`)
		}
		d.add(`<polyline points="%s" fill="none" stroke="%s" stroke-width="1.6" stroke-dasharray="3 4"/>`, polyline(xy...), past)
	})
}

// segments draws the line: solid between solid dots, dashed to and from
// indicative ones, a gap where nothing is scored.
func (d *plot) segments() {
	for i := 0; i+1 < len(d.points); i++ {
		a, b := d.points[i], d.points[i+1]
		if a.Mood == nil || b.Mood == nil || d.apart[i+1] {
			continue
		}
		kind := `stroke-width="2.6"`
		if a.Evidence != mood.Solid || b.Evidence != mood.Solid {
			kind = `stroke-width="1.6" stroke-dasharray="6 5"`
		}
		var s stroke
		s.x0, s.y0 = d.where(i, a.Mood.Value)
		s.x1, s.y1 = d.where(i+1, b.Mood.Value)
		d.strokes = append(d.strokes, s)
		d.line(s.x0, s.y0, s.x1, s.y1, `stroke="`+ink+`" stroke-linecap="round" `+kind)
	}
}
