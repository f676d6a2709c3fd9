package poster

import "github.com/waymood/waymood/internal/chart"

// head is the headlines set into a box: the first language large, the others
// below it.
type head struct {
	lines []headLine
	high  float64
}

type headLine struct {
	text string
	y    float64 // of the baseline, from the top of the box
	style
}

// box is what headlines have to fit into. Sizes of the first language are
// tried from large to small; the last is taken even if texts end in an
// ellipsis.
type box struct {
	wide, high float64
	sizes      []float64
	lines      int     // of the first language, at most
	ratio      float64 // size of the other languages to the first's
	least      float64 // but never smaller
	others     int     // lines of each other language, at most
	middle     bool
}

// set finds the largest size at which all headlines fit whole, or one up to a
// quarter smaller at which the first takes fewer lines: Chinese has no spaces
// to break at, and reads best unbroken.
func (b box) set(texts []Text) head {
	var best head
	var most float64
	lines := 0
	for i, size := range b.sizes {
		h := b.at(size, texts)
		if h.high > b.high || !b.whole(size, texts) {
			if i == len(b.sizes)-1 && most == 0 {
				return h
			}
			continue
		}
		n := h.count(texts)
		if most == 0 {
			best, most, lines = h, size, n
		} else if n < lines && size >= 0.74*most {
			best, lines = h, n
		}
	}
	return best
}

// count of the first headline's lines.
func (h head) count(texts []Text) int {
	n := 0
	for _, l := range h.lines {
		if len(texts) > 0 && l.lang == texts[0].Lang {
			n++
		}
	}
	return n
}

// whole says whether at this size no word is cut and nothing is left out.
func (b box) whole(size float64, texts []Text) bool {
	for i, t := range texts {
		own, lines := size, b.lines
		if i > 0 {
			own, lines = max(size*b.ratio, b.least), b.others
		}
		if !chart.Fits(t.Text, b.wide, own, i == 0) || len(chart.Lines(t.Text, b.wide, lines+1, own, i == 0)) > lines {
			return false
		}
	}
	return true
}

// at sets the headlines with the first language at a size.
func (b box) at(size float64, texts []Text) head {
	var h head
	for i, t := range texts {
		st, lines, leading := style{size: size, fill: black, bold: true, middle: b.middle, lang: t.Lang}, b.lines, 1.18
		if i > 0 {
			st.size, st.bold, st.fill = max(size*b.ratio, b.least), false, soft
			lines, leading = b.others, 1.3
			h.high += st.size * 0.45
		}
		for _, line := range chart.Lines(t.Text, b.wide, lines, st.size, st.bold) {
			h.lines = append(h.lines, headLine{line, h.high + 0.85*st.size, st})
			h.high += leading * st.size
		}
	}
	return h
}

// draw the headlines with the box's corner, or the middle of its top, at x
// and y.
func (h head) draw(p *page, x, y float64) {
	for _, l := range h.lines {
		p.text(x, y+l.y, l.text, l.style)
	}
}

// one is the size, at most size, at which a text fits on one line.
func one(s string, wide, size float64, bold bool) float64 {
	if w := chart.Width(s, size, bold); w > wide {
		return size * wide / w
	}
	return size
}
