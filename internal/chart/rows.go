package chart

import (
	"math"
	"slices"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// rows draws the table below the curve.
func (d *wide) rows() {
	d.personas()
	d.answers()
	d.lost()
	w := d.o.Words
	d.words(w.Quotes, w.Measured, style{size: 12, italic: true}, 5, func(p *mood.Point) (string, string) {
		for _, q := range p.Quotes {
			if d.o.Legible == nil || d.o.Legible(q.Text) {
				return w.Quote(q.Text), q.Language
			}
		}
		return "", ""
	})
	d.themes()
	assumed := style{size: 12, fill: grey, italic: true}
	d.words(w.Doing, w.Assumed, assumed, 5, func(p *mood.Point) (string, string) { return said(p.Touchpoint.Action, d.o) })
	d.words(w.Expectation, w.Assumed, assumed, 5, func(p *mood.Point) (string, string) { return said(p.Touchpoint.Expectation, d.o) })
	for _, l := range d.o.Lanes {
		d.lane(l)
	}
}

func said(w survey.Wording, o Options) (text, language string) { return o.name(w, ""), "" }

// begin draws the line above a row and its name; it returns how high the name
// is.
func (d *wide) begin(name, unit string) float64 {
	d.line(edge, d.y, d.right, d.y, `stroke="#d8d8d8"`)
	bold, small := style{size: 13, bold: true}, style{size: 11, fill: grey}
	y := d.y + 8
	for _, s := range wrap(name, gutter-edge-10, 3, bold) {
		y += bold.leading()
		d.text(edge, y-4, s, bold)
	}
	for _, s := range wrap(unit, gutter-edge-10, 2, small) {
		y += small.leading()
		d.text(edge, y-4, s, small)
	}
	return y - d.y
}

// cell is the inner left end of a point's column, and its inner width.
func (d *wide) cell(i int) (x, width float64) { return d.x(i) - d.column/2 + 10, d.column - 20 }

// answers draws how many there are, and how many of them are unhappy.
func (d *wide) answers() {
	if len(d.points) == 0 {
		return
	}
	height := d.begin(d.o.Words.Answers, d.o.Words.Measured)
	st := style{size: 12}
	var most int64 = 10 // a single answer is a short bar
	for _, p := range d.points {
		most = max(most, p.Answers)
	}
	below := 0.0
	for i, p := range d.points {
		x, width := d.cell(i)
		long := width * float64(p.Answers) / float64(most)
		y := d.y + 12
		if p.Answers > 0 {
			long = math.Max(long, 3)
			d.rect(box{x, y, x + long, y + 13}, `fill="`+barGrey+`"`)
			if p.Unhappy != nil {
				d.rect(box{x, y, x + long**p.Unhappy, y + 13}, `fill="`+bad+`" fill-opacity="0.85"`)
			}
			d.rect(box{x, y, x + long, y + 13}, `fill="none" stroke="#777777" stroke-width="0.8"`)
		}
		lines := wrap(counted(p, d.o.Words), width+6, 3, st)
		d.lines(x, y+29, lines, st)
		below = math.Max(below, float64(len(lines))*st.leading())
	}
	d.y += math.Max(height, 27+below) + 10
}

// counted says how many answers a point has; the unhappy part only where there
// are enough to be scored.
func counted(p *mood.Point, w Words) string {
	if p.Mood == nil {
		return w.AnswersOf(p.Answers, nil)
	}
	return w.AnswersOf(p.Answers, p.Unhappy)
}

// lost draws the points that each touchpoint costs the journey.
func (d *wide) lost() {
	if len(d.points) == 0 {
		return
	}
	height := d.begin(d.o.Words.Lost, d.o.Words.LostUnit)
	most := 1.0
	for _, p := range d.points {
		if p.PointsLost != nil {
			most = math.Max(most, *p.PointsLost)
		}
	}
	st := style{size: 12}
	for i, p := range d.points {
		x, width := d.cell(i)
		y := d.y + 14
		if p.PointsLost == nil {
			d.text(x, y+11, "–", style{size: 12, fill: grey})
			continue
		}
		s := d.o.Words.LostOf(*p.PointsLost)
		long := (width - 34) * *p.PointsLost / most
		fill := "#b5b5b5"
		if p.Pain != nil {
			fill = bad
		}
		if long >= 0.5 {
			d.rect(box{x, y, x + long, y + 13}, `fill="`+fill+`"`)
			x += long + 5
		}
		d.text(x, y+11, s, st)
	}
	d.y += math.Max(height, 34) + 6
}

// words draws a row of texts.
func (d *wide) words(name, unit string, st style, most int, of func(*mood.Point) (text, language string)) {
	st.anchor = "middle"
	lines := make([][]string, len(d.points))
	styles := make([][]style, len(d.points))
	for i, p := range d.points {
		text, language := of(p)
		own := st.upright(text)
		own.lang = language
		lines[i] = balance(text, d.column-16, most, own)
		styles[i] = slices.Repeat([]style{own}, len(lines[i]))
	}
	d.row(name, unit, lines, styles)
}

// themes draws what answers name most, each theme on a line of its own.
func (d *wide) themes() {
	st := style{size: 12, anchor: "middle"}
	lines := make([][]string, len(d.points))
	styles := make([][]style, len(d.points))
	for i, p := range d.points {
		for _, t := range p.Themes[:min(len(p.Themes), 3)] {
			lines[i] = append(lines[i], balance(themed(t, d.o), d.column-12, 2, st)...)
		}
		styles[i] = slices.Repeat([]style{st}, len(lines[i]))
	}
	d.row(d.o.Words.Themes, d.o.Words.Measured, lines, styles)
}

// themed is a theme with its share; one without a label goes by its key.
func themed(t mood.Theme, o Options) string {
	return o.Words.Theme(o.name(t.Label, t.Key), t.ShareOfAnswers)
}

// row draws lines of text below each point, each in its own style of one size;
// it draws nothing while there are none at all.
func (d *wide) row(name, unit string, lines [][]string, styles [][]style) {
	deepest, leading := 0, 0.0
	for i, l := range lines {
		deepest = max(deepest, len(l))
		for _, st := range styles[i] {
			leading = st.leading()
		}
	}
	if deepest == 0 {
		return
	}
	height := d.begin(name, unit)
	for i := range d.points {
		for k, s := range lines[i] {
			d.text(d.x(i), d.y+4+float64(k+1)*leading, s, styles[i][k])
		}
	}
	d.y += math.Max(height, 8+float64(deepest)*leading) + 10
}
