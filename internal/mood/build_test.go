package mood

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/waymood/waymood/internal/journey"
)

func TestTouchpointsOfTheCafe(t *testing.T) {
	type row struct {
		N, Mean, Lo, Hi float64
		Tier            string
		Theta           *float64
		Neg             int64
		Divided         bool
	}
	var f struct {
		Output struct{ Current, Previous map[string]row }
	}
	fixture(t, "C1_touchpoints", &f)
	m := Build(cafe(t))
	for key, want := range f.Output.Current {
		p := at(t, m, key)
		near(t, key+" n", p.Size, want.N)
		near(t, key+" unhappy", *p.Unhappy*float64(p.Answers), float64(want.Neg))
		if string(p.Evidence) != want.Tier || p.Divided != want.Divided {
			t.Errorf("%s: %s, divided %v", key, p.Evidence, p.Divided)
		}
		if p.Evidence == None {
			if p.Mood != nil || p.PointsLost != nil || p.Before != nil || p.Missing() != 1 {
				t.Errorf("%s is shown: %+v", key, p)
			}
			continue
		}
		// Compared on -1..1: four digits there are only two in points.
		near(t, key+" mean", p.Mood.Value/50-1, want.Mean)
		near(t, key+" low", p.Mood.Low/50-1, want.Lo)
		near(t, key+" high", p.Mood.High/50-1, want.Hi)
		near(t, key+" theta", *p.Shrunk/50-1, *want.Theta)
		near(t, key+" before", *p.Before/50-1, f.Output.Previous[key].Mean)
	}
	if m.Answers != 226 {
		t.Errorf("answers: %d", m.Answers)
	}
}

func TestScoreOfWeightedAnswers(t *testing.T) {
	var f struct {
		Input  struct{ E, Omega []float64 }
		Output struct {
			Mean, Lo, Hi, DF, V float64
			N                   float64 `json:"n_eff"`
		}
	}
	fixture(t, "C0_weighted", &f)
	var tally Tally
	for i, e := range f.Input.E {
		omega := units(f.Input.Omega[i])
		tally.Add(Contribution{HasText: true, TextOmega: omega, TextE: units(e), Omega: omega, E: units(e)}, NoText)
	}
	list := []score{measure(tally.All)}
	complete(journey.Defaults()).moderate(list)
	s := list[0]
	near(t, "mean", s.mean, f.Output.Mean)
	near(t, "n", s.n, f.Output.N)
	near(t, "df", s.df, f.Output.DF)
	near(t, "v", s.v, f.Output.V)
	near(t, "low", s.interval().Low/50-1, f.Output.Lo)
	near(t, "high", s.interval().High/50-1, f.Output.Hi)
	near(t, "size", s.size, 3.24)
}

func TestPooledVariance(t *testing.T) {
	in := cafe(t)
	for want, tallies := range map[float64]map[string]Tally{0.2961: in.Current, 0.2948: in.Previous} {
		var list []score
		for _, t := range tallies {
			list = append(list, measure(t.All))
		}
		near(t, "s0^2", pooled(list), want)
	}
}

func TestSpread(t *testing.T) {
	var f struct{ Output struct{ Tau2 float64 } }
	fixture(t, "C2_shrinkage", &f)
	tau := Build(cafe(t)).Spread / 50
	near(t, "tau^2", tau*tau, f.Output.Tau2)
}

func TestStagesAndJourney(t *testing.T) {
	type row struct {
		Score            *float64
		Lo, Hi, Coverage float64
	}
	var f struct {
		Output struct {
			Stages  map[string]row
			Journey row
		}
	}
	fixture(t, "D1_stage_journey", &f)
	check := func(name string, mood *Interval, coverage float64, want row) {
		t.Helper()
		near(t, name+" coverage", coverage, want.Coverage)
		if want.Score == nil || mood == nil {
			if (want.Score == nil) != (mood == nil) {
				t.Errorf("%s: %v", name, mood)
			}
			return
		}
		near(t, name, mood.Value/50-1, *want.Score)
		near(t, name+" low", mood.Low/50-1, want.Lo)
		near(t, name+" high", mood.High/50-1, want.Hi)
	}
	m := Build(cafe(t))
	for _, s := range m.Stages {
		check(s.Stage.Key, s.Mood, s.Coverage, f.Output.Stages[s.Stage.Key])
	}
	check("journey", m.Mood, m.Coverage, f.Output.Journey)
}

