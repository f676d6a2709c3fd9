package mood

import (
	"math"
	"testing"

	"github.com/waymood/waymood/internal/journey"
)

func TestLimitKeepsTheBudget(t *testing.T) {
	var f struct {
		Input  map[string]any // K and k are two things
		Output struct{ H, ARL_h4, ARL_h5 float64 }
	}
	fixture(t, "F4_cusum", &f)
	near(t, "h", limit(int(f.Input["K"].(float64))), f.Output.H)
	near(t, "mean run to 4", meanRun(4), f.Output.ARL_h4)
	near(t, "mean run to 5", meanRun(5), f.Output.ARL_h5)
	for _, k := range []int{0, 1, 2, 100, 10_000} {
		near(t, "mean run", meanRun(limit(k))/quarter, float64(max(1, k)))
	}
}

// batch is n answers of a day with a mean.
func batch(n, mean float64) Part {
	return Part{Answers: int64(n), Omega: units(n), Omega2: units(n), OmegaE: units(n * mean)}
}

// The queue of the café after a period with the example's counts.
func TestSumOfTheQueue(t *testing.T) {
	var f struct {
		Input struct {
			Mu0, N0, Sigma0 float64
			MuRef           float64 `json:"mu_ref"`
			Batches         [][2]float64
		}
		Output struct {
			Seq         []struct{ Z, C float64 }
			FirstSignal int `json:"first_signal"`
			ChangeStart int `json:"change_start_day"`
		}
	}
	fixture(t, "F4_cusum", &f)
	in := cafe(t)
	series := map[string][]Day{}
	for key, tally := range in.Previous {
		series[key] = []Day{{firstMonday, tally}}
	}
	a := complete(journey.Defaults())
	list := watchers(in.Journey, series, journey.Period{From: firstMonday, To: firstMonday + gridDays})
	for _, w := range list {
		w.close(0, w.days[0].All)
	}
	if watched := a.settle(list, firstMonday, 1); watched != 5 {
		t.Errorf("%d touchpoints are watched", watched)
	}
	var queue *watcher
	for _, w := range list {
		if w.touchpoint.Key == "queue" {
			queue = w
		}
	}
	near(t, "usual", queue.base.mean, f.Input.Mu0)
	near(t, "answers", queue.base.n, f.Input.N0)
	near(t, "spread", math.Sqrt(queue.base.v*queue.base.n), f.Input.Sigma0)
	near(t, "reference", queue.base.mean-guard*math.Sqrt(queue.base.v), f.Input.MuRef)
	for i, b := range f.Input.Batches {
		day := journey.Day(i + 1)
		found := a.watch(queue, day, batch(b[0], b[1]), limit(12), newPeriods)
		if int(day) < f.Output.FirstSignal {
			near(t, "sum", queue.down.c, f.Output.Seq[i].C)
		}
		if told := len(found) > 0; told != (int(day) == f.Output.FirstSignal) {
			t.Errorf("day %d: %+v", day, found)
		} else if told {
			s := found[0]
			if !s.Down || s.Day != day || int(s.Since) != f.Output.ChangeStart || queue.down.c != 0 {
				t.Errorf("%+v", s)
			}
			near(t, "from", s.From, Points(f.Input.Mu0))
			near(t, "to", s.To, Points(-8.0/18))
		}
	}
}
