package mood

import (
	"math"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/waymood/waymood/internal/journey"
)

// Flow is how many answers a touchpoint had by day, over the ways in that are
// still there.
type Flow struct {
	Answers map[journey.Day]int64
	Last    journey.Day            // with an answer, by any way in
	Open    func(journey.Day) bool // whether anybody could answer on a day
}

// Silence is a stretch of days without an answer that chance hardly makes.
type Silence struct {
	Last  journey.Day // with an answer
	Day   journey.Day // after which it was sure
	Open  int         // days without an answer up to Day on which there usually are some
	Daily float64     // answers on such a day, before
}

// Constants of silence that are no setting.
const (
	usualDays   = 42    // before the last answer, from which the usual flow is taken
	leastDays   = 28    // that the first of them must lie before the last answer
	leastFlow   = 20    // answers in them
	leastSilent = 2     // open days without an answer
	silentRate  = 0.001 // the chance of a silence that is told
	surely      = 0.9   // that days differ by no more than is reckoned with
)

// Silent finds the silence that lasts at the end of the day before today, and
// was sure a week ago at the earliest. What is usual is taken by day of the
// week from the six weeks before: a day of the week on which nobody ever
// answers is a closed one, as are those that Open denies. The chance that
// nobody answers is the predictive one of a Poisson process with a rate that
// is known as well as its days allow, (N/(N+d))^n for n answers on N days and
// d days of silence, with its exponent drawn together where days differ by
// more than chance (a negative binomial day with Pearson's dispersion phi is
// empty with probability exp(-mean ln(phi)/(phi-1))).
func Silent(f Flow, today journey.Day) (Silence, bool) {
	if len(f.Answers) == 0 {
		return Silence{}, false
	}
	last := f.Last
	first := last
	for day, n := range f.Answers {
		if n > 0 && day > last-usualDays && day < first {
			first = day
		}
	}
	week, daily := f.week(first, last)
	if last-first < leastDays || daily == 0 {
		return Silence{}, false
	}
	s := Silence{Last: last, Daily: daily}
	phi := f.dispersion(first, last, week)
	var silent [7]float64
	for day := last + 1; day < today; day++ {
		if w := weekdayOf(day); week[w].answers > 0 && f.Open(day) {
			silent[w]++
			s.Open++
		}
		if s.Open >= leastSilent && week.chance(silent, phi) <= silentRate {
			s.Day = day
			return s, day >= today-freshDays
		}
	}
	return Silence{}, false
}

// usualWeek is what a touchpoint's week looks like, by day of the week.
type usualWeek [7]struct{ answers, days float64 }

// week is a flow's usual week, and its answers on an open day; 0 where there
// are too few to know.
func (f Flow) week(first, last journey.Day) (week usualWeek, daily float64) {
	var answers, days float64
	for day := first; day <= last; day++ {
		if !f.Open(day) {
			continue
		}
		w := &week[weekdayOf(day)]
		w.days++
		w.answers += float64(f.Answers[day])
	}
	for _, w := range week {
		if w.answers > 0 {
			answers, days = answers+w.answers, days+w.days
		}
	}
	if answers < leastFlow {
		return week, 0
	}
	return week, answers / days
}

// dispersion is what Pearson's chi-square of the days over its degrees of
// freedom surely does not exceed, at least 1, which is Poisson's.
func (f Flow) dispersion(first, last journey.Day, week usualWeek) float64 {
	sum, free := 0.0, 0.0
	for _, w := range week {
		if w.answers > 0 {
			free += w.days - 1
		}
	}
	for day := first; day <= last; day++ {
		if w := week[weekdayOf(day)]; w.answers > 0 && f.Open(day) {
			mean := w.answers / w.days
			away := float64(f.Answers[day]) - mean
			sum += away * away / mean
		}
	}
	if free < 1 {
		return 1
	}
	return max(1, sum/distuv.ChiSquared{K: free}.Quantile(1-surely))
}

// chance is the probability of no answer on so many days of each weekday.
func (u usualWeek) chance(silent [7]float64, phi float64) float64 {
	exponent := 0.0
	for w, d := range silent {
		if d > 0 {
			exponent += u[w].answers * math.Log1p(d/u[w].days)
		}
	}
	if phi > 1+tiny {
		exponent *= math.Log(phi) / (phi - 1)
	}
	return math.Exp(-exponent)
}

func weekdayOf(d journey.Day) time.Weekday { return d.Time().Weekday() }
