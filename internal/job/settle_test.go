package job

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// TestSettling lets an action go live and be measured, on one node at a time.
func TestSettling(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		ctx, j := t.Context(), storetest.Cafe()
		now := time.Date(2026, 10, 1, 4, 0, 0, 0, time.UTC)
		s := storetest.OpenAt(t, database, store.Options{Create: true, Clock: func() time.Time { return now }})
		storetest.Apply(t, s, j)
		today := int64(journey.DayOf(now, j.Location()))
		a, err := s.AddAction(ctx, j, action.Action{Touchpoint: "queue", Kind: action.Fix, Title: "Second till", Owner: "floor", Due: today})
		if err != nil {
			t.Fatal(err)
		}
		if _, err = s.ChangeAction(ctx, j, a.ID, 1, func(a *action.Action) error { return a.GoLive(today+1, today) }); err != nil {
			t.Fatal(err)
		}
		job := &Settling{Store: s, Log: slog.New(slog.DiscardHandler)}
		for _, c := range []struct{ days, live, measured int }{{0, 0, 0}, {1, 1, 0}, {28, 0, 0}, {29, 0, 1}, {60, 0, 0}} {
			now = time.Date(2026, 10, 1+c.days, 4, 0, 0, 0, time.UTC)
			if live, measured, err := job.Run(ctx); live != c.live || measured != c.measured || err != nil {
				t.Errorf("after %d days: %d live, %d measured, %v", c.days, live, measured, err)
			}
		}
		lease, err := s.Lease(ctx, settleLease, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := job.Run(ctx); !errors.Is(err, fault.Busy) {
			t.Errorf("while another node is at it: %v", err)
		}
		if err := lease.Release(ctx); err != nil {
			t.Fatal(err)
		}
	})
}
