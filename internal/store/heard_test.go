package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// When a tablet was last heard of is on disk once a store is closed, and never
// goes back.
func TestHeard(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		at := time.Date(2026, 3, 20, 15, 30, 0, 0, time.UTC)
		for _, c := range []struct{ later, want time.Duration }{{0, 0}, {time.Hour, time.Hour}, {time.Minute, time.Hour}} {
			s, err := store.Open(t.Context(), database, store.Options{Create: true})
			if err != nil {
				t.Fatal(err)
			}
			storetest.Apply(t, s, storetest.Cafe())
			spot, err := s.Spot(t.Context(), "queue-kiosk")
			if err != nil {
				t.Fatal(err)
			}
			s.Hear(spot, at.Add(c.later))
			s.Hear(spot, at.Add(c.later-time.Minute))
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = storetest.OpenAt(t, database, store.Options{})
			j, err := s.Journey(t.Context(), "cafe")
			if err != nil {
				t.Fatal(err)
			}
			heard, err := s.Heard(t.Context(), j)
			if d := cmp.Diff(map[string]time.Time{"queue-kiosk": at.Add(c.want)}, heard); err != nil || d != "" {
				t.Errorf("%v later: %v %s", c.later, err, d)
			}
			other, err := s.Heard(t.Context(), &journey.Journey{Key: "other"})
			if err != nil || len(other) > 0 {
				t.Errorf("another journey: %v %v", other, err)
			}
		}
	})
}
