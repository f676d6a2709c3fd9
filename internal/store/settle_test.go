package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// TestSettleGoesOn: an action that cannot be settled is told, and holds up none
// of the others.
func TestSettleGoesOn(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		ctx, j := t.Context(), storetest.Cafe()
		now := time.Date(2026, 10, 1, 4, 0, 0, 0, time.UTC)
		s := storetest.OpenAt(t, database, store.Options{Create: true, Clock: func() time.Time { return now }})
		storetest.Apply(t, s, j)
		today := int64(journey.DayOf(now, j.Location()))
		for range 2 {
			a, err := s.AddAction(ctx, j, action.Action{Touchpoint: "queue", Kind: action.Fix, Title: "Second till", Owner: "floor", Due: today})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.ChangeAction(ctx, j, a.ID, 1, func(a *action.Action) error { return a.GoLive(today+1, today) }); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := raw(t, database).Exec("update actions set live_on = $1 where id = (select min(id) from actions)", today-5000); err != nil {
			t.Fatal(err)
		}
		now = now.AddDate(0, 0, 1)
		live, _, err := s.SettleActions(ctx)
		if live != 1 || err == nil || !strings.Contains(err.Error(), "settle action 1") {
			t.Errorf("%d went live, %v", live, err)
		}
	})
}
