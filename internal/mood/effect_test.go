package mood

import (
	"fmt"
	"math"
	"testing"
)

func TestEffectAtTheQueue(t *testing.T) {
	var f struct {
		Input struct {
			Post     map[string][]int64
			Controls []string
		}
		Output struct {
			PostMean float64 `json:"post_mean"`
			Simple   float64 `json:"simple_change"`
			Control  float64 `json:"control_change"`
			Luck     float64 `json:"regression_to_mean"`
			Adjusted float64
			Low      float64 `json:"adj_lo90"`
			High     float64 `json:"adj_hi90"`
			Verdict  string
		}
	}
	fixture(t, "H1_before_after", &f)
	in := cafe(t)
	trial := Trial{Touchpoint: "queue", Before: Freeze(in.Journey, in.Current), After: map[string]Tally{}, Untouched: f.Input.Controls}
	for key, c := range f.Input.Post {
		trial.After[key] = marks(c...)
	}
	e := Measure(in.Journey, trial)
	near(t, "after", e.After/50-1, f.Output.PostMean)
	near(t, "change", (e.After-e.Before)/50, f.Output.Simple)
	near(t, "control", e.Control/50, f.Output.Control)
	near(t, "luck", e.Luck/50, f.Output.Luck)
	near(t, "effect", e.Value/50, f.Output.Adjusted)
	near(t, "low", e.Low/50, f.Output.Low)
	near(t, "high", e.High/50, f.Output.High)
	if string(e.Verdict) != f.Output.Verdict || e.NeedAbout != 0 || e.Controls != 4 || !e.Measured || e.BeforeAnswers != 40 || e.AfterAnswers != 44 {
		t.Errorf("%+v", e)
	}
	trial.RatingsOnly = true
	if again := Measure(in.Journey, trial); *again != *e {
		t.Errorf("all answers are ratings: %+v", again)
	}
}

func TestSampleSize(t *testing.T) {
	var f struct {
		Input  struct{ Sigma float64 }
		Output map[string]int
	}
	fixture(t, "H2_sample_size", &f)
	for d, want := range f.Output {
		var diff float64
		if _, err := fmt.Sscan(d, &diff); err != nil {
			t.Fatal(err)
		}
		if got := SampleSize(f.Input.Sigma, diff); got != want {
			t.Errorf("%s: %d, want %d", d, got, want)
		}
	}
	if SampleSize(0.6, 0) != math.MaxInt32 || SampleSize(0.6, 1e-9) != math.MaxInt32 {
		t.Error("no difference is never found")
	}
}

func TestVerdicts(t *testing.T) {
	many := func(n int64, share ...int64) []int64 {
		c := make([]int64, 5)
		for i, s := range share {
			c[i] = n * s
		}
		return c
	}
	for _, c := range []struct {
		name          string
		before, after []int64
		expected      float64
		want          Verdict
		need          float64 // the difference that NeedAbout is for; 0: none
	}{
		{"better", many(20, 4, 3, 2, 1, 0), many(20, 1, 2, 2, 3, 2), 0, Worked, 0},
		{"worse", many(20, 1, 2, 2, 3, 2), many(20, 4, 3, 2, 1, 0), 0, Worse, 0},
		{"the same", many(100, 1, 2, 2, 3, 2), many(100, 1, 2, 2, 3, 2), 0, NoChange, 0},
		{"too few for a figure", many(10, 1, 2, 2, 3, 2), many(1, 1, 1, 1, 1, 0), 0, Open, 0.15},
		{"too few before", []int64{1, 1, 0, 0, 1}, many(10, 1, 2, 2, 3, 2), 0, Open, 0.15},
		{"a first idea is no verdict", []int64{9, 0, 0, 0, 0}, []int64{0, 0, 0, 0, 9}, 0, Open, 0.15},
		{"a small shop", many(3, 2, 3, 2, 2, 1), many(3, 2, 2, 2, 2, 2), 0, Open, 0.15},
		{"a small shop that hopes for much", many(3, 2, 3, 2, 2, 1), many(3, 2, 2, 2, 2, 2), 20, Open, 0.4},
	} {
		in := line(c.before, []int64{5, 5, 10, 10, 5}, []int64{5, 5, 5, 10, 5}, []int64{3, 5, 10, 10, 20})
		trial := Trial{Touchpoint: "t0", Before: Freeze(in.Journey, in.Current), After: map[string]Tally{}, Untouched: []string{"t0", "t1", "t2", "t3", "gone"}, Expected: c.expected}
		for key, tally := range in.Current {
			trial.After[key] = tally
		}
		trial.After["t0"] = marks(c.after...)
		e := Measure(in.Journey, trial)
		need := 0
		if c.need > 0 {
			need = SampleSize(spreadOf(trial.Before.All["t0"]), c.need)
		}
		if e.Verdict != c.want || e.NeedAbout != need {
			t.Errorf("%s, %d are needed: %+v", c.name, need, e)
		}
		if e.Measured && (e.Controls != 3 || e.Control != 0) {
			t.Errorf("%s: compared with three that stayed the same: %+v", c.name, e)
		}
	}
}
