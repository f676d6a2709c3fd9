package poster

// Stickers on a sheet of A4, side by side, so that one cut parts two.
const (
	across      = 3
	down        = 4
	perSheet    = across * down
	stickerWide = 62.0
	stickerHigh = 68.0
)

// stickers is a sheet with at most perSheet stickers.
func stickers(of []*Poster) string {
	pg := paper()
	x0, y0 := (pg.wide-across*stickerWide)/2, (pg.high-down*stickerHigh)/2
	for i, p := range of {
		p.sticker(pg, x0+float64(i%across)*stickerWide, y0+float64(i/across)*stickerHigh)
	}
	for i := range across + 1 {
		x := x0 + float64(i)*stickerWide
		pg.line(x, y0-7, x, y0-2, false)
		pg.line(x, y0+down*stickerHigh+2, x, y0+down*stickerHigh+7, false)
	}
	for i := range down + 1 {
		y := y0 + float64(i)*stickerHigh
		pg.line(x0-7, y, x0-2, y, false)
		pg.line(x0+across*stickerWide+2, y, x0+across*stickerWide+7, y, false)
	}
	// Where four corners meet, crosses guide the cut.
	for i := 1; i < across; i++ {
		for k := 1; k < down; k++ {
			x, y := x0+float64(i)*stickerWide, y0+float64(k)*stickerHigh
			pg.line(x-1.5, y, x+1.5, y, false)
			pg.line(x, y-1.5, x, y+1.5, false)
		}
	}
	return pg.close(210, of[0].lang(), of[0].label())
}

// sticker is the code with its question above and its address below.
func (p *Poster) sticker(pg *page, x, y float64) {
	const code, wide, pad = 34.0, 54.0, 3.5
	middle := x + stickerWide/2
	gap := max(p.Code.quietZone(code), 3)
	pg.text(middle, y+stickerHigh-pad, p.Foot, style{size: one(p.Foot, wide, 1.9, false), fill: soft, middle: true})
	address := Short(p.Address)
	size := one(address, wide, 3.3, true)
	at := y + stickerHigh - pad - 3.6
	pg.text(middle, at, address, style{size: size, fill: black, bold: true, middle: true})
	at -= ascent*size + gap + code
	pg.code(p, middle-code/2, at, code)
	b := box{wide: wide, high: at - gap - y - pad, sizes: []float64{5.6, 5.2, 4.8, 4.4, 4, 3.7, 3.4, 3.1, 2.8, 2.5, 2.2, 2}, lines: 2, ratio: 0.58, least: 2.2, others: 1, middle: true}
	h := b.set(p.Headlines)
	h.draw(pg, middle, y+pad+max(0, (b.high-h.high)/2))
}
