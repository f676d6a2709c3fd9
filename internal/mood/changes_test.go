package mood

import (
	"math"
	"testing"

	"github.com/waymood/waymood/internal/journey"
)

// TestChanges: two sets of sums are compared as Build compares two periods.
func TestChanges(t *testing.T) {
	in := cafe(t)
	parts := func(sums map[string]Tally) map[string]Part {
		all := map[string]Part{}
		for key, s := range sums {
			all[key] = s.All
		}
		return all
	}
	before, now := parts(in.Previous), parts(in.Current)
	changes := Changes(in.Journey.Analysis, before, now)
	var known int
	for _, st := range Build(in).Stages {
		for _, p := range st.Points {
			want, got := p.Change, changes[p.Touchpoint.Key]
			if (want == nil) != (got == nil) {
				t.Errorf("%s: %v, Build says %v", p.Touchpoint.Key, got, want)
			}
			if want == nil || got == nil {
				continue
			}
			known++
			near(t, p.Touchpoint.Key+" from", got.From, want.From)
			near(t, p.Touchpoint.Key+" to", got.To, want.To)
			near(t, p.Touchpoint.Key+" p", got.PAdjusted, want.PAdjusted)
			if got.Confirmed != want.Confirmed {
				t.Errorf("%s: confirmed %v", p.Touchpoint.Key, got.Confirmed)
			}
		}
	}
	if known != 5 {
		t.Errorf("%d touchpoints were compared, not 5", known)
	}
	near(t, "queue", changes["queue"].PAdjusted, 0.0438)
	near(t, "menu", changes["menu"].PAdjusted, 0.1109)

	same := Changes(in.Journey.Analysis, now, now)
	for key, c := range same {
		if c.P < 1-1e-9 || c.Confirmed {
			t.Errorf("%s against itself: p %v, confirmed %v", key, c.P, c.Confirmed)
		}
	}
	delete(before, "queue")
	if c := Changes(in.Journey.Analysis, before, now); c["queue"] != nil || c["pay"] == nil {
		t.Errorf("a touchpoint that was not there: %v", c["queue"])
	}
	if c := Changes(in.Journey.Analysis, nil, now); len(c) != 0 {
		t.Errorf("against nothing: %v", c)
	}
}

func TestMeanChanges(t *testing.T) {
	wide := func(v, half float64) *Interval { return &Interval{Value: v, Low: v - half, High: v + half} }
	z := 1.959964
	for _, c := range []struct {
		name      string
		from, to  *Interval
		p         float64
		confirmed bool
	}{
		{"two errors of difference", wide(60, 3*z), wide(50, 4*z), 2 * 0.0227501, true},
		{"large and unsure", wide(60, 30*z), wide(50, 40*z), 2 * 0.4207403, false},
		{"sure and small", wide(60, 0.3*z), wide(58, 0.4*z), 2 * 0.0000317, false},
		{"at the end of the scale", &Interval{Value: 2, Low: 0, High: 2 + 3*z}, wide(12, 4*z), 2 * 0.0227501, true},
		{"equal", wide(60, 3), wide(60, 3), 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := MeanChanges(journey.Defaults(), []*Interval{c.from}, []*Interval{c.to})[0]
			if math.Abs(got.P-c.p) > 1e-5 || got.Confirmed != c.confirmed {
				t.Errorf("p %.7f, confirmed %v", got.P, got.Confirmed)
			}
		})
	}
	// Two of a family, of which one has no score on one side.
	got := MeanChanges(journey.Defaults(), []*Interval{nil, wide(60, 3*z), wide(40, 3*z)}, []*Interval{wide(1, 1), wide(50, 4*z), wide(41, 4*z)})
	if got[0] != nil || got[1] == nil || got[2] == nil {
		t.Fatalf("%v", got)
	}
	near(t, "in a family of two", got[1].PAdjusted, 2*2*0.0227501)
}
