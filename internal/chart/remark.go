package chart

import "math"

// number sets a dot's number where it covers least: to the upper right, if
// that is free.
func (d *wide) number(x, y float64, s string) {
	st := style{size: 14, bold: true, halo: true}
	w := textWidth(s, st)
	var places []place
	for i, c := range [][2]float64{{12, -18}, {-12 - w, -18}, {12, 4}, {-12 - w, 4}, {13, -7}, {-13 - w, -7}} {
		places = append(places, place{box{x + c[0], y + c[1], x + c[0] + w, y + c[1] + 14}, float64(3 * i)})
	}
	b := d.settle(places)
	d.text(b.x0, b.y1-2, s, st)
}

// remarks writes the notes, each centred under or over its dot (or right of
// the middle of a falling line), moved until it covers little; from afar a thin
// line leads back to the dot.
func (d *wide) remarks() {
	for _, t := range d.notes {
		i := t.at - d.first
		if i < 0 || i >= len(d.points) {
			continue
		}
		room := min(max(d.column*1.5, 150), 210)
		seam := t.seam && i+1 < len(d.points)
		if seam {
			room = max(d.column, 110)
		}
		t.fold(room, 3)
		w, h := t.size()
		p := d.points[i]
		x := d.x(i)
		over, under := d.at(p.Mood.High)-6, d.at(p.Mood.Low)+4
		if seam {
			x = d.x(i) + d.column/2
			middle := (d.at(p.Mood.Value) + d.at(d.points[i+1].Mood.Value)) / 2
			over, under = middle-4, middle+4
		}
		var places []place
		put := func(x, y, against float64) {
			x = math.Max(d.left+w/2, math.Min(d.right-w/2, x))
			if y < d.top-headroom+4 || y+h > d.bottom+64 {
				return
			}
			places = append(places, place{box{x - w/2, y, x + w/2, y + h}, against})
		}
		for step := 0.0; step < 220; step += 6 {
			for _, side := range []float64{0, -1, 1, -2, 2} {
				away := math.Abs(side) * d.column * 0.2
				up, down := step*1.2+away, step*1.2+away
				if t.up {
					down += 60
				} else {
					up += 60
				}
				put(x+side*d.column*0.2, over-h-step, up)
				put(x+side*d.column*0.2, under+step, down)
			}
		}
		if len(places) == 0 {
			continue
		}
		b := d.settle(places)
		if !seam {
			d.lead(b, d.x(i), d.at(p.Mood.Value))
		}
		d.write(t, b)
		d.y = math.Max(d.y, b.y1+10) // a note under a very low dot needs more room
	}
}

// lead draws a thin line from a note's box to the dot at x and y, where they
// are far from each other.
func (d *wide) lead(b box, x, y float64) {
	tx := math.Max(b.x0, math.Min(b.x1, x))
	ty := math.Max(b.y0+2, math.Min(b.y1-2, y))
	far := math.Hypot(tx-x, ty-y)
	if far < 48 {
		return
	}
	near := 13 / far // ends short of the dot
	d.line(tx, ty, x+(tx-x)*near, y+(ty-y)*near, `stroke="`+grey+`" stroke-width="0.9"`)
}

// fold breaks the lines of a note that are wider than max, each into at most
// most.
func (t *note) fold(max float64, most int) {
	var lines []noteLine
	for _, l := range t.lines {
		for _, s := range balance(l.text, max, most, l.style) {
			lines = append(lines, noteLine{s, l.style})
		}
	}
	t.lines = lines
}
