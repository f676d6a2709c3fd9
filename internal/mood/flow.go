package mood

import (
	"math"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/waymood/waymood/internal/journey"
)

// Flow is how many answers a touchpoint, or one of its placements, had by day.
type Flow struct {
	Answers map[journey.Day]int64  // of a touchpoint those by the ways in that are still there
	Last    journey.Day            // with an answer, of a touchpoint by any way in
	Open    func(journey.Day) bool // whether anybody could answer on a day
	Parts   map[string]Flow        // of a touchpoint, by the code of each placement that is still there
}

// but is the flow as if it were closed on some days.
func (f Flow) but(closed map[journey.Day]bool) Flow {
	open := f.Open
	f.Open = func(d journey.Day) bool { return open(d) && !closed[d] }
	return f
}

// usual is what was usual in a flow until its last answer.
type usual struct {
	week  usualWeek
	first journey.Day // from which it is known
	daily float64     // answers on an open day; 0 where there are too few to know
	phi   float64     // by which days differ more than chance, at least 1
}

// usualWeek is what a week looks like, by day of the week.
type usualWeek [7]struct{ answers, days float64 }

// usual looks at the six weeks before the last answer.
func (f Flow) usual() usual {
	u := usual{first: f.Last}
	for day, n := range f.Answers {
		if n > 0 && day > f.Last-usualDays && day < u.first {
			u.first = day
		}
	}
	if f.Last-u.first < leastDays {
		return u
	}
	u.week, u.daily = f.week(u.first, f.Last)
	if u.daily > 0 {
		u.phi = f.dispersion(u.first, f.Last, u.week)
	}
	return u
}

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
func (u *usual) chance(silent [7]float64) float64 {
	exponent := 0.0
	for w, d := range silent {
		if d > 0 {
			exponent += u.week[w].answers * math.Log1p(d/u.week[w].days)
		}
	}
	return math.Exp(-exponent * u.crowding())
}

// crowding is what the exponent of an empty day is to be drawn together by
// where days differ by more than chance.
func (u *usual) crowding() float64 {
	if u.phi > 1+tiny {
		return math.Log(u.phi) / (u.phi - 1)
	}
	return 1
}

// missed is how many answers a day without one lacks, as far as it speaks for
// more than chance.
func (u *usual) missed(day journey.Day) float64 {
	w := u.week[weekdayOf(day)]
	if u.daily == 0 || w.days == 0 {
		return 0
	}
	return w.answers / w.days * u.crowding()
}

func weekdayOf(d journey.Day) time.Weekday { return d.Time().Weekday() }
