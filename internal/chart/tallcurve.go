package chart

import (
	"math"

	"github.com/waymood/waymood/internal/mood"
)

func (d *tall) target() {
	x := d.at(d.m.Target)
	d.line(x, d.head+2, x, d.foot+4, `stroke="`+good+`" stroke-width="1.6" stroke-dasharray="0.1 5" stroke-linecap="round"`)
	st := style{size: 11.5, fill: good, anchor: "middle", halo: true}
	s := d.o.Words.Target(d.m.Target)
	w := textWidth(s, st)
	d.text(math.Min(x, d.width-8-w/2), d.foot+16, s, st)
	d.y = d.foot + 20
}

func (d *tall) unscored(i int, p *mood.Point) {
	b := box{d.x0, d.tops[i] + 4, d.x1, d.ends[i] - 4}
	d.rect(b, d.hatching())
	st := style{size: 12, fill: grey, anchor: "middle", halo: true}
	lines := balance(lack(p, d.o.Words), d.x1-d.x0-16, 3, st)
	d.lines((d.x0+d.x1)/2, (b.y0+b.y1)/2+4-float64(len(lines)-1)*st.leading()/2, lines, st)
	d.boxes = append(d.boxes, b)
}

func (d *tall) dot(i int, p *mood.Point) {
	x, y := d.at(p.Mood.Value), d.mids[i]
	d.line(d.at(p.Mood.Low), y, d.at(p.Mood.High), y, `stroke="`+ink+`" stroke-width="1.4"`)
	d.mark(x, y, p)
	st := style{size: 14, bold: true, halo: true}
	s := d.o.Words.Score(p.Mood.Value)
	w := textWidth(s, st)
	var places []place
	for k, c := range [][2]float64{{11, -21}, {-11 - w, -21}, {11, 7}, {-11 - w, 7}} {
		against := float64(3 * k)
		if x+c[0] < d.x0-8 || x+c[0]+w > d.width-2 {
			against = 1e6 // out of the plot
		}
		places = append(places, place{box{x + c[0], y + c[1], x + c[0] + w, y + c[1] + 14}, against})
	}
	b := d.settle(places)
	d.text(b.x0, b.y1-2, s, st)
}

// remarks writes each note into the room kept for it at the foot of its row,
// moved sideways until it covers little.
func (d *tall) remarks() {
	used := map[int]float64{}
	for _, t := range d.notes {
		w, h := t.size()
		used[t.at] += h + 4
		top := d.ends[t.at] - used[t.at]
		x := d.at(d.points[t.at].Mood.Value)
		var places []place
		for step := 0.0; step < d.x1-d.x0; step += 6 {
			for _, x := range []float64{x - step, x + step} {
				x = math.Max(d.x0+w/2-8, math.Min(d.width-6-w/2, x))
				places = append(places, place{box{x - w/2, top, x + w/2, top + h}, step})
			}
		}
		d.write(t, d.settle(places))
	}
}
