package raster

import (
	"encoding/xml"
	"errors"
	"fmt"
	"image/color"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// em is how many units outlines of glyphs are read in.
const em = 256

// slant of letters in italics, made from upright ones.
const slant = 0.2

// text paints a text element and reads its end.
func (p *painter) text(a attributes, s state, dec *xml.Decoder) error {
	var b strings.Builder
	for {
		token, err := dec.Token()
		if err != nil {
			return err
		}
		if _, end := token.(xml.EndElement); end {
			break
		}
		words, plain := token.(xml.CharData)
		if !plain {
			return errors.New("it holds another element")
		}
		b.Write(words)
	}
	o, width, err := p.fonts.write(b.String(), s)
	if err != nil {
		return err
	}
	x := a.number("x")
	switch s.anchor {
	case "middle":
		x -= width / 2
	case "end":
		x -= width
	}
	s.x, s.y = s.x+x, s.y+a.number("y")
	if s.stroke != "none" && s.stroke != "" { // the halo, beneath
		p.fill(stroked(o, s.strokeWidth/2, nil, true), s, color.White)
	}
	c, err := colour(s.fill, s.fillOpacity)
	if err != nil {
		return err
	}
	p.fill(o, s, c)
	return nil
}

// write is a text's outline, its baseline at 0, and its width.
func (f *Fonts) write(text string, s state) (outline, float64, error) {
	var buffer sfnt.Buffer
	var o outline
	x := 0.0
	k := s.size / em
	for _, r := range text {
		if unicode.Is(unicode.Mn, r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		if unicode.IsSpace(r) {
			r = ' '
		}
		fc, glyph := f.find(&buffer, r, s.lang, s.bold)
		if fc == nil {
			o = append(o, stroked(missing(x, s.size), s.size*0.03, nil, false)...)
			x += s.size * 0.7
			continue
		}
		segments, err := fc.LoadGlyph(&buffer, glyph, fixed.I(em), nil)
		if err != nil {
			return nil, 0, fmt.Errorf("read the shape of %q: %w", r, err)
		}
		shear := 0.0
		if s.italic {
			shear = slant
		}
		o = append(o, glyphOutline(segments, x, k, shear)...)
		advance, err := fc.GlyphAdvance(&buffer, glyph, fixed.I(em), font.HintingNone)
		if err != nil {
			return nil, 0, fmt.Errorf("read the width of %q: %w", r, err)
		}
		x += float64(advance) / 64 * k
	}
	return o, x, nil
}

// glyphOutline puts a glyph at x, k units of the drawing to one of the font.
func glyphOutline(segments sfnt.Segments, x, k, shear float64) outline {
	var p pen
	at := func(q fixed.Point26_6) (float64, float64) {
		gx, gy := float64(q.X)/64, float64(q.Y)/64
		return x + (gx-gy*shear)*k, gy * k
	}
	for _, g := range segments {
		x0, y0 := at(g.Args[0])
		switch g.Op {
		case sfnt.SegmentOpMoveTo:
			p.close()
			p.move(x0, y0)
		case sfnt.SegmentOpLineTo:
			p.to(x0, y0)
		case sfnt.SegmentOpQuadTo:
			x1, y1 := at(g.Args[1])
			p.quad(x0, y0, x1, y1)
		case sfnt.SegmentOpCubeTo:
			x1, y1 := at(g.Args[1])
			x2, y2 := at(g.Args[2])
			p.cube(x0, y0, x1, y1, x2, y2)
		}
	}
	p.close()
	return p.done
}

// missing is the box that stands for a character without a glyph.
func missing(x, size float64) outline {
	return outline{{points: []point{{x + size*0.08, -size * 0.7}, {x + size*0.6, -size * 0.7}, {x + size*0.6, 0}, {x + size*0.08, 0}}, closed: true}}
}
