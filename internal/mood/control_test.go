package mood

import (
	"maps"
	"math"
	"slices"
	"testing"
)

// levelsAt makes levels of some means that each have the same variance.
func levelsAt(variance float64, means ...float64) map[string]Level {
	list := map[string]Level{}
	for i, m := range means {
		list[string(rune('a'+i))] = Level{Answers: 50, Mean: m, Variance: variance}
	}
	return list
}

func TestControl(t *testing.T) {
	for name, c := range map[string]struct {
		before, after map[string]Level
		keys          []string
		mean, v       float64
		n             int
	}{
		"nobody":                {levelsAt(1, 0), levelsAt(1, 0), nil, 0, 0, 0},
		"only scored on a side": {levelsAt(1, 0), levelsAt(1), []string{"a"}, 0, 0, 0},
		"one":                   {levelsAt(0.01, 0.2), levelsAt(0.01, 0.5), []string{"a"}, 0.3, 0.02, 1},
		// All moved alike: inverse variance and nothing else.
		"alike": {levelsAt(0.01, 0, 0.2), levelsAt(0.01, 0.1, 0.3), []string{"a", "b"}, 0.1, 0.01, 2},
		// Changes of 0 and 0.6 with variance 0.02 each: Q = 9, tau2 = 8/50.
		"apart": {levelsAt(0.01, 0, 0), levelsAt(0.01, 0, 0.6), []string{"a", "b"}, 0.3, 0.09, 2},
	} {
		mean, v, n := control(c.before, c.after, c.keys)
		if math.Abs(mean-c.mean) > 1e-9 || math.Abs(v-c.v) > 1e-9 || n != c.n {
			t.Errorf("%s: %g %g %d, want %g %g %d", name, mean, v, n, c.mean, c.v, c.n)
		}
	}
}

// TestOneControlFallsApart: a touchpoint where nothing changed did not become
// better because one of the others fell apart.
func TestOneControlFallsApart(t *testing.T) {
	in := cafe(t)
	after := maps.Clone(in.Current)
	after["queue"] = marks(40, 3, 1, 0, 0)
	var others []string
	for _, tp := range in.Journey.Walk() {
		others = append(others, tp.Key)
	}
	trial := Trial{Touchpoint: "drink", Before: Freeze(in.Journey, in.Current), After: after, Untouched: others}
	if e := Measure(in.Journey, trial); e.Verdict == Worked || e.Before != e.After || e.Control >= 0 || !slices.Contains(others, "drink") || e.Controls != 5 {
		t.Errorf("%+v", e)
	}
}

// TestNeedForNoVerdictYet: what is surely better, but by too little to be told,
// needs answers enough to show that it is little.
func TestNeedForNoVerdictYet(t *testing.T) {
	in := cafe(t)
	key := in.Journey.Stages[0].Touchpoints[0].Key
	before := Baseline{All: map[string]Level{key: {Answers: 400, Size: 400, Mean: 0.2, Variance: 0.0015, Spread: 0.6, Drawn: 0.2, Error: 0.0015}}}
	after := map[string]Tally{key: marks(60, 60, 140, 300, 140)}
	e := Measure(in.Journey, Trial{Touchpoint: key, Before: before, After: after})
	if e.Verdict != Open || e.Low <= 0 || e.Value >= 50*leastGain || e.NeedAbout <= 400 {
		t.Errorf("%+v", e)
	}
}
