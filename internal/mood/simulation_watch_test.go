package mood

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/waymood/waymood/internal/journey"
)

// watching is a quarter of days at twelve touchpoints of rate answers a day,
// after a baseline of n0: the days on which the lower sum passed its limit,
// with the baseline as it was at first. From the first day on the first
// touchpoint has fallen.
func (a analysis) watching(r *rand.Rand, crowds []crowd, n0 int, fall, guard float64) (first int, alarms int) {
	bases := make([]score, len(crowds))
	for i, c := range crowds {
		bases[i] = measure(c.answer(r, n0))
	}
	s0 := pooled(bases)
	h := limit(12)
	for i, c := range crowds {
		b := &bases[i]
		a.vary(b, s0)
		if i == 0 && fall > 0 {
			c = feel(c.mean() - fall)
		}
		var down run
		for day := range quarter {
			p := c.answer(r, poisson(r, float64(n0)/28))
			if p.Answers == 0 {
				continue
			}
			z := b.apart(b.mean-measure(p).mean, float64(p.Answers), guard)
			if down.step(z, h) {
				down.c = 0
				alarms++
				if i == 0 && first == 0 {
					first = day + 1
				}
			}
		}
	}
	return first, alarms
}

func poisson(r *rand.Rand, mean float64) int {
	n, p := 0, math.Exp(-mean)
	for x := r.Float64(); x > p; n++ {
		x -= p
		p *= mean / float64(n+1)
	}
	return n
}

// How many false alarms does a quarter bring? One is the budget. It is meant
// for answers that spread evenly about their mean and is kept there; where
// most are delighted a rare bad answer weighs more, and there are some more.
func TestSimulationFalseAlarms(t *testing.T) {
	a, r := complete(journey.Defaults()), rand.New(rand.NewPCG(5, 5))
	for _, c := range []struct {
		n0    int
		guard float64
		want  float64
	}{{38, 0, 3.067}, {38, guard, 1.305}, {100, 0, 2.971}, {100, guard, 1.179}} {
		n := runs(t, 300)
		var sum, sum2 float64
		for range n {
			_, alarms := a.watching(r, twelve(), c.n0, 0, c.guard)
			sum += float64(alarms)
			sum2 += float64(alarms * alarms)
		}
		k := float64(n)
		check(t, fmt.Sprintf("false alarms a quarter, n0 %d, guard %.2f", c.n0, c.guard), sum/k, math.Sqrt(sum2/k-sum*sum/k/k), n, c.want)
	}
}

// A real fall at one of twelve touchpoints, by a sum against what was usual at
// first: without the guard it is found sooner, and so is much that is none.
func TestSimulationDetection(t *testing.T) {
	a, r := complete(journey.Defaults()), rand.New(rand.NewPCG(6, 6))
	for _, c := range []struct {
		guard, caught float64
		median        int
	}{{0, 0.9843, 13}, {guard, 0.9353, 18}} {
		n := runs(t, 500)
		var days []int
		for range n {
			if day, _ := a.watching(r, twelve()[:1], 38, 0.39, c.guard); day > 0 {
				days = append(days, day)
			}
		}
		what := fmt.Sprintf("a fall of 0.39 is found, guard %.2f", c.guard)
		checkShare(t, what, len(days), n, c.caught)
		checkMedian(t, what, days, n, c.median)
	}
}

// checkMedian compares the median day of a detection: about half of the runs
// were sooner. A day is a step, so it is asked on both sides of the reference.
func checkMedian(t *testing.T, what string, days []int, runs, want int) {
	t.Helper()
	sooner, notLater := 0, 0
	for _, d := range days {
		if d < want {
			sooner++
		}
		if d <= want {
			notLater++
		}
	}
	slack := 4 * math.Sqrt(0.25*float64(runs))
	half := float64(runs) / 2
	if float64(sooner) > half+slack || float64(notLater) < half-slack {
		t.Errorf("%s: %d of %d runs before day %d, %d by its end", what, sooner, runs, want, notLater)
	}
}

// The whole watch, with a baseline that moves on with the grid: what it tells
// of twelve touchpoints of n0 answers in 28 days in a quarter without any
// change, and how soon it tells that the first has fallen.
func TestSimulationSignals(t *testing.T) {
	a, r := complete(journey.Defaults()), rand.New(rand.NewPCG(7, 7))
	in := line(make([][]int64, 12)...)
	told := func(n0 int, fall float64) (down, up, day int) {
		from := firstMonday + 6*gridDays + journey.Day(r.IntN(gridDays))
		p := journey.Period{From: from, To: from + quarter}
		weeks, days := Watched(p)
		series := map[string][]Day{}
		for i, c := range twelve() {
			key := fmt.Sprintf("t%d", i)
			for d := firstMonday; d < p.To; d++ {
				who := c
				if i == 0 && fall > 0 && d >= from {
					who = feel(c.mean() - fall)
				}
				if n := poisson(r, float64(n0)/28); n > 0 {
					series[key] = append(series[key], Day{d, Tally{All: who.answer(r, n)}})
				}
			}
		}
		for _, s := range a.signals(in.Journey, series, weeks, days, func(t Tally) Part { return t.All }) {
			switch {
			case s.Day < from:
			case !s.Down:
				up++
			default:
				down++
				if s.Touchpoint.Key == "t0" {
					day = int(s.Day-from) + 1 // the newest comes first
				}
			}
		}
		return down, up, day
	}
	for _, c := range []struct {
		n0       int
		down, up float64
	}{{38, 1.069, 0.699}, {100, 0.862, 0.691}} {
		n := runs(t, 60)
		var downs, downs2, ups, ups2 float64
		for range n {
			down, up, _ := told(c.n0, 0)
			downs, ups = downs+float64(down), ups+float64(up)
			downs2, ups2 = downs2+float64(down*down), ups2+float64(up*up)
		}
		k := float64(n)
		check(t, fmt.Sprintf("false falls told a quarter, n0 %d", c.n0), downs/k, math.Sqrt(downs2/k-downs*downs/k/k), n, c.down)
		check(t, fmt.Sprintf("false rises told a quarter, n0 %d", c.n0), ups/k, math.Sqrt(ups2/k-ups*ups/k/k), n, c.up)
	}
	for _, c := range []struct {
		n0     int
		fall   float64
		caught float64
		median int
	}{{38, 0.39, 0.8392, 17}, {38, 0.66, 0.9883, 8}, {100, 0.39, 0.9842, 8}} {
		n := runs(t, 60)
		var days []int
		for range n {
			if _, _, day := told(c.n0, c.fall); day > 0 {
				days = append(days, day)
			}
		}
		what := fmt.Sprintf("a fall of %.2f is told, n0 %d", c.fall, c.n0)
		checkShare(t, what, len(days), n, c.caught)
		checkMedian(t, what, days, n, c.median)
	}
}
