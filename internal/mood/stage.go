package mood

import (
	"math"

	"github.com/waymood/waymood/internal/journey"
)

// PeakEnd is the journey as people remember it: the mean of its strongest
// touchpoint and its last. It stands beside the journey's mood, not in its
// place; both predict memory about as well.
type PeakEnd struct {
	Peak, End, Lowest *journey.Touchpoint
	Value             float64 // 0..100, of means drawn to the others'
}

// combine is the score of a stage or of the journey: the mean of its scored
// touchpoints weighted by reach, not by answers, so that a touchpoint which is
// asked more often does not weigh more. It is nil while less than 0.6 of the
// reach is scored. The interval is normal, but a single touchpoint's own.
func combine(spots []*spot) (mood *Interval, coverage float64) {
	var scored []*spot
	for i, w := range weights(spots) {
		if spots[i].class != None {
			scored = append(scored, spots[i])
			coverage += w
		}
	}
	coverage = min(coverage, 1)
	if len(scored) == 0 || coverage < covered-tiny {
		return nil, coverage
	}
	if len(scored) == 1 {
		return scored[0].interval(), coverage
	}
	var mean, v float64
	for i, w := range weights(scored) {
		mean += w * scored[i].mean
		v += w * w * scored[i].v
	}
	return interval(mean, z95*math.Sqrt(v)), coverage
}

// peakEnd looks at touchpoints of enough answers where more than a few
// customers pass; nil if there is none.
func (a analysis) peakEnd(spots []*spot) *PeakEnd {
	var peak, end, lowest *spot
	for _, s := range spots {
		if s.reach < hardlyAny-tiny || s.size < a.MinSolid-tiny {
			continue
		}
		if peak == nil || math.Abs(s.theta) > math.Abs(peak.theta) {
			peak = s
		}
		if lowest == nil || s.theta < lowest.theta {
			lowest = s
		}
		end = s
	}
	if peak == nil {
		return nil
	}
	return &PeakEnd{
		Peak:   peak.point.Touchpoint,
		End:    end.point.Touchpoint,
		Lowest: lowest.point.Touchpoint,
		Value:  Points((peak.theta + end.theta) / 2),
	}
}
