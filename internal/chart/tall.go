package chart

import (
	"math"

	"github.com/waymood/waymood/internal/mood"
)

// tall is the drawing with touchpoints from top to bottom: names in a column
// at the left, the scale to their right.
type tall struct {
	plot
	tops   []float64 // of the points' rows
	mids   []float64 // of the points' dots
	ends   []float64
	style  style    // of the touchpoints' names
	stage  style    // of the stages'
	firsts []string // the stage's name at its first point, else ""
	width  float64
	name   float64 // width of the column of names
	x0, x1 float64 // of 0 and of 100
	head   float64 // y where the scale begins
	foot   float64 // y where it ends
	y      float64
}

func newTall(m *mood.Map, o Options) *tall {
	d := &tall{plot: newPlot(m, o), width: o.Width, y: 8}
	if d.width == 0 {
		d.width = 320
	}
	d.width = math.Max(d.width, 280)
	d.name = math.Min(d.width*0.35, 150)
	d.x0, d.x1 = d.name+22, d.width-18
	for i := range d.points {
		name := ""
		if i == 0 || d.stages[i] != d.stages[i-1] {
			name = o.name(d.stages[i].Stage.Name, d.stages[i].Stage.Key)
		}
		d.firsts = append(d.firsts, name)
	}
	var texts []string
	for _, p := range d.points {
		texts = append(texts, o.name(p.Touchpoint.Name, p.Touchpoint.Key))
	}
	d.stage = largest(d.firsts, d.name-18, style{bold: true}, 11.5, 10.5)
	d.style = largest(texts, d.name-10, style{}, 13, 12, 11)
	d.where = d.spot
	return d
}

// at is the x of a score of 0..100.
func (d *tall) at(score float64) float64 { return d.x0 + (d.x1-d.x0)*score/100 }

// spot is where a score of the touchpoint i lies.
func (d *tall) spot(i int, score float64) (x, y float64) { return d.at(score), d.mids[i] }

func (d *tall) draw() {
	d.heading()
	d.key()
	d.head = d.y + 34
	d.layOut()
	d.scale()
	if len(d.points) == 0 {
		st := style{size: 13, fill: grey, anchor: "middle", halo: true}
		d.lines((d.x0+d.x1)/2, d.head+50, wrap(d.o.Words.Nothing, d.x1-d.x0-20, 4, st), st)
	}
	if len(d.layers) > 0 {
		d.target()
		d.overlay()
	} else {
		d.band()
		d.before(0, 7)
		d.target()
		d.segments()
	}
	d.rows()
	d.remarks()
	d.y = d.legend(8, d.width-8, d.y+4) + 2
}

func (d *tall) heading() {
	put := func(s string, st style) {
		for _, line := range wrap(s, d.width-16, 4, st) {
			d.y += st.leading()
			d.text(8, d.y-st.sized()*0.3, line, st)
		}
	}
	put(d.o.Heading, style{size: 17, bold: true})
	put(d.o.Subheading, style{size: 12, fill: grey})
	put(d.o.Finding, style{size: 13, bold: true})
	put(d.selected(), style{size: 12, italic: true})
	d.y += 6
}

var tallCount = style{size: 12, fill: grey}

// texts of a point's name column.
func (d *tall) texts(i int) (stage, name, count []string) {
	p, room := d.points[i], d.name-10
	return balance(d.firsts[i], room-8, 4, d.stage),
		balance(d.o.name(p.Touchpoint.Name, p.Touchpoint.Key), room-starRoom(p), 4, d.style),
		balance(counted(p, d.o.Words), room, 3, tallCount)
}

// starRoom is what a moment of truth's star takes of its name's lines.
func starRoom(p *mood.Point) float64 {
	if p.Touchpoint.MomentOfTruth {
		return 16
	}
	return 0
}

