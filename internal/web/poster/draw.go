package poster

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"image/png"
	"strconv"
	"strings"
)

// Greys that a printer without colour still parts.
const (
	black = "#000"
	soft  = "#444"
	faint = "#888"
)

// page collects the elements of a drawing in millimetres.
type page struct {
	strings.Builder
	wide, high float64
	described  map[string]bool // ids of codes
}

// paper is an empty A4.
func paper() *page { return &page{wide: 210, high: 297, described: map[string]bool{}} }

// mm writes a length to a hundredth of a millimetre.
func mm(x float64) string {
	s := strconv.FormatFloat(x, 'f', 2, 64)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// escape makes any text safe between tags and in attributes.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}

// close makes a document of the page. wide is its width on paper: a drawing
// for A4 is also one for A5.
func (p *page) close(wide float64, lang, label string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%smm" height="%smm" viewBox="0 0 %s %s" lang="%s" role="img" aria-label="%s" font-family="%s">`+
		`<path fill="#fff" d="M0 0h%sv%sH0z"/>`, mm(wide), mm(wide*p.high/p.wide), mm(p.wide), mm(p.high), escape(lang), escape(label), fonts(lang),
		mm(p.wide), mm(p.high)) + p.String() + "</svg>\n"
}

// fonts are those of the reader's own machine; the two scripts of Chinese need
// different ones.
func fonts(lang string) string {
	const latin = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, DejaVu Sans"
	switch lang {
	case "zh-Hant":
		return latin + ", PingFang TC, Noto Sans TC, Noto Sans CJK TC, Microsoft JhengHei, sans-serif"
	case "zh-Hans":
		return latin + ", PingFang SC, Noto Sans SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif"
	}
	return latin + ", sans-serif"
}

// ascent is how far letters rise above their baseline, in parts of their size.
const ascent = 0.8

// style of a text.
type style struct {
	size   float64 // mm
	fill   string
	bold   bool
	middle bool // x is its middle, not its start
	lang   string
}

// text with its baseline at y.
func (p *page) text(x, y float64, s string, st style) {
	attributes := fmt.Sprintf(`x="%s" y="%s" font-size="%s" fill="%s"`, mm(x), mm(y), mm(st.size), st.fill)
	if st.bold {
		attributes += ` font-weight="700"`
	}
	if st.middle {
		attributes += ` text-anchor="middle"`
	}
	if st.lang != "" {
		attributes += fmt.Sprintf(` lang="%s" font-family="%s"`, escape(st.lang), fonts(st.lang))
	}
	fmt.Fprintf(p, "<text %s>%s</text>\n", attributes, escape(s))
}

// line of a hair's width.
func (p *page) line(x1, y1, x2, y2 float64, dashed bool) {
	dash := ""
	if dashed {
		dash = ` stroke-dasharray="1.2 1.2"`
	}
	fmt.Fprintf(p, `<path d="M%s %sL%s %s" stroke="%s" stroke-width=".2"%s/>`+"\n", mm(x1), mm(y1), mm(x2), mm(y2), faint, dash)
}

// code draws a poster's QR code with its dark part side wide, from its corner.
// It is described once a page, however often it is drawn.
func (p *page) code(of *Poster, x, y, side float64) {
	c, id := of.Code, "qr-"+of.ID
	if !p.described[id] {
		mark := ""
		if c.Plate > 0 {
			at, wide := float64(c.edge()), float64(c.Plate)
			mark = picture(of.Logo, at+margin, at+margin, wide-2*margin)
		}
		fmt.Fprintf(p, `<defs><g id="%s" shape-rendering="crispEdges"><path d="%s"/>%s</g></defs>`+"\n", escape(id), c.path(0, 0), mark)
		p.described[id] = true
	}
	module := strconv.FormatFloat(side/float64(len(c.Modules)), 'f', 6, 64)
	fmt.Fprintf(p, `<use href="#%s" transform="translate(%s %s) scale(%s)"/>`+"\n", escape(id), mm(x), mm(y), module)
}

// quietZone is the white that a code of this width needs around it.
func (c Code) quietZone(side float64) float64 { return quiet * side / float64(len(c.Modules)) }

// picture puts a PNG into a square, as large as it fits.
func picture(b []byte, x, y, side float64) string {
	cfg, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return "" // what is stored was encoded here
	}
	longer := float64(max(cfg.Width, cfg.Height))
	w, h := side*float64(cfg.Width)/longer, side*float64(cfg.Height)/longer
	return fmt.Sprintf(`<image x="%s" y="%s" width="%s" height="%s" href="data:image/png;base64,%s"/>`,
		mm(x+(side-w)/2), mm(y+(side-h)/2), mm(w), mm(h), base64.StdEncoding.EncodeToString(b))
}
