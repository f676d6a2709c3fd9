package poster

// Format is a way to print posters.
type Format string

// The formats. A5 is A4 made smaller; a tent and a sheet of stickers are A4.
const (
	A4    Format = "a4"
	A5    Format = "a5"
	Tent  Format = "tent"
	Sheet Format = "sheet"
)

// Formats are all formats, the first by default.
var Formats = [...]Format{A4, A5, Tent, Sheet}

// FormatOf reads a format; unknown ones are A4.
func FormatOf(s string) Format {
	for _, f := range Formats {
		if string(f) == s {
			return f
		}
	}
	return A4
}

// Draw is the paper that a single poster is printed on, as an SVG document. A
// sheet is full of the same sticker.
func (p *Poster) Draw(f Format) string {
	switch f {
	case A5:
		return p.wall(148)
	case Tent:
		return p.tent()
	case Sheet:
		same := make([]*Poster, perSheet)
		for i := range same {
			same[i] = p
		}
		return stickers(same)
	}
	return p.wall(210)
}

// DrawAll are the papers that posters are printed on: one each, or sheets on
// which every poster has a row of stickers.
func DrawAll(posters []*Poster, f Format) []string {
	var papers []string
	if f != Sheet {
		for _, p := range posters {
			papers = append(papers, p.Draw(f))
		}
		return papers
	}
	var all []*Poster
	for _, p := range posters {
		for range across {
			all = append(all, p)
		}
	}
	for len(all) > 0 {
		n := min(perSheet, len(all))
		papers = append(papers, stickers(all[:n]))
		all = all[n:]
	}
	return papers
}

// wall is the poster: a column as wide as the code, everything flush with its
// left edge. It is laid out on A4 and printed wide millimetres wide.
func (p *Poster) wall(wide float64) string {
	const left, top, bottom, column = 40, 24, 274, 130
	pg := paper()
	gap := max(p.Code.quietZone(column), 11)
	y := float64(bottom)
	pg.text(left, y, p.Foot, style{size: one(p.Foot, column, 3.2, false), fill: soft})
	y -= 5.5
	for i := len(p.Promises) - 1; i >= 0; i-- {
		t := p.Promises[i]
		pg.text(left, y-2.5, t.Text, style{size: one(t.Text, column, 4.4, false), fill: soft, lang: t.Lang})
		y -= 6.4
	}
	address := Short(p.Address)
	size := one(address, column, 8.4, true)
	y -= 4.5
	pg.text(left, y, address, style{size: size, fill: black, bold: true})
	y -= ascent*size + gap + column
	pg.code(p, left, y, column)
	b := box{wide: column, high: y - gap - top, sizes: []float64{18, 17, 16, 15, 14, 13, 12, 10.5, 9.5, 8.5, 7.5, 6.5, 5.5, 4.5}, lines: 3, ratio: 0.45, least: 4.4, others: 2}
	b.set(p.Headlines).draw(pg, left, top)
	return pg.close(wide, p.lang(), p.label())
}
