package chart

// key names the overlays above the scale.
func (d *tall) key() {
	st := style{size: 12, bold: true}
	for _, l := range d.layers {
		for k, line := range wrap(l.Name+" · "+d.o.Words.PersonaCount(l.Map.Answers), d.width-36, 3, st) {
			d.y += st.leading()
			if k == 0 {
				l.sign(&d.canvas, 14, d.y-4, 5, true)
			}
			d.text(26, d.y, line, st)
		}
		d.y += 4
	}
	if len(d.layers) > 0 {
		d.y += 8
	}
}

// figures writes each overlay's mood and answers at a touchpoint, below its
// name; it returns how far down it came.
func (d *tall) figures(i int, y float64) float64 {
	for _, l := range d.layers {
		l.sign(&d.canvas, 15, y+8, 4, true)
		d.lines(25, y+12, wrap(d.figure(l, i), d.name-20, 1, tallCount), tallCount)
		y += 16
	}
	return y
}

// overlay draws the lines; the dots come with their rows.
func (d *tall) overlay() {
	d.everyone()
	for _, l := range d.layers {
		d.trace(l)
	}
}
