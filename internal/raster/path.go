package raster

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

type point struct{ x, y float64 }

// line is a row of points, curves made straight.
type line struct {
	points []point
	closed bool
}

// outline is what is filled or stroked as one.
type outline []line

// steps of which a curve is made.
const steps = 12

func circle(x, y, r float64) line {
	l := line{closed: true}
	for i := range 48 {
		a := 2 * math.Pi * float64(i) / 48
		l.points = append(l.points, point{x + r*math.Cos(a), y + r*math.Sin(a)})
	}
	return l
}

func pairs(s string) ([]point, error) {
	numbers := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' })
	if len(numbers)%2 != 0 {
		return nil, errors.New("an odd number of coordinates")
	}
	var list []point
	for i := 0; i+1 < len(numbers); i += 2 {
		x, err := strconv.ParseFloat(numbers[i], 64)
		if err != nil {
			return nil, fmt.Errorf("read a coordinate: %w", err)
		}
		y, err := strconv.ParseFloat(numbers[i+1], 64)
		if err != nil {
			return nil, fmt.Errorf("read a coordinate: %w", err)
		}
		if math.IsNaN(x+y) || math.IsInf(x+y, 0) {
			return nil, errors.New("a coordinate is no number")
		}
		list = append(list, point{x, y})
	}
	return list, nil
}

// pen draws a path.
type pen struct {
	done outline
	at   point
	from point // where the line began
}

func (p *pen) to(x, y float64) {
	if len(p.done) == 0 || p.done[len(p.done)-1].closed {
		p.done = append(p.done, line{points: []point{p.at}})
	}
	l := &p.done[len(p.done)-1]
	l.points = append(l.points, point{x, y})
	p.at = point{x, y}
}

func (p *pen) move(x, y float64) {
	p.at, p.from = point{x, y}, point{x, y}
	p.done = append(p.done, line{points: []point{p.at}})
}

func (p *pen) close() {
	if len(p.done) > 0 {
		p.done[len(p.done)-1].closed = true
	}
	p.at = p.from
}

func (p *pen) quad(x1, y1, x, y float64) {
	a := p.at
	for i := 1; i <= steps; i++ {
		t := float64(i) / steps
		u := 1 - t
		p.to(u*u*a.x+2*u*t*x1+t*t*x, u*u*a.y+2*u*t*y1+t*t*y)
	}
}

func (p *pen) cube(x1, y1, x2, y2, x, y float64) {
	a := p.at
	for i := 1; i <= steps; i++ {
		t := float64(i) / steps
		u := 1 - t
		p.to(u*u*u*a.x+3*u*u*t*x1+3*u*t*t*x2+t*t*t*x, u*u*u*a.y+3*u*u*t*y1+3*u*t*t*y2+t*t*t*y)
	}
}

// arc of a circle with radius r (SVG 1.1, F.6.5, for rx = ry).
func (p *pen) arc(r float64, large, sweep bool, x, y float64) {
	a := p.at
	dx, dy := (a.x-x)/2, (a.y-y)/2
	half := math.Hypot(dx, dy)
	if half == 0 || r == 0 {
		p.to(x, y)
		return
	}
	r = math.Max(r, half)
	k := math.Sqrt(math.Max(0, r*r-half*half)) / half
	if large == sweep {
		k = -k
	}
	cx, cy := k*dy+(a.x+x)/2, -k*dx+(a.y+y)/2
	from, to := math.Atan2(a.y-cy, a.x-cx), math.Atan2(y-cy, x-cx)
	switch {
	case sweep && to < from:
		to += 2 * math.Pi
	case !sweep && to > from:
		to -= 2 * math.Pi
	}
	for i := 1; i <= steps; i++ {
		angle := from + (to-from)*float64(i)/steps
		p.to(cx+r*math.Cos(angle), cy+r*math.Sin(angle))
	}
}
