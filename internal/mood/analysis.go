package mood

import "github.com/waymood/waymood/internal/journey"

// analysis is a journey's constants, complete and in their ranges.
type analysis struct{ journey.Analysis }

// Constants that are no setting.
const (
	targetDefault = 75     // of 100, where a journey names none
	pooledDefault = 0.36   // s0^2, as long as the journey has hardly any answers
	pooledFloor   = 0.01   // so that equal answers have a width
	spreadFloor   = 0.0025 // tau^2
	spreadDefault = 0.10   // tau^2 with fewer than four touchpoints
	wide          = 0.35   // half-width above which a score is only indicative
	covered       = 0.6    // share of reach that a stage or journey score needs
	sure          = 0.90   // probability of being below (above) target for a pain (delight)
	farBelow      = 0.10   // how far below target a pain must be, on -1..1
	oftenBest     = 0.30   // lower bound of the top box for a delight
	oftenUnhappy  = 0.15   // lower bound of the unhappy share for a divided touchpoint
	falseRate     = 0.10   // q of Benjamini-Hochberg
	hardlyAny     = 0.10   // reach below which peak and end look away
	tiny          = 1e-9   // keeps sums of fractions from missing a line by rounding
)

// complete fills a journey's constants: a zero struct means the defaults.
func complete(set journey.Analysis) analysis {
	if set == (journey.Analysis{}) {
		set = journey.Defaults()
	}
	set.TextWeight = within(set.TextWeight, 0, 1)
	set.Band = within(set.Band, 0, 1)
	set.Nu0 = within(set.Nu0, 1, 1e6)
	set.MinRough = within(set.MinRough, 1, 1e6)
	set.MinSolid = max(within(set.MinSolid, 1, 1e6), set.MinRough)
	return analysis{set}
}
