package mood

import (
	"testing"

	"github.com/waymood/waymood/internal/journey"
)

// weeksOf are weeks from the first Monday on.
func weeksOf(unhappy, answers []int64) []week {
	var list []week
	for i := range unhappy {
		list = append(list, week{firstMonday + journey.Day(7*i), unhappy[i], answers[i]})
	}
	return list
}

func TestOnset(t *testing.T) {
	var f struct {
		Input  struct{ Neg, N []int64 }
		Output struct {
			Post   []float64
			Factor float64 `json:"bayes_factor"`
			Best   int     `json:"best_split_after_week"`
			Before float64 `json:"rate_before"`
			After  float64 `json:"rate_after"`
		}
	}
	fixture(t, "F6_changepoint", &f)
	weeks := weeksOf(f.Input.Neg, f.Input.N)
	o := onset(weeks)
	near(t, "probability", o.Probability, f.Output.Post[f.Output.Best-1])
	near(t, "factor", o.Factor, f.Output.Factor)
	near(t, "before", o.Before, f.Output.Before)
	near(t, "after", o.After, f.Output.After)
	if o.Week != f.Output.Best {
		t.Errorf("week %d", o.Week)
	}
	fell, rose := Change{From: 60, To: 40}, Change{From: 40, To: 60}
	if got := fell.since(weeks); got != firstMonday+35 {
		t.Errorf("since %s", got)
	}
	if got := rose.since(weeks); got != 0 {
		t.Errorf("a rise did not begin when more were unhappy: %s", got)
	}
}

func TestOnsetIsNotToldWithoutEvidence(t *testing.T) {
	fell := Change{From: 60, To: 40}
	for name, weeks := range map[string][]week{
		"none":           nil,
		"one week":       weeksOf([]int64{3}, []int64{9}),
		"no answers":     weeksOf([]int64{0, 0, 0, 0}, []int64{0, 0, 0, 0}),
		"no change":      weeksOf([]int64{3, 2, 3, 2, 3, 2, 3, 2}, []int64{10, 10, 10, 10, 10, 10, 10, 10}),
		"a slow drift":   weeksOf([]int64{2, 3, 3, 4, 4, 5, 5, 6}, []int64{12, 12, 12, 12, 12, 12, 12, 12}),
		"everybody":      weeksOf([]int64{9, 9, 9, 9}, []int64{9, 9, 9, 9}),
		"a hole between": weeksOf([]int64{1, 0, 0, 9}, []int64{10, 0, 0, 10}),
	} {
		if got := fell.since(weeks); got != 0 {
			t.Errorf("%s: since %s, %+v", name, got, onset(weeks))
		}
	}
}

func TestWeekly(t *testing.T) {
	day := func(d journey.Day, counts ...int64) Day { return Day{d, marks(counts...)} }
	// From a Wednesday to a Tuesday: the first and the last week are cut.
	p := journey.Period{From: firstMonday + 2, To: firstMonday + 16}
	got := weekly([]Day{
		day(p.From-1, 9), day(p.From, 2, 0, 1), day(firstMonday+6, 0, 1), day(firstMonday+7, 0, 0, 0, 4), day(p.To-1, 1), day(p.To, 9),
	}, p, func(t Tally) Part { return t.All })
	want := []week{{firstMonday, 3, 4}, {firstMonday + 7, 0, 4}, {firstMonday + 14, 1, 1}}
	if len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("%+v", got)
	}
	if m := monday(firstMonday - 1); m != firstMonday-7 {
		t.Errorf("the Sunday before belongs to %s", m)
	}
}
