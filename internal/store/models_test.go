package store_test

import (
	"testing"
	"time"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// Two periods whose texts were scored by different models are compared by
// their ratings alone, until the older texts have been scored again.
func TestTwoModels(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		j, err := s.Journey(t.Context(), "cafe")
		if err != nil {
			t.Fatal(err)
		}
		day := time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)
		period := journey.Period{From: journey.DayOf(day, time.UTC) - 10, To: journey.DayOf(day, time.UTC) + 2}
		ratingsOnly := func(p journey.Period) bool {
			t.Helper()
			m, err := s.Map(t.Context(), j, p, store.Filter{}, 0)
			if err != nil {
				t.Fatal(err)
			}
			return m.RatingsOnly
		}
		before := storetest.Answer("queue-qr", 2, "slow")
		before.ReceivedAt = day.AddDate(0, 0, -12)
		storetest.Add(t, s, before)
		scoreAll(t, s, "", "old")
		if ratingsOnly(period) {
			t.Error("one model")
		}
		now := storetest.Answer("queue-qr", 2, "slow again")
		now.ReceivedAt = day
		storetest.Add(t, s, now)
		scoreAll(t, s, "", "new")
		if !ratingsOnly(period) {
			t.Error("the older period is scored by another model")
		}
		if ratingsOnly(journey.Period{From: period.To - 2, To: period.To}) {
			t.Error("both periods lie after the older text")
		}
		mustRebuildSame(t, s)
		scoreAll(t, s, "new", "new")
		if ratingsOnly(period) {
			t.Error("all is scored again")
		}
		mustRebuildSame(t, s)
	})
}
