package mood

import (
	"fmt"
	"testing"

	"github.com/waymood/waymood/internal/survey"
)

func TestNPS(t *testing.T) {
	var f struct {
		Output map[string]struct{ NPS, Lo, Hi float64 }
	}
	fixture(t, "B1_nps", &f)
	for name, k := range map[string]KPI{"adjusted_wald_45_30_25": nps(45, 30, 25), "adjusted_wald_6_0_0": nps(6, 0, 0)} {
		near(t, name, k.Value, f.Output[name].NPS)
		near(t, name+" low", k.Low, f.Output[name].Lo)
		near(t, name+" high", k.High, f.Output[name].Hi)
	}
}

func TestWilson(t *testing.T) {
	var f struct {
		Output map[string]struct{ Wilson [2]float64 }
	}
	fixture(t, "B2_intervals", &f)
	for name, want := range f.Output {
		var x, n int64
		if _, err := fmt.Sscanf(name, "%d/%d", &x, &n); err != nil {
			t.Fatal(err)
		}
		low, high := Wilson(x, n)
		near(t, name+" low", low, want.Wilson[0])
		near(t, name+" high", high, want.Wilson[1])
	}
	if low, high := Wilson(0, 0); low != 0 || high != 1 {
		t.Errorf("nothing known: %v..%v", low, high)
	}
}

func TestCES(t *testing.T) {
	var f struct {
		Input  struct{ X []int }
		Output struct{ Mean, Lo, Hi float64 }
	}
	fixture(t, "B3_ces", &f)
	counts := map[int]int64{}
	for _, x := range f.Input.X {
		counts[x]++
	}
	k := kpi(survey.CES, counts)["ces"]
	near(t, "mean", k.Value, f.Output.Mean)
	near(t, "low", k.Low, f.Output.Lo)
	near(t, "high", k.High, f.Output.Hi)
	if one := kpi(survey.CES, map[int]int64{6: 1})["ces"]; one != (KPI{6, 1, 7, 1}) {
		t.Errorf("one answer knows its mean and nothing of its error: %+v", one)
	}
}

func TestKPIOfEachType(t *testing.T) {
	for _, c := range []struct {
		kind   survey.Type
		counts map[int]int64
		name   string
		value  float64
	}{
		{survey.CSAT, raw(1, 1, 1, 3, 4), "csat", 0.7},
		{survey.Stars, raw(1, 1, 1, 3, 4), "stars", 0.7},
		{survey.Smiley5, raw(1, 1, 1, 3, 4), "smiley", 0.7},
		{survey.Smiley4, raw(1, 2, 3, 4), "smiley", 0.7},
		{survey.YesNo, map[int]int64{0: 3, 1: 7}, "yes_no", 0.7},
		{survey.NPS, map[int]int64{10: 2, 9: 1, 8: 1, 7: 1, 6: 1, 0: 4}, "nps", -20},
		{survey.CES, map[int]int64{4: 1, 5: 3}, "ces", 4.75},
	} {
		all := kpi(c.kind, c.counts)
		k, ok := all[c.name]
		if !ok || len(all) != 1 || k.Low > k.Value || k.High < k.Value {
			t.Errorf("%s: %+v", c.kind, all)
		}
		near(t, string(c.kind), k.Value, c.value)
	}
	if got := kpi(survey.CSAT, nil); got != nil {
		t.Errorf("no ratings: %v", got)
	}
	if got := kpi(survey.LongText, raw(1)); got != nil {
		t.Errorf("no scale: %v", got)
	}
}

func TestBenjaminiHochberg(t *testing.T) {
	var f struct {
		Input  struct{ P map[string]float64 }
		Output map[string]float64
	}
	fixture(t, "F3_bh_generic", &f)
	var names []string
	var p []float64
	for name, v := range f.Input.P {
		names, p = append(names, name), append(p, v)
	}
	for i, adjusted := range BenjaminiHochberg(p) {
		near(t, names[i], adjusted, f.Output[names[i]])
	}
}