func TestPeakEnd(t *testing.T) {
	var f struct {
		Output struct {
			Peak, End, Lowest string
			PeakEnd           float64 `json:"peak_end"`
		}
	}
	fixture(t, "D2_peak_end", &f)
	p := Build(cafe(t)).PeakEnd
	if p.Peak.Key != f.Output.Peak || p.End.Key != f.Output.End || p.Lowest.Key != f.Output.Lowest {
		t.Errorf("%s %s %s", p.Peak.Key, p.End.Key, p.Lowest.Key)
	}
	near(t, "value", p.Value/50-1, f.Output.PeakEnd)
}

func TestPains(t *testing.T) {
	for _, name := range []string{"E2_pain", "E3_pain_with_importance"} {
		t.Run(name, func(t *testing.T) {
			var f struct {
				Output struct {
					Order []string
					Pain  map[string]struct {
						Mean, Pull, SD float64
						Below          float64  `json:"P_below"`
						Worst          float64  `json:"P_rank1"`
						IsPain         bool     `json:"is_pain"`
						Next           *float64 `json:"P_worse_than_next"`
					}
					SumPull *float64 `json:"sum_pull"`
				}
			}
			fixture(t, name, &f)
			in := cafe(t)
			if strings.HasPrefix(name, "E3") {
				in.Importance = linked(t)
			}
			m := Build(in)
			rank := 0
			for _, key := range f.Output.Order {
				want, p := f.Output.Pain[key], at(t, m, key)
				near(t, key+" lost", *p.PointsLost, want.Pull)
				if want.IsPain != (p.Pain != nil) {
					t.Errorf("%s pain: %+v", key, p.Pain)
				}
				if !want.IsPain {
					continue
				}
				rank++
				if p.Pain.Rank != rank || m.Pains[rank-1].Touchpoint.Key != key {
					t.Errorf("%s rank %d", key, p.Pain.Rank)
				}
				near(t, key+" lost", p.Pain.PointsLost, want.Pull)
				near(t, key+" priority", p.Pain.Priority, want.Mean)
				near(t, key+" below", p.Pain.Below, want.Below)
				near(t, key+" worst", *p.Pain.Worst, want.Worst)
				if p.Pain.Confidence != confidence(*want.Next) {
					t.Errorf("%s: %s", key, p.Pain.Confidence)
				}
			}
			if f.Output.SumPull != nil {
				near(t, "lost in all", m.PointsLost, *f.Output.SumPull)
			}
			if len(m.Watch) != 1 || m.Watch[0].Touchpoint.Key != "complaint" || m.Watch[0].Answers != 8 {
				t.Errorf("watch: %+v", m.Watch)
			}
		})
	}
}

// linked is the importance of the example's touchpoints, from correlations
// with an outcome.
func linked(t *testing.T) map[string]float64 {
	var f struct {
		Input struct {
			R, N     map[string]float64
			RBar, N0 float64
		}
		Output map[string]float64
	}
	fixture(t, "E1_importance", &f)
	list := map[string]float64{}
	for key, r := range f.Input.R {
		n := f.Input.N[key]
		list[key] = within(1+(r/f.Input.RBar-1)*n/(n+f.Input.N0), 0.5, 2)
		near(t, "importance", list[key], f.Output[key])
	}
	return list
}

