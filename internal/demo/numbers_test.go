package demo

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

func TestNumbersAreBelievable(t *testing.T) {
	j := dawn(t)
	now := time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)
	numbers := Numbers(j, 1, now)
	if d := cmp.Diff(numbers, Numbers(j, 1, now)); d != "" {
		t.Errorf("the same seed gives other numbers:\n%s", d)
	}
	if cmp.Equal(numbers, Numbers(j, 2, now)) {
		t.Error("another seed gives the same numbers")
	}
	recent := mood.Customers{}
	for _, n := range numbers {
		if n.Value < 0 || n.Day >= journey.DayOf(now, j.Location()) {
			t.Errorf("%+v", n)
		}
		if n.Metric != "customers" || n.Day < journey.DayOf(now, j.Location())-28 {
			continue
		}
		if recent[n.Touchpoint] == nil {
			recent[n.Touchpoint] = map[journey.Day]float64{}
		}
		recent[n.Touchpoint][n.Day] = n.Value
	}
	reach := recent.Reach()
	if reach["queue"] < 0.9 || reach["pay"] > 0.93 || reach["pay"] < 0.8 || len(reach) != 4 {
		t.Errorf("reach %v", reach)
	}
	answers, err := Answers(j, 600, 1, now)
	if err != nil {
		t.Fatal(err)
	}
	given := map[Looks]int64{}
	for _, r := range answers {
		given[Looks{Code: r.Code, Day: journey.DayOf(r.AnsweredAt, j.Location())}]++
	}
	views := Views(j, answers, 1)
	var looks, answered int64
	for _, v := range views {
		n := given[Looks{Code: v.Code, Day: v.Day}]
		if n == 0 || v.Looks < n {
			t.Errorf("%+v with %d answers", v, n)
		}
		looks, answered = looks+v.Looks, answered+n
	}
	if rate := float64(answered) / float64(looks); rate < 0.3 || rate > 0.6 {
		t.Errorf("rate %v over %d pages' days", rate, len(views))
	}
}
