package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/mood"
)

// canvas collects SVG elements.
type canvas struct {
	bytes.Buffer
	opened int // where the link that is being drawn begins
}

// n writes a coordinate, to a hundredth of a pixel.
func n(x float64) string {
	s := strconv.FormatFloat(x, 'f', 2, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// escape makes any text safe between tags and in attributes.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}

// add writes an element's text as it is.
func (c *canvas) add(format string, args ...any) { fmt.Fprintf(c, format+"\n", args...) }

func (c *canvas) line(x1, y1, x2, y2 float64, attributes string) {
	c.add(`<line x1="%s" y1="%s" x2="%s" y2="%s" %s/>`, n(x1), n(y1), n(x2), n(y2), attributes)
}

func (c *canvas) rect(b box, attributes string) {
	c.add(`<rect x="%s" y="%s" width="%s" height="%s" %s/>`, n(b.x0), n(b.y0), n(b.x1-b.x0), n(b.y1-b.y0), attributes)
}

// style of a text. The zero value is 12 pixels, near-black, from its start.
type style struct {
	size   float64
	fill   string
	anchor string // "", "middle", "end"
	bold   bool
	italic bool
	halo   bool // white around the letters, where lines run beneath
	lang   string
}

func (s style) sized() float64 {
	if s.size == 0 {
		return 12
	}
	return s.size
}

// leading is the distance of baselines.
func (s style) leading() float64 { return s.sized() * 1.35 }

func (c *canvas) text(x, y float64, s string, st style) {
	if s == "" {
		return
	}
	var a strings.Builder
	fmt.Fprintf(&a, ` font-size="%s"`, n(st.sized()))
	if st.fill == "" {
		st.fill = ink
	}
	fmt.Fprintf(&a, ` fill="%s"`, st.fill)
	if st.anchor != "" {
		fmt.Fprintf(&a, ` text-anchor="%s"`, st.anchor)
	}
	if st.bold {
		a.WriteString(` font-weight="700"`)
	}
	if st.italic {
		a.WriteString(` font-style="italic"`)
	}
	if st.halo {
		a.WriteString(` stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`)
	}
	if st.lang != "" {
		fmt.Fprintf(&a, ` lang="%s"`, escape(st.lang))
	}
	c.add(`<text x="%s" y="%s"%s>%s</text>`, n(x), n(y), a.String(), escape(s))
}

// lines writes lines of text downwards, the first on baseline y.
func (c *canvas) lines(x, y float64, lines []string, st style) {
	for i, s := range lines {
		c.text(x, y+float64(i)*st.leading(), s, st)
	}
}

// finish wraps what was drawn into the svg element.
//
// Its class says which paper it needs.
func (c *canvas) finish(w io.Writer, m *mood.Map, o Options, paper string, width, height float64) error {
	id := escape(o.prefix())
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" class="mood-map%[9]s" viewBox="0 0 %[1]s %[2]s" width="%[1]s" height="%[2]s" font-family="%[3]s" font-size="12" role="group" aria-labelledby="%[4]s-title %[4]s-desc" lang="%[5]s">
<title id="%[4]s-title">%[6]s</title>
<desc id="%[4]s-desc">%[7]s</desc>
<defs><pattern id="%[4]s-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" stroke="#c4c4c4" stroke-width="1.2"/></pattern></defs>
<rect width="%[1]s" height="%[2]s" fill="#ffffff"/>
%[8]s</svg>
`, n(width), n(height), family, id, escape(o.Language), escape(o.Words.Title), escape(o.Words.Describe(m)), c.String(), paper)
	return err
}
