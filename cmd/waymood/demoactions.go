package main

import (
	"context"
	"fmt"
	"math"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/demo"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// seenDays is how long the period is that was looked at before an action.
const seenDays = 28

// act lets the café do what it did about its pains, on the ways that staff go,
// and measures what is due. A demo that is started again finds it done.
func act(ctx context.Context, a *app, st *store.Store, j *journey.Journey) error {
	done, err := st.Actions(ctx, store.ActionQuery{Journey: j.Key, Limit: 1})
	if err != nil || len(done) > 0 {
		return err
	}
	now := a.clock()
	for _, d := range demo.Deeds(j, now) {
		if err := deed(ctx, st, j, d, int64(journey.DayOf(now, j.Location()))); err != nil {
			return fmt.Errorf("make the action %q: %w", d.Action.Title, err)
		}
	}
	_, _, err = st.SettleActions(ctx)
	return err
}

func deed(ctx context.Context, st *store.Store, j *journey.Journey, d demo.Deed, today int64) error {
	act := d.Action
	act.CreatedAt = d.Seen.Time() // some time that day, wherever the café is
	var err error
	if act.Evidence, err = st.Evidence(ctx, j, act.Touchpoint, journey.Period{From: d.Seen - seenDays, To: d.Seen}); err != nil {
		return err
	}
	if lost := math.Round(10*act.Evidence.PointsLost) / 10; act.Expected == nil && lost > 0 {
		act.Expected = &lost
	}
	made, err := st.AddAction(ctx, j, act)
	if err != nil || !d.Begun {
		return err
	}
	_, err = st.ChangeAction(ctx, j, made.ID, made.Revision, func(a *action.Action) error {
		if d.LiveOn != 0 {
			return a.GoLive(d.LiveOn, today)
		}
		return a.Begin()
	})
	return err
}
