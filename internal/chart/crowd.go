package chart

import "math"

// box is a rectangle; y grows downwards.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) grown(by float64) box { return box{b.x0 - by, b.y0 - by, b.x1 + by, b.y1 + by} }

// stroke is a piece of a line.
type stroke struct{ x0, y0, x1, y1 float64 }

// crowd knows where something is drawn already, so that texts find a free
// place.
type crowd struct {
	boxes   []box
	strokes []stroke
}

// cost of putting a text at b: the area it would share with boxes, and the
// lines that would run through it. 0 is free.
func (c *crowd) cost(b box) float64 {
	var sum float64
	for _, o := range c.boxes {
		w := math.Min(b.x1, o.x1) - math.Max(b.x0, o.x0)
		h := math.Min(b.y1, o.y1) - math.Max(b.y0, o.y0)
		if w > 0 && h > 0 {
			sum += w*h + 40
		}
	}
	for _, s := range c.strokes {
		sum += 5 * s.inside(b)
	}
	return sum
}

// inside is the length of the stroke within b (Liang & Barsky's clipping).
func (s stroke) inside(b box) float64 {
	dx, dy := s.x1-s.x0, s.y1-s.y0
	from, to := 0.0, 1.0
	for _, side := range [4][2]float64{{-dx, s.x0 - b.x0}, {dx, b.x1 - s.x0}, {-dy, s.y0 - b.y0}, {dy, b.y1 - s.y0}} {
		p, q := side[0], side[1]
		switch {
		case p == 0 && q < 0:
			return 0
		case p < 0:
			from = math.Max(from, q/p)
		case p > 0:
			to = math.Min(to, q/p)
		}
	}
	if from >= to {
		return 0
	}
	return (to - from) * math.Hypot(dx, dy)
}

// place is one way to set a text: its box and what is held against it beside
// what it would cover.
type place struct {
	box
	against float64
}

// settle takes the cheapest of the places, of which there must be one, and
// remembers it as taken.
func (c *crowd) settle(places []place) box {
	best, least := places[0].box, math.Inf(1)
	for _, p := range places {
		if cost := c.cost(p.box) + p.against; cost < least {
			best, least = p.box, cost
		}
	}
	c.boxes = append(c.boxes, best)
	return best
}
