package store

import (
	"context"
	"slices"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// Outcome is what can be said of a live action so far: the frozen baseline
// against the answers since it went live, up to today or to the end of its
// window. Of a measured one it is what was frozen. fault.Conflict for an action
// that is not live.
func (s *Store) Outcome(ctx context.Context, j *journey.Journey, a *action.Action) (action.Outcome, error) {
	if a.Outcome != nil {
		return *a.Outcome, nil
	}
	if a.State != action.Live {
		return action.Outcome{}, fault.New(fault.Conflict, "An action that is %s has no effect to measure.", a.State)
	}
	b, err := s.frozen(ctx, a)
	if err != nil {
		return action.Outcome{}, err
	}
	today := journey.DayOf(s.clock(), j.Location())
	post := journey.Period{From: journey.Day(a.LiveOn), To: min(journey.Day(a.Closes()), today+1)}
	after, err := s.Tallies(ctx, j, post, Filter{})
	if err != nil {
		return action.Outcome{}, err
	}
	models, err := s.modelNames(ctx, j, post)
	if err != nil {
		return action.Outcome{}, err
	}
	untouched, also, err := s.untouched(ctx, j, a)
	if err != nil {
		return action.Outcome{}, err
	}
	t := mood.Trial{Touchpoint: a.Touchpoint, Before: b.Baseline, After: after, Untouched: untouched}
	t.RatingsOnly = len(union(b.Models, models)) > 1
	o := outcomeOf(mood.Measure(j, t))
	o.Also, o.RatingsOnly, o.ShortDays, o.Through = also, t.RatingsOnly, b.Short, int64(post.To)
	o.Controls = compared(b.Baseline, mood.Freeze(j, after), untouched, t.RatingsOnly)
	return o, nil
}

func outcomeOf(e *mood.Effect) action.Outcome {
	return action.Outcome{
		Verdict: action.Verdict(e.Verdict), Known: e.Measured, Needed: int64(e.NeedAbout),
		Before: e.Before, After: e.After, BeforeN: e.BeforeAnswers, AfterN: e.AfterAnswers,
		Control: e.Control, Luck: e.Luck, Effect: e.Value, Low: e.Low, High: e.High,
	}
}

// compared are the untouched touchpoints that have a score on both sides.
func compared(before, after mood.Baseline, untouched []string, ratings bool) []string {
	b, n := before.All, after.All
	if ratings {
		b, n = before.Rating, after.Rating
	}
	keys := []string{}
	for _, key := range untouched {
		if b[key].Answers > 0 && n[key].Answers > 0 {
			keys = append(keys, key)
		}
	}
	return keys
}

// untouched are the touchpoints where nothing else went live within an action's
// windows, and the other actions that did so at its own touchpoint.
func (s *Store) untouched(ctx context.Context, j *journey.Journey, a *action.Action) (keys []string, also []int64, err error) {
	others, err := s.Actions(ctx, ActionQuery{Journey: j.Key, States: []action.State{action.Live, action.Measured}})
	if err != nil {
		return nil, nil, err
	}
	touched := map[string]bool{a.Touchpoint: true}
	also = []int64{}
	for _, o := range others {
		if o.ID == a.ID || o.LiveOn < a.LiveOn-action.PreFrom || o.LiveOn >= a.Closes() {
			continue
		}
		touched[o.Touchpoint] = true
		if o.Touchpoint == a.Touchpoint {
			also = append(also, o.ID)
		}
	}
	for _, tp := range j.Walk() {
		if !touched[tp.Key] {
			keys = append(keys, tp.Key)
		}
	}
	return keys, also, nil
}

// union of two lists of words.
func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
