package mood

import (
	"math"

	"github.com/waymood/waymood/internal/survey"
)

// delight is a touchpoint that is surely above target and gets the best mark
// often; nil for the others.
func (a analysis) delight(s *spot, target float64, kind survey.Type, counts map[int]int64) *Delight {
	if s.size < a.MinSolid-tiny {
		return nil
	}
	p := phi(s.theta-target, math.Sqrt(s.postvar))
	if p < sure {
		return nil
	}
	best, n := topBox(kind, counts)
	if low, _ := Wilson(best, n); n == 0 || low < oftenBest {
		return nil
	}
	return &Delight{Touchpoint: s.point.Touchpoint, Probability: p, TopBox: float64(best) / float64(n)}
}

// topBox counts the best marks: the highest value; 9 and 10 of NPS.
func topBox(kind survey.Type, counts map[int]int64) (best, n int64) {
	scale, ok := kind.Scale()
	if !ok {
		return 0, 0
	}
	from := int(scale.Max)
	if kind == survey.NPS {
		from = 9
	}
	return share(scale, counts, from)
}

// share counts the marks of at least from, and all marks of the scale.
func share(scale survey.Scale, counts map[int]int64, from int) (x, n int64) {
	for v := int(scale.Min); v <= int(scale.Max); v++ {
		n += counts[v]
		if v >= from {
			x += counts[v]
		}
	}
	return x, n
}
