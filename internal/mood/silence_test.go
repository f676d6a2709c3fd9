package mood

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/journey"
)

// always is open every day.
func always(journey.Day) bool { return true }

// alone is the silence of a touchpoint that has no other beside it.
func alone(f Flow, today journey.Day) (Silence, bool) {
	for _, s := range Silences(map[string]Flow{"t": f}, today) {
		return s, true
	}
	return Silence{}, false
}

// answersOf are n answers a day from a day up to another.
func answersOf(from, to journey.Day, n func(journey.Day) int64) map[journey.Day]int64 {
	days := map[journey.Day]int64{}
	for d := from; d < to; d++ {
		if k := n(d); k > 0 {
			days[d] = k
		}
	}
	return days
}

func TestSilent(t *testing.T) {
	const last = start + 99 // the last day with answers, a Wednesday
	every := func(n int64) func(journey.Day) int64 { return func(journey.Day) int64 { return n } }
	working := func(n int64) func(journey.Day) int64 {
		return func(d journey.Day) int64 {
			if w := weekdayOf(d); w == time.Saturday || w == time.Sunday {
				return 0
			}
			return n
		}
	}
	until := func(day journey.Day) func(journey.Day) bool { return func(d journey.Day) bool { return d < day } }
	not := func(w time.Weekday) func(journey.Day) bool {
		return func(d journey.Day) bool { return weekdayOf(d) != w }
	}
	for _, c := range []struct {
		name  string
		from  journey.Day
		daily func(journey.Day) int64
		open  func(journey.Day) bool
		today journey.Day // days after the last
		want  journey.Day // days after the last on which it is sure; 0: it is not told
		daysN int
	}{
		{"nobody ever", start, every(0), always, 30, 0, 0},
		{"answers yesterday", start, every(10), always, 1, 0, 0},
		{"a day without", start, every(10), always, 2, 0, 0},
		{"two days without", start, every(10), always, 3, 2, 2},
		{"the same a day later", start, every(10), always, 4, 2, 2},
		{"after a week it is old", start, every(10), always, 10, 0, 0},
		{"one a day", start, every(1), always, 8, 0, 0},
		{"one a day, a week and more", start, every(1), always, 10, 8, 8},
		{"closed by opening days", start, every(10), until(last + 1), 10, 0, 0},
		{"closed on Thursdays", start, every(10), not(time.Thursday), 4, 3, 2},
		{"a weekend on which nobody ever came", start, working(40), always, 5, 2, 2},
		{"two weeks old", last - 14, every(10), always, 4, 0, 0},
		{"four weeks old", last - 28, every(10), always, 4, 2, 2},
		{"too few to know", start, func(d journey.Day) int64 { return int64(d%4) / 3 }, always, 20, 0, 0},
		{"all on Mondays", start, func(d journey.Day) int64 {
			if weekdayOf(d) == time.Monday {
				return 70
			}
			return 0
		}, always, 10, 0, 0},
	} {
		f := Flow{Answers: answersOf(c.from, last+1, c.daily), Last: last, Open: c.open}
		s, ok := alone(f, last+c.today)
		if got := s.Day - last; ok != (c.want > 0) || ok && (got != c.want || s.Open != c.daysN || s.Last != last) {
			t.Errorf("%s: %+v, %t", c.name, s, ok)
		}
	}
	weekend := answersOf(start, start+96, working(40)) // up to a Friday
	if s, ok := alone(Flow{Answers: weekend, Last: start + 95, Open: always}, start+98); ok {
		t.Errorf("over a weekend on which nobody ever comes: %+v", s)
	}
}

// crowdedDays are a year of answers of a touchpoint: a mean a day, busier on
// some days of the week, and some days busier than others by more than chance.
func crowdedDays(r *rand.Rand, from, to journey.Day, mean, unequal float64, closed time.Weekday) map[journey.Day]int64 {
	return answersOf(from, to, func(d journey.Day) int64 { return int64(poisson(r, crowdedLevel(r, d, mean, unequal, closed))) })
}

// crowdedLevel is how many answers a day is to expect.
func crowdedLevel(r *rand.Rand, d journey.Day, mean, unequal float64, closed time.Weekday) float64 {
	busy := [7]float64{1.3, 0.8, 0.8, 0.9, 1, 1.2, 1.5}
	if weekdayOf(d) == closed {
		return 0
	}
	return mean * busy[weekdayOf(d)] * math.Exp(unequal*r.NormFloat64()-unequal*unequal/2)
}

// In a quiet year nobody closes and no code falls from a wall. How often is a
// silence told all the same, at twelve touchpoints? Less than once.
func TestSimulationSilence(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for _, c := range []struct{ mean, unequal, want float64 }{{0.5, 0, 0.56}, {1.4, 0, 0.61}, {1.4, 0.5, 0.70}, {4, 0.5, 0.43}, {15, 0.8, 0.09}} {
		n := runs(t, 6)
		var told, told2 float64
		for range n {
			k := 0
			for range 12 {
				days := crowdedDays(r, start, start+420, c.mean, c.unequal, time.Monday)
				for _, told := range tellings(map[string]Flow{"t": {Answers: days, Open: always}}, start+55, start+420) {
					k += len(told)
				}
			}
			told, told2 = told+float64(k), told2+float64(k*k)
		}
		k := float64(n)
		// Of a rare thing a few runs may see none: its spread is at least Poisson's.
		sd := math.Sqrt(max(c.want, told2/k-told*told/k/k))
		check(t, fmt.Sprintf("silences told in a quiet year, %.1f a day, unequal %.1f", c.mean, c.unequal), told/k, sd, n, c.want)
	}
}

// A code falls from the wall: how many days later is it told?
func TestSimulationSilenceFound(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for _, c := range []struct {
		mean, unequal float64
		median        int
	}{{1.4, 0, 7}, {1.4, 0.5, 8}, {4, 0.5, 4}, {15, 0.8, 3}} {
		n := runs(t, 100)
		var days []int
		for range n {
			last := start + 100 + journey.Day(r.IntN(7))
			f := Flow{Answers: crowdedDays(r, start, last+1, c.mean, c.unequal, time.Monday), Open: always}
			for d := range f.Answers {
				f.Last = max(f.Last, d)
			}
			for today := last + 1; today < last+60; today++ {
				if _, ok := alone(f, today); ok {
					days = append(days, int(today-last)-1)
					break
				}
			}
		}
		checkMedian(t, fmt.Sprintf("a silence is told, %.1f a day, unequal %.1f", c.mean, c.unequal), days, n, c.median)
		slices.Sort(days)
		t.Logf("%.1f a day, unequal %.1f: told in %d of %d, median day %d", c.mean, c.unequal, len(days), n, days[len(days)/2])
	}
}