// layOut gives each point a row that is high enough for its texts and notes.
func (d *tall) layOut() {
	y := d.head + 8
	for i := range d.points {
		stage, name, count := d.texts(i)
		high := 16 + float64(len(name))*d.style.leading() + float64(len(count))*tallCount.leading()
		if len(stage) > 0 {
			high += float64(len(stage))*d.stage.leading() + 14
		}
		if len(channels(d.points[i].Touchpoint)) > 0 {
			high += 20
		}
		if named := d.named(i); len(named) > 0 {
			high += 4 + float64(len(named))*tallCount.leading()
		}
		high += 16 * float64(len(d.layers))
		room := 0.0
		for k := range d.notes {
			if t := &d.notes[k]; t.at == i {
				t.fold((d.x1-d.x0)*0.55, 6) // so that it stands beside the line, not on it
				_, h := t.size()
				room += h + 4
			}
		}
		high = math.Max(high, 54+room)
		d.tops = append(d.tops, y)
		d.mids = append(d.mids, y+(high-room)/2)
		d.ends = append(d.ends, y+high)
		y += high
	}
	if len(d.points) == 0 {
		y += 120
	}
	d.foot = y
	d.y = y
}

// named is what answers at a point name most, each theme on lines of its own.
func (d *tall) named(i int) []string {
	var lines []string
	themes := d.points[i].Themes
	for _, t := range themes[:min(len(themes), 2)] {
		lines = append(lines, wrap(themed(t, d.o), d.name-14, 2, tallCount)...)
	}
	return lines
}

func (d *tall) scale() {
	for i, top := range d.tops {
		if i > 0 {
			from := d.x0
			if d.firsts[i] != "" {
				from = 8
			}
			d.line(from, top, d.width-8, top, `stroke="#ececec"`)
		}
	}
	for score := 0.0; score <= 100; score += 25 {
		x := d.at(score)
		kind := `stroke="` + faint + `"`
		if score == 50 {
			kind = `stroke="` + neutral + `" stroke-width="1.4"`
		}
		d.line(x, d.head, x, d.foot, kind)
		d.face(x, d.head-24, 10, score)
		d.text(x, d.head-2, n(score), style{size: 12, fill: grey, anchor: "middle", halo: true})
	}
}

// rows writes each touchpoint's texts and draws its dot.
func (d *tall) rows() {
	for i, p := range d.points {
		if p.Mood != nil {
			y := d.mids[i]
			d.boxes = append(d.boxes,
				box{d.at(p.Mood.Low), y - 3, d.at(p.Mood.High), y + 3},
				box{d.at(p.Mood.Value), y, d.at(p.Mood.Value), y}.grown(11))
		}
	}
	for i, p := range d.points {
		stage, name, count := d.texts(i)
		y := d.tops[i] + 6
		if len(stage) > 0 {
			high := float64(len(stage))*d.stage.leading() + 6
			d.rect(box{8, y, d.name, y + high}, `rx="2" fill="`+stageFill+`" stroke="`+stageLine+`"`)
			d.lines(13, y+d.stage.sized()+3, stage, d.stage)
			y += high + 6
		}
		d.link()
		d.touch(box{8, d.tops[i], d.width - 8, d.ends[i]})
		if p.Touchpoint.MomentOfTruth {
			d.moment(16, y+d.style.sized()*0.65)
		}
		d.lines(10+starRoom(p), y+d.style.sized(), name, d.style)
		y += float64(len(name)) * d.style.leading()
		d.lines(10, y+tallCount.sized()+2, count, tallCount)
		y += float64(len(count))*tallCount.leading() + 6
		y = d.figures(i, y)
		switch {
		case d.bare(p):
			d.unscored(i, p)
		case len(d.layers) > 0:
			for _, l := range d.layers {
				d.overlayDot(l, i)
			}
		default:
			d.dot(i, p)
		}
		d.unlink(p, d.o)
		d.icons(10, y, p.Touchpoint, true, d.o.Words)
		if len(channels(p.Touchpoint)) > 0 {
			y += 20
		}
		if named := d.named(i); len(named) > 0 {
			st := tallCount
			d.add(`<g pointer-events="none">`)
			d.line(10, y+2, 10, y+2+float64(len(named))*st.leading(), `stroke="`+stageLine+`" stroke-width="2"`)
			d.lines(15, y+st.sized()+1, named, st)
			d.add("</g>")
		}
	}
}
