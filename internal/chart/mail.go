package chart

import (
	"io"
	"math"
	"slices"

	"github.com/waymood/waymood/internal/mood"
)

// Sizes of the drawing for mails, in its own pixels. A phone shows it at about
// two thirds, so nothing in it is written small.
const (
	mailWidth    = 480.0
	mailLeft     = 44.0
	mailPlot     = 168.0 // height of the scale
	mailHeadroom = 46.0  // for names over high dots
	mailFoot     = 40.0  // below the scale, for names under low dots and the numbers
)

// DrawMail writes the curve for mails: each touchpoint with its score and, at
// the foot, its number in the journey's order, as in MailPoints. The touchpoints
// with one of the keys of named bear their names, too, where Options.Legible
// allows. A table beside it tells the rest. Of Options.Words it uses Title,
// Describe, Nothing and Score.
func DrawMail(to io.Writer, m *mood.Map, o Options, named []string) error {
	o.Link, o.Overlays = nil, nil
	w := whole(m, o)
	d := &small{wide{plot: plot{m: m, o: o, part: w, whole: w}, width: mailWidth, left: mailLeft, right: mailWidth - 12}, named}
	d.where = d.spot
	columns := 1.0
	for _, p := range d.whole.strips() {
		columns = max(columns, float64(len(p.points)))
	}
	d.column = (d.right - d.left) / columns
	for _, p := range d.whole.strips() {
		d.part, d.crowd = p, crowd{}
		d.strip()
	}
	if len(d.whole.points) == 0 {
		st := style{size: 16, fill: grey, anchor: "middle", halo: true}
		d.lines((d.left+d.right)/2, d.at(62), wrap(o.Words.Nothing, d.right-d.left-40, 3, st), st)
	}
	return d.finish(to, m, o, "", d.width, d.y)
}

// MailPoints are the touchpoints that DrawMail shows, the one with number 1
// first.
func MailPoints(m *mood.Map) []*mood.Point { return whole(m, Options{}).points }

// small is the wide drawing with less in it.
type small struct {
	wide
	named []string
}

// strip draws the columns of one part of the journey.
func (d *small) strip() {
	d.top = d.y + mailHeadroom
	d.bottom = d.top + mailPlot
	d.y = d.bottom + mailFoot
	d.scale()
	d.band()
	d.before(5, 0)
	y := d.at(d.m.Target)
	d.line(d.left, y, d.right, y, `stroke="`+good+`" stroke-width="2" stroke-dasharray="0.1 6" stroke-linecap="round"`)
	d.segments()
	d.dots()
	d.names()
}

func (d *small) scale() {
	for i := 1; i < len(d.points); i++ {
		if d.stages[i] != d.stages[i-1] {
			x := d.left + d.column*float64(i)
			d.line(x, d.top, x, d.bottom, `stroke="`+faint+`"`)
		}
	}
	for score := 0.0; score <= 100; score += 25 {
		y := d.at(score)
		kind := `stroke="` + faint + `"`
		if score == 50 {
			kind = `stroke="` + neutral + `" stroke-width="1.5"`
		}
		d.line(d.left, y, d.right, y, kind)
		if math.Mod(score, 50) == 0 {
			d.face(22, y, 13, score)
		}
	}
}

// dots draws each touchpoint with its score, and its number at the foot.
func (d *small) dots() {
	foot := style{size: min(15, d.column*0.62), fill: grey, anchor: "middle"}
	for i, p := range d.points {
		x := d.x(i)
		d.text(x, d.bottom+mailFoot-8, n(float64(d.first+i+1)), foot)
		if p.Mood == nil {
			d.boxes = append(d.boxes, d.hatched(i))
			d.rect(d.hatched(i), d.hatching())
			continue
		}
		y := d.at(p.Mood.Value)
		d.boxes = append(d.boxes, box{x, y, x, y}.grown(11))
	}
	for i, p := range d.points {
		if p.Mood == nil {
			continue
		}
		x, y := d.x(i), d.at(p.Mood.Value)
		d.mark(x, y, p)
		d.number(x, y, d.o.Words.Score(p.Mood.Value))
	}
}

// hatched is the column of an unscored point.
func (d *small) hatched(i int) box {
	x, half := d.x(i), d.column/2-3
	return box{x - half, d.top, x + half, d.bottom}
}

// number sets a dot's score over it, or where it covers least.
func (d *small) number(x, y float64, s string) {
	st := style{size: 16, bold: true, halo: true, anchor: "middle"}
	w, h := textWidth(s, st), 15.0
	var places []place
	for i, c := range [][2]float64{{0, -12 - h}, {0, 13}, {w/2 + 12, -h}, {-w/2 - 12, -h}, {w/2 + 12, 4}, {-w/2 - 12, 4}} {
		b := box{x + c[0] - w/2, y + c[1], x + c[0] + w/2, y + c[1] + h}
		if b.x0 < d.left-4 || b.x1 > d.width {
			continue
		}
		places = append(places, place{b, float64(4 * i)})
	}
	b := d.settle(places)
	d.text((b.x0+b.x1)/2, b.y1-2, s, st)
	d.boxes = append(d.boxes, box{b.x0 - 10, b.y0, b.x1 + 10, b.y1}) // a name right beside it would seem to be its own
}

// names writes the names of those that are to have one, as near to their dots
// as there is room.
func (d *small) names() {
	for i, p := range d.points {
		name := d.o.name(p.Touchpoint.Name, p.Touchpoint.Key)
		if p.Mood == nil || !slices.Contains(d.named, p.Touchpoint.Key) || d.o.Legible != nil && !d.o.Legible(name) {
			continue
		}
		st := style{size: 16, bold: true, halo: true, anchor: "middle"}
		switch {
		case p.Pain != nil:
			st.fill = badText
		case p.Delight != nil:
			st.fill = good
		}
		var t note
		t.lines = []noteLine{{name, st}}
		t.fold(190, 2)
		w, h := t.size()
		x, y := d.x(i), d.at(p.Mood.Value)
		low := p.Mood.Value < d.m.Target
		var places []place
		for step := 0.0; step < 150; step += 5 {
			for _, side := range []float64{0, -1, 1, -2, 2, -3, 3} {
				up, down := step*1.2+math.Abs(side)*5, step*1.2+math.Abs(side)*5
				if low {
					up += 30
				} else {
					down += 30
				}
				at := max(d.left-8+w/2, min(d.width-4-w/2, x+side*w/6))
				for _, c := range []place{{box{at - w/2, y - 13 - h - step, at + w/2, y - 13 - step}, up}, {box{at - w/2, y + 13 + step, at + w/2, y + 13 + h + step}, down}} {
					if c.y0 > d.top-mailHeadroom+2 && c.y1 < d.bottom+mailFoot-20 {
						places = append(places, c)
					}
				}
			}
		}
		if len(places) > 0 {
			b := d.settle(places)
			d.lead(b, x, y)
			d.write(t, b)
		}
	}
}
