package mood

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/waymood/waymood/internal/journey"
)

// living is a year of a journey's twelve touchpoints as the watching job sees
// it: every morning the map of the 28 days before, and the alerts so far. It
// gives the days on which a mail is sent, and what it tells.
type living struct {
	a      analysis
	in     Input
	crowds []crowd
	rate   float64 // answers a day at each touchpoint
	series map[string][]Day
	day    journey.Day
	told   []Signal
}

func newLiving(r *rand.Rand, rate float64, crowds []crowd) *living {
	l := &living{a: complete(journey.Defaults()), in: line(make([][]int64, len(crowds))...), crowds: crowds, rate: rate, series: map[string][]Day{}}
	l.day = firstMonday + 40*gridDays + journey.Day(r.IntN(gridDays))
	return l
}

// morning adds yesterday's answers and returns what is told today.
func (l *living) morning(r *rand.Rand) []Signal {
	for i, c := range l.crowds {
		if n := poisson(r, l.rate); n > 0 {
			key := fmt.Sprintf("t%d", i)
			l.series[key] = append(l.series[key], Day{l.day, Tally{All: c.answer(r, n)}})
		}
	}
	l.day++
	p := journey.Period{From: l.day - 28, To: l.day}
	weeks, days := Watched(p)
	var found []Signal
	for _, s := range l.a.signals(l.in.Journey, l.series, weeks, days, func(t Tally) Part { return t.All }) {
		if s.Day >= p.From {
			found = append(found, s)
		}
	}
	news := Alerts(l.a.Analysis, found, l.told, l.day)
	l.told = append(l.told, news...)
	return news
}

// settleIn is how long the shop is open before the year that is counted.
const settleIn = 3 * gridDays

// TestSimulationAlertMails is the budget of alerts as people meet it: how many
// mails a quarter bring that nothing happened in, at twelve touchpoints. It is
// meant to be two at most, a false fall and a false rise.
func TestSimulationAlertMails(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	for _, c := range []struct{ perPeriod, want float64 }{{38, 1.704}, {100, 1.659}} {
		n := runs(t, 6)
		var mails, mails2, falls, rises float64
		for range n {
			l := newLiving(r, c.perPeriod/28, twelve())
			for range settleIn {
				l.morning(r)
			}
			var year float64
			for range 365 {
				news := l.morning(r)
				if len(news) > 0 {
					year++
				}
				for _, s := range news {
					if s.Down {
						falls++
					} else {
						rises++
					}
				}
			}
			mails, mails2 = mails+year/4, mails2+year*year/16
		}
		k := float64(n)
		check(t, fmt.Sprintf("alert mails in a quiet quarter, n0 %.0f", c.perPeriod), mails/k, math.Sqrt(max(c.want/4, mails2/k-mails*mails/k/k)), n, c.want)
		t.Logf("falls %.2f, rises %.2f a quarter, each by itself", falls/k/4, rises/k/4)
	}
}

// TestSimulationAlertTold: a touchpoint falls for good. In which share of runs
// is that told within a quarter, and on which day?
func TestSimulationAlertTold(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 12))
	for _, c := range []struct {
		perPeriod, fall float64
		caught          float64
		median          int
	}{{38, 0.39, 0.8317, 16}, {38, 0.66, 0.9833, 8}, {100, 0.39, 0.9867, 8}} {
		n := runs(t, 30)
		var days []int
		for range n {
			l := newLiving(r, c.perPeriod/28, twelve())
			for range settleIn {
				l.morning(r)
			}
			l.crowds[0] = feel(l.crowds[0].mean() - c.fall)
			for day := 1; day <= quarter; day++ {
				if slices.ContainsFunc(l.morning(r), func(s Signal) bool { return s.Down && s.Touchpoint.Key == "t0" }) {
					days = append(days, day)
					break
				}
			}
		}
		what := fmt.Sprintf("a fall of %.2f is told, n0 %.0f", c.fall, c.perPeriod)
		checkShare(t, what, len(days), n, c.caught)
		checkMedian(t, what, days, n, c.median)
		slices.Sort(days)
		t.Logf("%s: median day %d", what, days[len(days)/2])
	}
}
