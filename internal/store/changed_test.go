package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// What happens to a journey's parts does not happen to the answers behind
// them.
func TestTouchpointsChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		for i := range 30 {
			r := storetest.Answer("queue-qr", i%5+1, "the queue")
			r.ReceivedAt = day.Time().Add(time.Duration(i) * time.Hour)
			storetest.Add(t, s, r)
		}
		storetest.Read(t, s)
		if _, err := s.SetMetrics(t.Context(), "cafe", []store.Metric{{"queue", day, "customers", 9}}); err != nil {
			t.Fatal(err)
		}
		// at is where the map has the queue, and what it says of it.
		at := func() (stage string, p mood.Point) {
			t.Helper()
			j, err := s.Journey(t.Context(), "cafe")
			if err != nil {
				t.Fatal(err)
			}
			m, err := s.Map(t.Context(), j, journey.Period{From: day - 7, To: day + 7}, store.Filter{}, 3)
			if err != nil {
				t.Fatal(err)
			}
			for _, st := range m.Stages {
				for _, p := range st.Points {
					if p.Touchpoint.Key == "queue" {
						return st.Stage.Key, p
					}
				}
			}
			return "", p
		}
		_, was := at()
		if was.Answers != 30 || was.Mood == nil || len(was.Quotes) != 3 || len(was.Themes) != 1 {
			t.Fatalf("the test is blind: %+v", was)
		}
		same := func(what, wantStage string) {
			t.Helper()
			stage, is := at()
			byKey := cmp.Comparer(func(a, b *journey.Touchpoint) bool { return a == b || a != nil && b != nil && a.Key == b.Key })
			if d := cmp.Diff(was, is, byKey); stage != wantStage || d != "" {
				t.Errorf("%s: in stage %q (-want +got):\n%s", what, stage, d)
			}
		}
		moved := storetest.Cafe()
		queue := moved.Stages[0].Touchpoints[0]
		moved.Stages[0].Touchpoints = moved.Stages[0].Touchpoints[1:]
		moved.Stages[1].Touchpoints = append(moved.Stages[1].Touchpoints, queue)
		storetest.Apply(t, s, moved)
		same("moved", "use")
		for i := range moved.Stages[1].Touchpoints {
			tp := &moved.Stages[1].Touchpoints[i]
			tp.Name["en"] += " renamed"
		}
		storetest.Apply(t, s, moved)
		same("renamed", "use")

		gone := storetest.Cafe()
		gone.Stages[0].Touchpoints = gone.Stages[0].Touchpoints[1:]
		storetest.Apply(t, s, gone)
		if stage, _ := at(); stage != "" {
			t.Errorf("archived, it is on the map in %s", stage)
		}
		j, err := s.Journey(t.Context(), "cafe")
		if err != nil {
			t.Fatal(err)
		}
		p := journey.Period{From: day - 7, To: day + 7}
		series, err := s.Series(t.Context(), j, p, store.Filter{})
		if len(series["queue"]) != 2 || err != nil {
			t.Errorf("archived, its days are %v %v", series, err)
		}
		if metrics, err := s.Metrics(t.Context(), j, p); len(metrics) != 1 || err != nil {
			t.Errorf("archived, its numbers are %v %v", metrics, err)
		}
		if refused, err := s.SetMetrics(t.Context(), "cafe", []store.Metric{{"queue", day + 1, "customers", 9}}); refused[0] != nil || err != nil {
			t.Errorf("archived, it takes no number: %v %v", refused, err)
		}
		mustRebuildSame(t, s)
		storetest.Apply(t, s, storetest.Cafe())
		same("back", "purchase")
	})
}

// Periods without a day, and days that have not come.
func TestEmptyPeriods(t *testing.T) {
	s := storetest.Open(t)
	storetest.Apply(t, s, storetest.Cafe())
	storetest.Add(t, s, storetest.Answer("queue-qr", 4, "fine"))
	j, err := s.Journey(t.Context(), "cafe")
	if err != nil {
		t.Fatal(err)
	}
	today := journey.DayOf(time.Now(), j.Location())
	for _, p := range []journey.Period{{From: today, To: today}, {From: today + 1, To: today - 30}, {From: today + 400, To: today + 430}, {From: today + 9_000, To: today + 20_000}} {
		for _, f := range []store.Filter{{}, {Persona: "office"}, {Place: "Counter", Language: "en"}} {
			m, err := s.Map(t.Context(), j, p, f, 5)
			if err != nil || m.Answers != 0 || m.Mood != nil || len(m.Stages) != 2 {
				t.Errorf("%v %+v: %v %+v", p, f, err, m)
			}
			series, err := s.Series(t.Context(), j, p, f)
			if len(series) != 0 || err != nil {
				t.Errorf("%v: series %v %v", p, series, err)
			}
			sources, err := s.Sources(t.Context(), j, "queue", p, f)
			if len(sources) != 0 || err != nil {
				t.Errorf("%v: sources %v %v", p, sources, err)
			}
		}
		if p.To <= p.From && store.Months(p) != p {
			t.Errorf("months of %v are %v", p, store.Months(p))
		}
	}
	for _, touch := range []string{"moon", ""} {
		hours, err := s.Hours(t.Context(), j, touch, journey.Period{From: today - 9, To: today + 9})
		sources, err2 := s.Sources(t.Context(), j, touch, journey.Period{From: today - 9, To: today + 9}, store.Filter{})
		if len(hours)+len(sources) != 0 || err != nil || err2 != nil {
			t.Errorf("touchpoint %q: %v %v %v %v", touch, hours, sources, err, err2)
		}
	}
}

// A journey of ten thousand touchpoints is slow to draw, not impossible.
func TestManyTouchpoints(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		j := storetest.Cafe()
		names := j.Stages[0].Touchpoints[0].Name
		for i := range 10_000 {
			j.Stages[1].Touchpoints = append(j.Stages[1].Touchpoints, journey.Touchpoint{Key: fmt.Sprintf("more-%d", i), Name: names, Survey: "quick"})
		}
		storetest.Apply(t, s, j)
		for i := range 20 {
			r := storetest.Answer("queue-qr", i%5+1, "the queue")
			r.ReceivedAt = day.Time()
			storetest.Add(t, s, r)
			far := storetest.Answer("", i%5+1, "the queue")
			far.Journey, far.Touchpoint, far.Trusted, far.ReceivedAt = "cafe", "more-9999", true, day.Time()
			storetest.Sum(far)
			storetest.Add(t, s, far)
		}
		stored, err := s.Journey(t.Context(), "cafe")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []store.Filter{{}, {Language: "en"}} {
			m, err := s.Map(t.Context(), stored, journey.Period{From: day - 30, To: day + 1}, f, 2)
			if err != nil || m.Answers != 40 {
				t.Fatalf("%+v: %v", f, err)
			}
			last := slices.MaxFunc(m.Stages[1].Points, func(a, b mood.Point) int { return int(a.Answers - b.Answers) })
			if last.Touchpoint.Key != "more-9999" || last.Answers != 20 || len(last.Quotes) != 2 {
				t.Errorf("%+v: %+v", f, last)
			}
		}
	})
}