// The probability against the next in rank, for all pairs of the example.
func TestRanks(t *testing.T) {
	var f struct {
		Output struct {
			Order []string
			Pain  map[string]struct {
				Mean, SD float64
				Worst    float64  `json:"P_rank1"`
				Next     *float64 `json:"P_worse_than_next"`
			}
		}
	}
	fixture(t, "E2_pain", &f)
	var spots []*spot
	for _, key := range f.Output.Order {
		spots = append(spots, &spot{unclamped: f.Output.Pain[key].Mean, sd: f.Output.Pain[key].SD})
	}
	for i, p := range worstOf(spots) {
		key := f.Output.Order[i]
		near(t, key, p, f.Output.Pain[key].Worst)
		if want := f.Output.Pain[key].Next; want != nil {
			near(t, key+" next", phi(spots[i].unclamped-spots[i+1].unclamped, math.Hypot(spots[i].sd, spots[i+1].sd)), *want)
		}
	}
}

func TestStagePains(t *testing.T) {
	m := Build(cafe(t))
	purchase := m.Stages[2]
	if len(purchase.Pains) != 1 {
		t.Fatalf("%+v", purchase.Pains)
	}
	p := purchase.Pains[0]
	if p.Touchpoint.Key != "queue" || p.Rank != 1 || p.Confidence != Clear || p.Level != Hurts || p.Worst == nil {
		t.Errorf("%+v", p)
	}
	near(t, "points lost stay the journey's", p.PointsLost, 8.2615)
	near(t, "worst of two", *p.Worst, 1)
	menu := m.Stages[1].Pains[0]
	if menu.Worst != nil || menu.Confidence != "" || menu.Rank != 1 || menu.Level != Drags {
		t.Errorf("alone in its stage: %+v", menu)
	}
	levels := map[string]string{}
	for _, p := range m.Pains {
		levels[p.Touchpoint.Key] = p.Level + ", " + p.Confidence
	}
	want := map[string]string{"queue": "hurts, likely", "menu": "drags, clear", "social": "below target, likely"}
	if d := cmp.Diff(want, levels); d != "" {
		t.Error(d)
	}
}

func TestDelight(t *testing.T) {
	var f struct {
		Output map[string]struct {
			P, TopBox float64
			Delight   bool
		}
	}
	fixture(t, "E4_delight", &f)
	m := Build(cafe(t))
	for key, want := range f.Output {
		p := at(t, m, key)
		if want.Delight != (p.Delight != nil) {
			t.Errorf("%s: %+v", key, p.Delight)
		}
		if p.Delight != nil {
			near(t, key, p.Delight.Probability, want.P)
			near(t, key, p.Delight.TopBox, want.TopBox)
		}
	}
	if len(m.Delights) != 1 {
		t.Errorf("%+v", m.Delights)
	}
}

func TestChange(t *testing.T) {
	var f struct {
		Output map[string]struct {
			Delta, P float64
			PBH      float64 `json:"p_bh"`
			Alert    bool
		}
	}
	fixture(t, "F1_trend_bh", &f)
	in := cafe(t)
	m := Build(in)
	for _, key := range []string{"social", "menu", "queue", "pay", "drink", "complaint", "email"} {
		want, tested := f.Output[key]
		c := at(t, m, key).Change
		if tested != (c != nil) {
			t.Errorf("%s: %+v", key, c)
			continue
		}
		if c == nil {
			continue
		}
		near(t, key+" delta", (c.To-c.From)/50, want.Delta)
		near(t, key+" p", c.P, want.P)
		near(t, key+" adjusted", c.PAdjusted, want.PBH)
		if c.Confirmed != want.Alert {
			t.Errorf("%s confirmed %v", key, c.Confirmed)
		}
	}
	in.Filtered = true
	if p := at(t, Build(in), "queue"); p.Change != nil || p.Before == nil {
		t.Errorf("under a filter no change is told, but the line stays: %+v", p)
	}
	in.Previous = nil
	if p := at(t, Build(in), "queue"); p.Change != nil || p.Before != nil {
		t.Errorf("nothing to compare with: %+v", p)
	}
}
