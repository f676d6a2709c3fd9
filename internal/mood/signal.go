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
	Touchpoint             *journey.Touchpoint
	Down                   bool        // it fell; else it rose
	Day                    journey.Day // on which it was sure enough
	Since                  journey.Day // the estimate of when it began
	From, To               float64     // what was usual, and the mean of the days that made it sure; 0..100
	FromAnswers, ToAnswers int64       // that both rest on
	New                    bool        // the touchpoint was in its first two periods: maps show it, nobody is alerted
}

// Constants of the watch that are no setting.
const (
	firstMonday = journey.Day(4) // 1970-01-05, where the grid of periods begins
	gridDays    = 28             // of a period of the grid
	lookBack    = 13             // periods of the grid before the one in which the map's begins, a year
	longest     = 182            // days of a map that are watched
	newPeriods  = 2              // of a touchpoint's first answers, in which nobody is alerted
	silence     = 14             // days after a signal, unless it gets worse again
	quarter     = 90             // days with answers, of the budget
	halfStep    = 0.5            // k, half of the shift found fastest, in standard errors of a day's mean
	overshoot   = 1.166          // Siegmund's correction of the limit, 2 * 0.583
	lean        = 0.56           // ln 1.75, by which a fall must climb higher: answers lean to the happy side, so that a bad day by chance is worse than a good one is good, and the limit alone tells 1.4 false falls where one is allowed (simulation_watch_test.go)
	guard       = 0.84           // standard errors by which the usual is moved away, being an estimate itself
)

// Watched says which tallies a map's signals, and when its changes began, are
// made from: whole weeks for what was usual, and days one by one from the last
// one before that the sums run over. Both begin where a period of the grid
// does, so that neither depends on the very day that a map begins with. What
// lies further back is forgotten: a touchpoint where nobody answered for a year
// is new. Of a long period the last half year is watched.
func Watched(p journey.Period) (weeks, days journey.Period) {
	start := gridStart(max(p.From, p.To-longest))
	days = journey.Period{From: start - gridDays, To: p.To}
	if p.Days() <= longest {
		days.From = min(days.From, gridStart(p.Before().From))
	}
	return journey.Period{From: min(start-lookBack*gridDays, days.From), To: days.From}, days
}

// Closed is the last period of the grid that is over on a day: 28 days from a
// Monday on, counted from 1970-01-05. Changes are told of these periods alone,
// once each.
func Closed(day journey.Day) journey.Period {
	end := gridStart(day)
	return journey.Period{From: end - gridDays, To: end}
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
