package store_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// day is a date of the tests.
var day = journey.DayOf(time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC), time.UTC)

func TestMetrics(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		j, err := s.Journey(t.Context(), "cafe")
		if err != nil {
			t.Fatal(err)
		}
		bad := func(refused error, name string) {
			t.Helper()
			if params := fault.Params(refused); !errors.Is(refused, fault.Invalid) || len(params) != 1 || params[0].Name != name {
				t.Errorf("%v, want an error about %s", refused, name)
			}
		}
		refused, err := s.SetMetrics(t.Context(), "cafe", []store.Metric{
			{"", day, "customers", 100}, {"queue", day, "customers", 50}, {"moon", day, "customers", 1}, {"queue", day, "", 1},
			{"queue", day, "Big", 1}, {"queue", day, "sales", -1}, {"queue", day, "sales", math.NaN()}, {"queue", day, "sales", math.Inf(1)},
			{"queue", -1_000_000, "sales", 1}, {"queue", 1_000_000, "sales", 1}, {"queue", day, "customers", 60}, {"drink", day + 1, "left-over_2", 0.25},
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range []string{"", "", "touchpoint", "metric", "metric", "value", "value", "value", "date", "date", "", ""} {
			if name == "" && refused[i] != nil {
				t.Errorf("%d: %v", i, refused[i])
			} else if name != "" {
				bad(refused[i], name)
			}
		}
		want := []store.Metric{{"", day, "customers", 100}, {"queue", day, "customers", 60}, {"drink", day + 1, "left-over_2", 0.25}}
		read := func() []store.Metric {
			t.Helper()
			got, err := s.Metrics(t.Context(), j, journey.Period{From: day - 5, To: day + 5})
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		if d := cmp.Diff(want, read()); d != "" {
			t.Errorf("-want +got:\n%s", d)
		}
		if _, err := s.SetMetrics(t.Context(), "cafe", []store.Metric{{"queue", day, "customers", 70}}); err != nil {
			t.Fatal(err)
		}
		if want[1].Value = 70; cmp.Diff(want, read()) != "" {
			t.Errorf("a later value does not stand: %v", read())
		}
		if _, err := s.SetMetrics(t.Context(), "moon", want); !errors.Is(err, fault.NotFound) {
			t.Errorf("of no journey: %v", err)
		}
		for _, p := range []journey.Period{{From: day + 5, To: day - 5}, {From: day + 100_000, To: day + 100_010}} {
			if got, err := s.Metrics(t.Context(), j, p); len(got) != 0 || err != nil {
				t.Errorf("%v: %v %v", p, got, err)
			}
		}
	})
}

// Reach is measured over the days of the map's period alone, from a week on.
func TestMapMeasuresReach(t *testing.T) {
	s := storetest.Open(t)
	storetest.Apply(t, s, storetest.Cafe())
	j, err := s.Journey(t.Context(), "cafe")
	if err != nil {
		t.Fatal(err)
	}
	var metrics []store.Metric
	for d := range journey.Day(20) {
		metrics = append(metrics, store.Metric{"", day + d, store.Customers, 100}, store.Metric{"order", day + d, store.Customers, 20}, store.Metric{"order", day + d, "sales", 900})
	}
	if _, err := s.SetMetrics(t.Context(), "cafe", metrics); err != nil {
		t.Fatal(err)
	}
	for p, want := range map[journey.Period]float64{{From: day, To: day + 7}: 0.2, {From: day - 20, To: day + 6}: 0.5, {From: day + 13, To: day + 60}: 0.2, {From: day + 14, To: day + 60}: 0.5} {
		m, err := s.Map(t.Context(), j, p, store.Filter{Persona: "office"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		if order := m.Stages[0].Points[1]; order.Reach != want || order.ReachMeasured != (want == 0.2) {
			t.Errorf("%v: reach %v, measured %v", p, order.Reach, order.ReachMeasured)
		}
	}
}
