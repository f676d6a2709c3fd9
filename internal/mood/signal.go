package mood

import (
	"math"

	"github.com/waymood/waymood/internal/journey"
)

// Day is a touchpoint's tally of one day.
type Day struct {
	Day journey.Day
	Tally
}

// Signal says that a touchpoint's answers have left what they used to be. It
// is found day by day, within a budget of one false alarm in a quarter over
// all watched touchpoints of the journey, in each direction.
type Signal struct {
	Touchpoint *journey.Touchpoint
	Down       bool        // it fell; else it rose
	Day        journey.Day // on which it was sure enough
	Since      journey.Day // the estimate of when it began
	From, To   float64     // what was usual, and the mean since Since; 0..100
}

// Constants of the watch that are no setting.
const (
	firstMonday = journey.Day(4) // 1970-01-05, where the grid of periods begins
	gridDays    = 28             // of a period of the grid
	lookBack    = 13             // periods of the grid replayed before the one in which the map's begins
	newPeriods  = 2              // of a touchpoint's first answers, in which nothing is told
	silence     = 14             // days after a signal, unless it gets worse again
	quarter     = 90             // days with answers, of the budget
	halfStep    = 0.5            // k, half of the shift found fastest, in standard errors of a day's mean
	overshoot   = 1.166          // Siegmund's correction of the limit, 2 * 0.583
	guard       = 0.84           // standard errors by which the usual is moved away, being an estimate itself
)

// WatchFrom is the first day whose answers the signals of a period are made
// from, a year of the grid before the one that the period begins in. What lies
// further back is forgotten, so a touchpoint where nobody answered for a year
// is new.
func WatchFrom(p journey.Period) journey.Day {
	return gridStart(p.From) - lookBack*gridDays
}

// gridStart is the first day of the period of the grid that a day lies in.
func gridStart(d journey.Day) journey.Day { return d - modulo(d-firstMonday, gridDays) }

// modulo is never negative.
func modulo(d, n journey.Day) journey.Day { return ((d % n) + n) % n }

// limit is h, the height at which a sum signals: its mean run without a cause
// is a quarter times the watched touchpoints.
func limit(watched int) float64 {
	goal := float64(max(1, watched)) * quarter
	low, high := 0.0, math.Log(goal) // e^1.166 times too high
	for range 60 {
		if h := (low + high) / 2; meanRun(h) < goal {
			low = h
		} else {
			high = h
		}
	}
	return high
}

// meanRun is how many days a sum takes on average to pass h without a cause
// (ARL; Siegmund 1985, for k = 1/2).
func meanRun(h float64) float64 {
	b := h + overshoot
	return 2 * (math.Exp(b) - b - 1)
}
