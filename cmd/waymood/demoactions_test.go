package main

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/demo"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// TestDemoActions: what became of the café's actions comes out of its answers,
// whatever the seed. The cups, of which nobody said anything, may be told to have
// changed nothing or want more answers, as it happens.
func TestDemoActions(t *testing.T) {
	now := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	a := &app{clock: func() time.Time { return now }}
	for seed := range uint64(3) {
		st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "dawn.db"), store.Options{Clock: a.clock, Create: true, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		j, err := sampleJourney(now)
		if err != nil {
			t.Fatal(err)
		}
		made, err := demo.Answers(j, 2500, seed+1, now)
		if err != nil {
			t.Fatal(err)
		}
		applied, err := st.Apply(t.Context(), []*journey.Journey{j}, false)
		if err != nil {
			t.Fatal(err)
		}
		j = applied[0].Journey
		for _, added := range st.AddResponses(t.Context(), made) {
			if added.Err != nil {
				t.Fatal(added.Err)
			}
		}
		for range 2 { // the second time it is there already
			if err := act(t.Context(), a, st, j); err != nil {
				t.Fatal(err)
			}
		}
		all, err := st.Actions(t.Context(), store.ActionQuery{})
		if err != nil || len(all) != 4 {
			t.Fatalf("%d actions, %v", len(all), err)
		}
		today := int64(journey.DayOf(now, j.Location()))
		for i, want := range []struct {
			touchpoint string
			state      action.State
			verdict    action.Verdict
			overdue    bool
		}{{"seat", action.Measured, action.Worked, false}, {"drink", action.Measured, action.None, false}, {"queue", action.Doing, "", false}, {"menu", action.Doing, "", true}} {
			got := all[i]
			if got.Touchpoint != want.touchpoint || got.State != want.state || got.Overdue(today) != want.overdue || got.Evidence == nil || got.Expected == nil {
				t.Errorf("seed %d: %+v", seed, got)
			}
			if (got.Outcome != nil) != (want.verdict != "") || got.Outcome != nil && got.Outcome.Verdict != want.verdict && (want.verdict != action.None || got.Outcome.Verdict != action.Unsure) {
				t.Errorf("seed %d, %s: %+v", seed, want.touchpoint, got.Outcome)
			}
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}
}
