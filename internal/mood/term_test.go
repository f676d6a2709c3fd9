package mood

import (
	"math"
	"testing"
)

func TestStandOut(t *testing.T) {
	var f struct {
		Input struct {
			NegCounts  map[string]int `json:"neg_counts"`
			RestCounts map[string]int `json:"rest_counts"`
			NNeg       int            `json:"n_neg_terms"`
			NRest      int            `json:"n_rest_terms"`
		}
		Output map[string]struct {
			Delta, Z float64
			P        float64 `json:"p_one"`
			Adjusted float64 `json:"p_bh"`
			Theme    bool
		}
	}
	fixture(t, "G1_themes", &f)
	terms := StandOut(f.Input.NegCounts, f.Input.RestCounts, f.Input.NNeg, f.Input.NRest)
	if len(terms) != len(f.Output) || len(terms) == 0 {
		t.Fatalf("%d terms, want %d", len(terms), len(f.Output))
	}
	for i, got := range terms {
		want := f.Output[got.Term]
		near(t, got.Term+" delta", got.Delta, want.Delta)
		near(t, got.Term+" z", got.Z, want.Z)
		near(t, got.Term+" p", got.P, want.P)
		near(t, got.Term+" p adjusted", got.PAdjusted, want.Adjusted)
		if got.StandsOut != want.Theme {
			t.Errorf("%s stands out: %v", got.Term, got.StandsOut)
		}
		if i > 0 && got.Z > terms[i-1].Z {
			t.Errorf("%s is out of order", got.Term)
		}
	}
}

func TestStandOutAtTheEdges(t *testing.T) {
	if got := StandOut(map[string]int{"a": 1}, nil, 1, 0); got != nil {
		t.Errorf("one side empty: %v", got)
	}
	if got := StandOut(nil, nil, 10, 10); len(got) != 0 {
		t.Errorf("no terms: %v", got)
	}
	two := StandOut(map[string]int{"rare": 2}, map[string]int{"rare": 2}, 4, 10000)
	if len(two) != 1 || two[0].StandsOut || two[0].PAdjusted > 0.05 {
		t.Errorf("two answers are no theme: %+v", two)
	}
	all := StandOut(map[string]int{"all": 5, "none": 0, "more": 9}, map[string]int{"all": 7, "other": 2}, 5, 7)
	for _, term := range all {
		if math.IsNaN(term.Delta+term.Z+term.P) || math.IsInf(term.Delta+term.Z, 0) || term.P < 0 || term.P > 1 {
			t.Errorf("%+v", term)
		}
	}
}
