package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
)

// SettleActions does what the days do to actions: those whose live day has come
// go live, and their baselines are frozen; those whose window is over are
// measured, once and for good. It says how many, and what was wrong with those
// that could not be settled. An action that somebody changes at the same moment
// is left for the next time.
func (s *Store) SettleActions(ctx context.Context) (live, measured int, err error) {
	moving, err := s.Actions(ctx, ActionQuery{States: []action.State{action.Planned, action.Doing, action.Live}})
	if err != nil {
		return 0, 0, err
	}
	journeys := map[string]*journey.Journey{}
	var failed []error
	for i := range moving {
		a := &moving[i]
		if a.LiveOn == 0 {
			continue
		}
		j := journeys[a.Journey]
		if j == nil {
			if j, err = s.Journey(ctx, a.Journey); err != nil {
				return live, measured, fmt.Errorf("settle action %d: %w", a.ID, err)
			}
			journeys[a.Journey] = j
		}
		was := a.State
		err := s.settle(ctx, j, a)
		if errors.Is(err, fault.Conflict) {
			continue
		}
		if err != nil { // the others' days have come all the same
			failed = append(failed, fmt.Errorf("settle action %d: %w", a.ID, err))
			if ctx.Err() != nil {
				break
			}
			continue
		}
		if a.State == action.Measured {
			measured++
		}
		if was != action.Live && a.State != was {
			live++
		}
	}
	return live, measured, errors.Join(failed...)
}

// settle lets an action go live and be measured as far as its days have come.
func (s *Store) settle(ctx context.Context, j *journey.Journey, a *action.Action) error {
	today := int64(journey.DayOf(s.clock(), j.Location()))
	if a.Arrived(today) {
		was := *a
		if err := a.GoLive(a.LiveOn, today); err != nil {
			return err
		}
		if _, err := s.setAction(ctx, j, &was, a); err != nil {
			return err
		}
	}
	if a.State != action.Live || today < a.Closes() {
		return nil
	}
	was := *a
	o, err := s.Outcome(ctx, j, a)
	if err != nil {
		return err
	}
	if err := a.Settle(o, today); err != nil {
		return err
	}
	_, err = s.setAction(ctx, j, &was, a)
	return err
}
