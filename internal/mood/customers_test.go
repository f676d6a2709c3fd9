package mood

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/waymood/waymood/internal/journey"
)

// counted are some days of equal numbers from a day on.
func counted(from, days journey.Day, n float64) map[journey.Day]float64 {
	c := map[journey.Day]float64{}
	for d := range days {
		c[from+d] = n
	}
	return c
}

func TestCustomers(t *testing.T) {
	j := &journey.Journey{Stages: []journey.Stage{
		{Key: "one", Touchpoints: []journey.Touchpoint{{Key: "door"}, {Key: "old", Archived: true}, {Key: "queue"}}},
		{Key: "gone", Archived: true, Touchpoints: []journey.Touchpoint{{Key: "fair"}}},
		{Key: "two", Touchpoints: []journey.Touchpoint{{Key: "pay"}, {Key: "seat"}}},
	}}
	for what, c := range map[string]struct {
		of            Customers
		reach, onward map[string]float64
	}{
		"nobody counts":        {nil, map[string]float64{}, map[string]float64{}},
		"only the whole":       {Customers{"": counted(0, 30, 100)}, map[string]float64{}, map[string]float64{}},
		"only a touchpoint":    {Customers{"queue": counted(0, 30, 100)}, map[string]float64{}, map[string]float64{}},
		"a week together":      {Customers{"": counted(0, 30, 100), "queue": counted(23, 30, 25)}, map[string]float64{"queue": 0.25}, map[string]float64{}},
		"a day short of it":    {Customers{"": counted(0, 30, 100), "queue": counted(24, 30, 25)}, map[string]float64{}, map[string]float64{}},
		"more than the whole":  {Customers{"": counted(0, 30, 100), "queue": counted(0, 30, 250)}, map[string]float64{"queue": 1}, map[string]float64{}},
		"closed all the time":  {Customers{"": counted(0, 30, 0), "queue": counted(0, 30, 0)}, map[string]float64{}, map[string]float64{}},
		"on to the next":       {Customers{"door": counted(0, 30, 80), "queue": counted(0, 30, 60)}, map[string]float64{}, map[string]float64{"door": 0.75}},
		"over a stage, onward": {Customers{"queue": counted(0, 30, 60), "pay": counted(0, 30, 30), "fair": counted(0, 30, 1)}, map[string]float64{}, map[string]float64{"queue": 0.5}},
		"one between is blank": {Customers{"queue": counted(0, 30, 60), "seat": counted(0, 30, 30)}, map[string]float64{}, map[string]float64{}},
	} {
		if d := cmp.Diff(c.reach, c.of.Reach()); d != "" {
			t.Errorf("%s: reach (-want +got):\n%s", what, d)
		}
		if d := cmp.Diff(c.onward, c.of.Onward(j)); d != "" {
			t.Errorf("%s: onward (-want +got):\n%s", what, d)
		}
	}
}

// What was counted weighs a touchpoint instead of what was typed, and changes
// nothing that a touchpoint says of itself.
func TestReachIsMeasured(t *testing.T) {
	typed := 0.9
	in := Input{
		Journey: &journey.Journey{Stages: []journey.Stage{{Key: "one", Touchpoints: []journey.Touchpoint{{Key: "queue", Reach: &typed}, {Key: "drink"}}}}},
		Current: map[string]Tally{"queue": tallyOf(30, -0.5), "drink": tallyOf(30, 0.5)},
	}
	before := Build(in)
	in.Customers = Customers{"": counted(0, 10, 100), "queue": counted(0, 10, 50)}
	after := Build(in)
	was, is := before.Stages[0].Points[0], after.Stages[0].Points[0]
	if was.Reach != 0.9 || was.ReachMeasured || is.Reach != 0.5 || !is.ReachMeasured || after.Stages[0].Points[1].ReachMeasured {
		t.Errorf("reach %v %v, then %v %v", was.Reach, was.ReachMeasured, is.Reach, is.ReachMeasured)
	}
	if *was.Mood != *is.Mood {
		t.Error("numbers have touched a mood")
	}
	if *is.PointsLost >= *was.PointsLost {
		t.Error("fewer customers do not cost less")
	}
}

// tallyOf is n answers of one mood.
func tallyOf(n int, e float64) Tally {
	var t Tally
	for range n {
		t.Add(Contribution{HasRating: true, RatingE: int64(e * Unit), Omega: Unit, E: int64(e * Unit)}, NoText)
	}
	return t
}
