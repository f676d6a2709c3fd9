package mood

import (
	"cmp"
	"math"
	"slices"
)

// How sure it is that a pain is worse than the next touchpoint in rank.
const (
	Clear    = "clear"             // at least 0.9
	Likely   = "likely"            // at least 0.75
	TooClose = "too close to call" // fix either
)

// What a pain does to people, by its mean drawn to the others'.
const (
	Hurts       = "hurts"        // unhappy
	Drags       = "drags"        // neutral
	BelowTarget = "below target" // happy, but less than was set
)

// SurelyBelow is the least probability, 0..1, with which a pain lies below
// target.
const SurelyBelow = sure

// weigh gives every scored touchpoint the points it costs the journey, and
// the error of that. The points of all touchpoints add up over the journey.
func weigh(spots []*spot, target float64) {
	for i, w := range weights(spots) {
		s := spots[i]
		lack := target - s.theta
		s.pull = 50 * w * max(0, lack)
		s.priority = s.pull * s.importance
		s.unclamped = 50 * w * s.importance * lack
		s.sd = 50 * w * s.importance * math.Sqrt(s.postvar)
	}
}

// pains ranks spots and lists those that are pains, worst first. It is called
// with all scored touchpoints of the journey, and with those of each stage.
func (a analysis) pains(spots []*spot, target float64) []Pain {
	ranked := slices.Clone(spots)
	slices.SortStableFunc(ranked, func(x, y *spot) int {
		return cmp.Or(cmp.Compare(y.priority, x.priority), cmp.Compare(x.order, y.order))
	})
	var list []Pain
	var worst []float64 // only made when there is a pain
	for i, s := range ranked {
		below := phi(target-s.theta, math.Sqrt(s.postvar))
		if s.class != Solid || s.priority <= 0 || below < sure || target-s.theta < farBelow-tiny {
			continue
		}
		p := Pain{
			Rank:       len(list) + 1,
			Touchpoint: s.point.Touchpoint,
			PointsLost: s.pull,
			Priority:   s.priority,
			Below:      below,
			Level:      a.level(s.theta),
		}
		if len(ranked) > 1 {
			if worst == nil {
				worst = worstOf(ranked)
			}
			p.Worst = &worst[i]
		}
		if i+1 < len(ranked) {
			next := ranked[i+1]
			p.Next = next.point.Touchpoint
			p.Confidence = confidence(phi(s.unclamped-next.unclamped, math.Hypot(s.sd, next.sd)))
		}
		list = append(list, p)
	}
	return list
}

func (a analysis) level(theta float64) string {
	switch {
	case theta <= -a.Band+tiny:
		return Hurts
	case theta < a.Band:
		return Drags
	}
	return BelowTarget
}

func confidence(p float64) string {
	switch {
	case p >= 0.9:
		return Clear
	case p >= 0.75:
		return Likely
	}
	return TooClose
}

// watch lists what looks bad on too little evidence, worst first.
func watch(spots []*spot) []Watch {
	ranked := slices.Clone(spots)
	slices.SortStableFunc(ranked, func(x, y *spot) int { return cmp.Compare(x.theta, y.theta) })
	var list []Watch
	for _, s := range ranked {
		if s.class == Indicative && s.theta < 0 {
			list = append(list, Watch{s.point.Touchpoint, s.point.Answers})
		}
	}
	return list
}
