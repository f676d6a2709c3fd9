package mood

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// worstOf is each spot's probability of having the largest true priority when
// all are independent and normal: the integral of f_k times the product of the
// others' F_j. They sum to 1.
//
// One grid serves all spots, so that the cost is their number times the
// grid's, not its square: between two nodes spot k gains F_k's rise times the
// mean, over both nodes, of the product of the others' F. That holds for very
// narrow and very wide spots alike. The grid spans only where the largest can
// lie, and there only spots whose F is not yet 1 take part.
func worstOf(spots []*spot) []float64 {
	p := make([]float64, len(spots))
	low, high := span(spots)
	var live []int
	for i, s := range spots {
		if s.unclamped+reachOfNormal*s.sd >= low {
			live = append(live, i)
		}
	}
	nodes := 2000 // errors about 1e-6, see the test against Simpson's rule
	if len(live) > 100 {
		nodes = 500 // the largest of so many is smooth
	}
	k := len(live)
	var (
		f    = make([]float64, k) // F at this node, and below at the last
		last = make([]float64, k)
		rest = make([]float64, k) // product of the others
		prev = make([]float64, k)
	)
	for node := 0; node <= nodes; node++ {
		x := low + (high-low)*float64(node)/float64(nodes)
		before := 1.0
		for i, at := range live {
			f[i] = normal(x, spots[at])
			rest[i] = before
			before *= f[i]
		}
		after := 1.0
		for i := k - 1; i >= 0; i-- {
			rest[i] *= after
			after *= f[i]
		}
		for i, at := range live {
			if node == 0 {
				p[at] = f[i] * rest[i] // what lies below the grid: about 1e-12
				continue
			}
			p[at] += (f[i] - last[i]) * (rest[i] + prev[i]) / 2
		}
		f, last = last, f
		rest, prev = prev, rest
	}
	var sum float64
	for _, x := range p {
		sum += x
	}
	if sum > 0 {
		for i := range p {
			p[i] /= sum
		}
	}
	return p
}

// reachOfNormal is where a normal distribution counts as over, in standard
// deviations.
const reachOfNormal = 8

// span is where the largest lies but for 1e-12 on either side.
func span(spots []*spot) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(-1)
	for _, s := range spots {
		low = max(low, s.unclamped-reachOfNormal*s.sd)
		high = max(high, s.unclamped+reachOfNormal*s.sd)
	}
	// cross is where the distribution function of the largest passes p.
	cross := func(lo, hi, p float64) float64 {
		for range 40 {
			x := (lo + hi) / 2
			all := 1.0
			for _, s := range spots {
				all *= normal(x, s)
			}
			if all >= p {
				hi = x
			} else {
				lo = x
			}
		}
		return (lo + hi) / 2
	}
	low = cross(low, high, 1e-12)
	high = cross(low, high, 1-1e-12)
	// A step, of a spot without any spread, must lie inside.
	margin := 1e-9 * max(1, math.Abs(low), math.Abs(high))
	return low - margin, high + margin
}

// normal is the distribution function of a spot's priority.
func normal(x float64, s *spot) float64 {
	if s.sd <= 0 {
		if x >= s.unclamped {
			return 1
		}
		return 0
	}
	z := (x - s.unclamped) / s.sd
	if z >= reachOfNormal {
		return 1
	}
	return distuv.UnitNormal.CDF(z)
}
