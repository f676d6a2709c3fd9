package raster

import "math"

// stroked is the outline of a line drawn r to either side of each of the
// outline's lines: a bar for each piece and a disc at each bend, all turning
// the same way, so that what overlaps is filled once.
func stroked(o outline, r float64, dash []float64, round bool) outline {
	var done outline
	for _, l := range o {
		points := l.points
		if l.closed && len(points) > 1 && points[0] != points[len(points)-1] {
			points = append(points[:len(points):len(points)], points[0])
		}
		for _, piece := range broken(points, dash) {
			done = append(done, bars(piece, r, round, l.closed && dash == nil)...)
		}
	}
	return done
}

// bars of one unbroken line; closed ones have a bend where they begin.
func bars(points []point, r float64, round, closed bool) outline {
	var done outline
	for i := 0; i+1 < len(points); i++ {
		a, b := points[i], points[i+1]
		far := math.Hypot(b.x-a.x, b.y-a.y)
		if far == 0 {
			continue
		}
		nx, ny := -(b.y-a.y)/far*r, (b.x-a.x)/far*r
		done = append(done, line{points: []point{{a.x - nx, a.y - ny}, {b.x - nx, b.y - ny}, {b.x + nx, b.y + ny}, {a.x + nx, a.y + ny}}, closed: true})
	}
	for i, q := range points {
		end := i == 0 || i == len(points)-1
		if !end || closed || round {
			done = append(done, disc(q.x, q.y, r))
		}
	}
	return done
}

// disc is a circle of as many corners as its size needs.
func disc(x, y, r float64) line {
	l := line{closed: true}
	for i := range 16 {
		a := 2 * math.Pi * float64(i) / 16
		l.points = append(l.points, point{x + r*math.Cos(a), y + r*math.Sin(a)})
	}
	return l
}

// mostDashes of one line; what follows them is left out.
const mostDashes = 20_000

// broken cuts a line into its dashes; without any it is one.
func broken(points []point, dash []float64) [][]point {
	if len(dash) == 0 || len(points) < 2 {
		return [][]point{points}
	}
	var list [][]point
	at, left, drawn := 0, dash[0], true
	piece := []point{points[0]}
	for i := 0; i+1 < len(points); i++ {
		a, b := points[i], points[i+1]
		far := math.Hypot(b.x-a.x, b.y-a.y)
		for done := 0.0; done < far && len(list) < mostDashes; {
			step := math.Min(left, far-done)
			done += step
			left -= step
			q := point{a.x + (b.x-a.x)*done/far, a.y + (b.y-a.y)*done/far}
			piece = append(piece, q)
			if left > 0 {
				continue
			}
			if drawn {
				list = append(list, piece)
			}
			at, drawn = (at+1)%len(dash), !drawn
			left, piece = math.Max(dash[at], 1e-3), []point{q}
		}
	}
	if drawn && len(piece) > 1 {
		list = append(list, piece)
	}
	return list
}
