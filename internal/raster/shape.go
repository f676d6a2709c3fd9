package raster

import (
	"image"
	"image/color"
	"math"
	"strings"

	"golang.org/x/image/vector"
)

// shape fills and strokes an outline as its state says.
func (p *painter) shape(o outline, s state) error {
	switch {
	case strings.HasPrefix(s.fill, "url("): // the only pattern there is
		p.hatch(o, s)
	case s.fill != "none":
		c, err := colour(s.fill, s.fillOpacity)
		if err != nil {
			return err
		}
		p.fill(o, s, c)
	}
	if s.stroke == "none" || s.stroke == "" || s.strokeWidth <= 0 {
		return nil
	}
	c, err := colour(s.stroke, 1)
	if err != nil {
		return err
	}
	p.fill(stroked(o, s.strokeWidth/2, s.dash, s.round), s, c)
	return nil
}

// fill paints what is inside of an outline.
func (p *painter) fill(o outline, s state, c color.Color) {
	bounds := p.bounds(o, s)
	if bounds.Empty() {
		return
	}
	r := vector.NewRasterizer(bounds.Dx(), bounds.Dy())
	at := func(q point) (x, y float32) {
		return near((q.x+s.x)*p.scale - float64(bounds.Min.X)), near((q.y+s.y)*p.scale - float64(bounds.Min.Y))
	}
	for _, l := range o {
		if len(l.points) < 2 {
			continue
		}
		r.MoveTo(at(l.points[0]))
		for _, q := range l.points[1:] {
			r.LineTo(at(q))
		}
		r.ClosePath()
	}
	r.Draw(p.img, bounds, image.NewUniform(c), image.Point{})
}

// near keeps a coordinate within what the rasterizer can count in; what lies
// further out is not seen anyway.
func near(v float64) float32 { return float32(math.Max(-far, math.Min(far, v))) }

// far is more than the longest side that a picture of mostPixels can have
// within a drawing of this program.
const far = 1 << 14

// bounds are the pixels that an outline may touch, within the picture.
func (p *painter) bounds(o outline, s state) image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, l := range o {
		for _, q := range l.points {
			x0, x1 = math.Min(x0, q.x), math.Max(x1, q.x)
			y0, y1 = math.Min(y0, q.y), math.Max(y1, q.y)
		}
	}
	if x0 > x1 {
		return image.Rectangle{}
	}
	whole := p.img.Bounds()
	clamp := func(v, most float64) int { return int(math.Max(-1, math.Min(most+1, v))) }
	w, h := float64(whole.Dx()), float64(whole.Dy())
	return image.Rect(
		clamp(math.Floor((x0+s.x)*p.scale), w), clamp(math.Floor((y0+s.y)*p.scale), h),
		clamp(math.Ceil((x1+s.x)*p.scale)+1, w), clamp(math.Ceil((y1+s.y)*p.scale)+1, h)).Intersect(whole)
}

// hatch fills a rectangle with slanted lines six units apart.
func (p *painter) hatch(o outline, s state) {
	if len(o) != 1 || len(o[0].points) != 4 {
		return
	}
	a, b := o[0].points[0], o[0].points[2]
	var lines outline
	apart := 6 * math.Sqrt2
	for k := math.Ceil((a.x+a.y)/apart) * apart; k < b.x+b.y; k += apart { // x + y = k
		x0, x1 := math.Max(a.x, k-b.y), math.Min(b.x, k-a.y)
		if x1 > x0 {
			lines = append(lines, line{points: []point{{x0, k - x0}, {x1, k - x1}}})
		}
	}
	p.fill(stroked(lines, 0.6, nil, false), s, color.NRGBA{0xc4, 0xc4, 0xc4, 0xff})
}
