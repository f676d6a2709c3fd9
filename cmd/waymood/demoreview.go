package main

import (
	"context"
	"time"

	"github.com/waymood/waymood/internal/demo"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/snapshot"
	"github.com/waymood/waymood/internal/store"
)

// reviewed is how long ago the demo's owner looked over the map: with a monthly
// cadence the next review is due in a few days.
const reviewed = 26 * 24 * time.Hour

// lookBack keeps the maps that the demo's owner would have kept: one from before
// the queue got worse, and that of the last review. Their numbers come from the
// answers of their days. A demo that is started again has them already.
func lookBack(ctx context.Context, st *store.Store, j *journey.Journey, now time.Time) error {
	kept, err := st.Snapshots(ctx, j.Key)
	if err != nil || len(kept) > 0 {
		return err
	}
	for _, n := range []store.Snapshot{
		{Taken: now.Add(-demo.Worse - 24*time.Hour), Note: "隔壁辦公大樓啟用前 · Before the office building next door opened"},
		{Taken: now.Add(-reviewed), Review: true, Note: "秋季檢討 · Autumn review"},
	} {
		last := journey.DayOf(n.Taken, j.Location())
		n.Period = journey.Period{From: last - 27, To: last + 1}
		if _, err := st.TakeSnapshot(ctx, j, n); err != nil {
			return err
		}
	}
	return st.SetCadence(ctx, j.Key, snapshot.Monthly)
}
