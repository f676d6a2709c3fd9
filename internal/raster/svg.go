// Package raster paints the pictures that this program draws as SVG into PNG,
// for mails and documents that cannot show SVG. It knows only what those
// pictures use: lines, rectangles, circles, paths, polygons, text in one line,
// and moves as the only transformation. What it does not know is an error, so
// that nothing is left out silently.
package raster

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"strconv"
	"strings"
)

// mostPixels of a picture; a larger one is painted at a smaller scale.
const mostPixels = 24_000_000

// PNG paints an SVG at scale pixels per unit. Characters that none of the
// fonts has are painted as an empty box.
func PNG(w io.Writer, svg []byte, fonts *Fonts, scale float64) error {
	img, err := Paint(svg, fonts, scale)
	if err != nil {
		return err
	}
	if err := png.Encode(w, img); err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	return nil
}

// Paint is PNG without the file's format.
func Paint(svg []byte, fonts *Fonts, scale float64) (*image.RGBA, error) {
	p := painter{fonts: fonts, scale: scale}
	dec := xml.NewDecoder(bytes.NewReader(svg))
	stack := []state{{fill: "#000000", stroke: "none", strokeWidth: 1, fillOpacity: 1, size: 16}}
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read the drawing: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "title", "desc", "defs":
				if err := dec.Skip(); err != nil {
					return nil, fmt.Errorf("read the drawing: %w", err)
				}
				continue
			}
			s, err := stack[len(stack)-1].with(t)
			if err != nil {
				return nil, err
			}
			stack = append(stack, s)
			if err := p.element(t, s, dec); err != nil {
				return nil, fmt.Errorf("paint <%s>: %w", t.Name.Local, err)
			}
			if t.Name.Local == "text" {
				stack = stack[:len(stack)-1] // element has read its end
			}
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
	if p.img == nil {
		return nil, errors.New("read the drawing: it has no svg element with a width and a height")
	}
	return p.img, nil
}

// painter holds what has been painted.
type painter struct {
	fonts *Fonts
	scale float64
	img   *image.RGBA
}

// begin makes the empty picture.
func (p *painter) begin(a attributes) error {
	width, height := a.number("width"), a.number("height")
	if !(width >= 1 && height >= 1 && width*height < 1e9) {
		return fmt.Errorf("the drawing is %g by %g", width, height)
	}
	p.scale = math.Min(p.scale, math.Sqrt(mostPixels/(width*height)))
	p.img = image.NewRGBA(image.Rect(0, 0, int(math.Round(width*p.scale)), int(math.Round(height*p.scale))))
	draw.Draw(p.img, p.img.Bounds(), image.White, image.Point{}, draw.Src)
	return nil
}

// element paints one element.
func (p *painter) element(t xml.StartElement, s state, dec *xml.Decoder) error {
	a := attributes(t.Attr)
	if p.img == nil && t.Name.Local != "svg" {
		return errors.New("it stands outside of the drawing")
	}
	var shape outline
	switch t.Name.Local {
	case "svg":
		return p.begin(a)
	case "g", "a":
		return nil
	case "text":
		return p.text(a, s, dec)
	case "line":
		shape = outline{{points: []point{{a.number("x1"), a.number("y1")}, {a.number("x2"), a.number("y2")}}}}
	case "rect":
		x, y, w, h := a.number("x"), a.number("y"), a.number("width"), a.number("height")
		shape = outline{{points: []point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, closed: true}}
	case "circle":
		shape = outline{circle(a.number("cx"), a.number("cy"), a.number("r"))}
	case "polyline", "polygon":
		points, err := pairs(a.get("points"))
		if err != nil {
			return err
		}
		shape = outline{{points: points, closed: t.Name.Local == "polygon"}}
	case "path":
		var err error
		if shape, err = parsePath(a.get("d")); err != nil {
			return err
		}
	default:
		return errors.New("it is not known here")
	}
	return p.shape(shape, s)
}

// attributes of an element.
type attributes []xml.Attr

func (a attributes) get(name string) string {
	for _, x := range a {
		if x.Name.Local == name {
			return x.Value
		}
	}
	return ""
}

// number is 0 where there is none.
func (a attributes) number(name string) float64 {
	f, err := strconv.ParseFloat(strings.TrimSuffix(a.get(name), "px"), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// colour reads "#rrggbb".
func colour(s string, opacity float64) (color.Color, error) {
	v, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
	if err != nil || len(s) != 7 {
		return nil, fmt.Errorf("the colour %q is not of the form #rrggbb", s)
	}
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), uint8(math.Round(255 * opacity))}, nil
}
