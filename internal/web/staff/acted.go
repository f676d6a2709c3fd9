package staff

import (
	"cmp"
	"context"
	"slices"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// actedView is an action with what last became of it.
type actedView struct {
	Title, Link string
	Place       string
	What        string // "in effect since 3 November", "It worked: +9 points"
	Owner       string
	Measured    bool
}

// acted are the actions that were taken up, went into effect or were measured
// on the days of a period, each with the last of these steps, in the order of
// the steps.
func (pg *page) acted(all []action.Action, j *journey.Journey, days journey.Period) []actedView {
	within := func(d int64) bool { return d != 0 && d >= int64(days.From) && d < int64(days.To) }
	type step struct {
		day int64
		actedView
	}
	var list []step
	for i := range all {
		a := &all[i]
		made := int64(journey.DayOf(a.CreatedAt, j.Location()))
		s := step{actedView: actedView{Title: a.Title, Link: actionLink(a), Place: pg.placeOf(j, a.Touchpoint), Owner: pg.team(j, a.Owner)}}
		switch {
		case a.State == action.Measured && within(a.Closes()):
			s.day, s.Measured = a.Closes(), true
			s.What = pg.verdictWord(a.Outcome)
			if e := pg.effect(a.Outcome); e != "" {
				s.What += " · " + e
			}
		case (a.State == action.Live || a.State == action.Measured) && within(a.LiveOn):
			s.day, s.What = a.LiveOn, pg.T("action.since", "Day", pg.dated(journey.Day(a.LiveOn)))
		case within(made):
			s.day, s.What = made, pg.T("snapshot.taken_up", "Day", pg.dated(journey.Day(made)))
		default:
			continue
		}
		list = append(list, s)
	}
	slices.SortStableFunc(list, func(a, b step) int { return cmp.Compare(a.day, b.day) })
	views := make([]actedView, len(list))
	for i := range list {
		views[i] = list[i].actedView
	}
	return views
}

// actedSince are the actions on which something was done since a day.
func (p *Pages) actedSince(ctx context.Context, pg *page, j *journey.Journey, days journey.Period) ([]actedView, error) {
	all, err := p.Store.Actions(ctx, store.ActionQuery{Journey: j.Key})
	if err != nil {
		return nil, err
	}
	return pg.acted(all, j, days), nil
}
