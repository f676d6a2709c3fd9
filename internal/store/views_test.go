package store_test

import (
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// look opens a placement's page.
func look(t *testing.T, s *store.Store, code string, at time.Time) {
	t.Helper()
	spot, err := s.Spot(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	s.View(spot, at)
}

// Views are on disk once a store is closed, and those of several nodes add up.
func TestViewsAddUp(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		day := time.Date(2026, 3, 20, 15, 30, 0, 0, time.UTC) // 23:30 in Taipei
		var nodes [2]*store.Store
		for i := range nodes {
			s, err := store.Open(t.Context(), database, store.Options{Create: true})
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				storetest.Apply(t, s, storetest.Cafe())
			}
			nodes[i] = s
		}
		var wait sync.WaitGroup
		for i, s := range nodes {
			for range 5 {
				wait.Go(func() {
					for range 20 {
						look(t, s, "queue-qr", day)
						look(t, s, "QUEUE-QR", day.Add(time.Hour)) // the next day where the journey is
					}
					look(t, nodes[i], "drink-qr", day)
				})
			}
		}
		wait.Wait()
		for _, s := range nodes {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		s := storetest.OpenAt(t, database, store.Options{})
		j, err := s.Journey(t.Context(), "cafe")
		if err != nil {
			t.Fatal(err)
		}
		first := journey.DayOf(day, j.Location())
		for p, want := range map[journey.Period]map[string]store.Viewed{
			{From: first, To: first + 1}:     {"queue": {Views: 200}, "drink": {Views: 10}},
			{From: first + 1, To: first + 2}: {"queue": {Views: 200}},
			{From: first, To: first + 9}:     {"queue": {Views: 400}, "drink": {Views: 10}},
			{From: first + 2, To: first + 9}: {},
			{From: first + 9, To: first}:     {},
		} {
			got, err := s.Views(t.Context(), j, p, store.Filter{})
			if d := cmp.Diff(want, got); d != "" || err != nil {
				t.Errorf("%v: %v (-want +got):\n%s", p, err, d)
			}
		}
	})
}

// A rate is of the days on which the page was opened, and never above one: more
// answers than views on a day came without the page.
func TestResponseRate(t *testing.T) {
	database := filepath.Join(t.TempDir(), "waymood.db")
	s, err := store.Open(t.Context(), database, store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	storetest.Apply(t, s, storetest.Cafe())
	noon := time.Date(2026, 3, 20, 4, 0, 0, 0, time.UTC)
	answer := func(code string, day, n int) {
		for range n {
			r := storetest.Answer(code, 4, "")
			r.ReceivedAt = noon.AddDate(0, 0, day)
			storetest.Add(t, s, r)
		}
	}
	for day, views := range []int{10, 2, 0} {
		for range views {
			look(t, s, "queue-qr", noon.AddDate(0, 0, day))
		}
	}
	answer("queue-qr", 0, 4)    // of 10
	answer("queue-qr", 1, 6)    // more than the 2 who looked
	answer("queue-qr", 2, 5)    // nobody looked
	answer("queue-kiosk", 0, 9) // has no page
	answer("drink-qr", 0, 1)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = storetest.OpenAt(t, database, store.Options{})
	j, err := s.Journey(t.Context(), "cafe")
	if err != nil {
		t.Fatal(err)
	}
	p := journey.Period{From: journey.DayOf(noon, j.Location()), To: journey.DayOf(noon, j.Location()) + 9}
	views, err := s.Views(t.Context(), j, p, store.Filter{})
	if d := cmp.Diff(map[string]store.Viewed{"queue": {Views: 12, Answered: 6}}, views); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
	if rate, ok := views["queue"].Rate(); rate != 0.5 || !ok {
		t.Errorf("rate %v %v", rate, ok)
	}
	if _, ok := views["drink"].Rate(); ok {
		t.Error("a rate where nobody looked")
	}
	for f, want := range map[store.Filter]int{{Channel: "kiosk"}: 0, {Persona: "office"}: 0, {Language: "en"}: 0, {Place: "Counter"}: 1} {
		if views, err := s.Views(t.Context(), j, p, f); len(views) != want || err != nil {
			t.Errorf("%+v: %v %v", f, views, err)
		}
	}
	sources, err := s.Sources(t.Context(), j, "queue", p, store.Filter{})
	if err != nil || len(sources) != 2 || sources[0].Placement.Code != "queue-qr" || sources[0].Viewed.Answered != 6 || sources[1].Viewed != (store.Viewed{}) {
		t.Errorf("sources: %v %+v", err, sources)
	}
}
