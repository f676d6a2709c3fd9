package poster

import "fmt"

// The tent: two faces that lean on one another and a base below, 190 mm wide,
// cut out of A4 and folded twice.
const (
	tentWide = 190.0
	faceHigh = 100.0
	baseHigh = 77.0
	edge     = 10.0 // of the paper around it
)

// tent is a table tent. Folded along both marks it is a prism: the two faces
// read upright from either side of the table, the base lies on it, and its end
// is taped to the first face's edge.
func (p *Poster) tent() string {
	pg := paper()
	ridge, base := edge+faceHigh, edge+2*faceHigh
	fmt.Fprintf(pg, `<g transform="rotate(180 %s %s)">`+"\n", mm(pg.wide/2), mm(edge+faceHigh/2))
	p.face(pg, edge, edge)
	pg.WriteString("</g>\n")
	p.face(pg, edge, ridge)
	for _, y := range []float64{ridge, base} {
		pg.line(edge-7, y, edge-1, y, true)
		pg.line(edge+tentWide+1, y, edge+tentWide+7, y, true)
	}
	crops(pg, edge, edge, tentWide, 2*faceHigh+baseHigh)
	size := one(p.fold, tentWide-30, 3.4, false)
	pg.text(pg.wide/2, base+baseHigh/2, p.fold, style{size: size, fill: faint, middle: true})
	return pg.close(210, p.lang(), p.label())
}

// face is one side of the tent: the code, and the words beside it.
func (p *Poster) face(pg *page, x, y float64) {
	const code, pad, column = 70.0, 15.0, 82.0
	pg.code(p, x+pad, y+pad, code)
	left := x + pad + code + max(p.Code.quietZone(code), 10)
	bottom := y + pad + code
	pg.text(left, bottom-0.4, p.Foot, style{size: one(p.Foot, column, 2.4, false), fill: soft})
	at := bottom - 6
	for i := len(p.Promises) - 1; i >= 0; i-- {
		t := p.Promises[i]
		pg.text(left, at, t.Text, style{size: one(t.Text, column, 3.2, false), fill: soft, lang: t.Lang})
		at -= 4.7
	}
	address := Short(p.Address)
	size := one(address, column, 6, true)
	at -= 2
	pg.text(left, at, address, style{size: size, fill: black, bold: true})
	b := box{wide: column, high: at - size - 2 - y - pad, sizes: []float64{12, 11.2, 10.4, 9.6, 9, 8.4, 7.8, 7, 6, 5.2, 4.4, 3.6, 3}, lines: 3, ratio: 0.5, least: 2.8, others: 2}
	b.set(p.Headlines).draw(pg, left, y+pad-1)
}

// crops are the marks at the corners of what is cut out.
func crops(pg *page, x, y, wide, high float64) {
	const from, to = 2, 7
	for _, cx := range []float64{x, x + wide} {
		pg.line(cx, y-to, cx, y-from, false)
		pg.line(cx, y+high+from, cx, y+high+to, false)
	}
	for _, cy := range []float64{y, y + high} {
		pg.line(x-to, cy, x-from, cy, false)
		pg.line(x+wide+from, cy, x+wide+to, cy, false)
	}
}
