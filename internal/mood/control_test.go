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
		lasting       float64
		n             int
	}{
		"nobody":                {levelsAt(1, 0), levelsAt(1, 0), nil, 0, 0, 0, 0},
		"only scored on a side": {levelsAt(1, 0), levelsAt(1), []string{"a"}, 0, 0, 0, 0},
		"one":                   {levelsAt(0.01, 0.2), levelsAt(0.01, 0.5), []string{"a"}, 0.3, 0.02, 0, 1},
		// All moved alike: inverse variance and nothing else.
		"alike": {levelsAt(0.01, 0, 0.2), levelsAt(0.01, 0.1, 0.3), []string{"a", "b"}, 0.1, 0.01, 0, 2},
		// Changes of 0 and 0.6 with variance 0.02 each: Q = 9, tau2 = 8/50, which
		// the mean knows to its half and one more touchpoint has in full.
		"apart": {levelsAt(0.01, 0, 0), levelsAt(0.01, 0, 0.6), []string{"a", "b"}, 0.3, 0.09 + 0.16, 0.24, 2},
	} {
		got := control(c.before, c.after, c.keys)
		if math.Abs(got.mean-c.mean) > 1e-9 || math.Abs(got.variance-c.v) > 1e-9 || math.Abs(got.lasting-c.lasting) > 1e-9 || got.n != c.n {
			t.Errorf("%s: %+v, want %+v", name, got, c)
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

// TestNoAnswersWouldDo: where touchpoints that were left alone drift by much,
// no number of answers tells a small gain from a drift.
func TestNoAnswersWouldDo(t *testing.T) {
	level := func(mean float64) Level {
		return Level{Answers: 4000, Size: 4000, Mean: mean, Variance: 0.0001, Spread: 0.6, Drawn: mean, Error: 0.0001}
	}
	in := line([]int64{0, 0, 4000, 0, 0}, []int64{0, 0, 4000, 0, 0}, []int64{0, 0, 0, 4000, 0}, []int64{0, 4000, 0, 0, 0})
	before := Baseline{All: map[string]Level{"t0": level(-0.2), "t1": level(0), "t2": level(0), "t3": level(0)}}
	trial := Trial{Touchpoint: "t0", Before: before, After: in.Current, Untouched: []string{"t1", "t2", "t3"}}
	if e := Measure(in.Journey, trial); e.Verdict != Open || e.NeedAbout != 0 || e.Controls != 3 {
		t.Errorf("the others drift: %+v", e)
	}
	trial.Untouched = []string{"t1"}
	if e := Measure(in.Journey, trial); e.Verdict != Worked || e.Controls != 1 {
		t.Errorf("the others stay: %+v", e)
	}
}

// TestNeedOutOfReach: a number that nobody will ever have is not told.
func TestNeedOutOfReach(t *testing.T) {
	level := Level{Answers: 4000, Size: 4000, Variance: 0.0004, Spread: 0.6, Error: 0.0004}
	before := Baseline{All: map[string]Level{"t0": level, "t1": level, "t2": level, "t3": level}}
	for _, c := range []struct {
		drift int64 // of this many answers in one touchpoint up, in another down
		told  bool
	}{{440, true}, {450, false}} {
		in := line([]int64{0, 0, 3600, 400, 0}, []int64{0, 0, 4000, 0, 0}, []int64{0, 0, 4000 - c.drift, c.drift, 0}, []int64{0, c.drift, 4000 - c.drift, 0, 0})
		e := Measure(in.Journey, Trial{Touchpoint: "t0", Before: before, After: in.Current, Untouched: []string{"t1", "t2", "t3"}})
		if e.Verdict != Open || (e.NeedAbout > 4000) != c.told || !c.told && e.NeedAbout != 0 {
			t.Errorf("%d: %+v", c.drift, e)
		}
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
