package job

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/webhook"
)

// closedDays is how many days after a period of the grid it is still told what
// it has brought: a service that starts later tells of the next one.
const closedDays = 7

// closedPeriod tells webhooks, once for each touchpoint, what the last closed
// period of 28 days has brought: pains that hurt and did not in the one before,
// and confirmed changes.
func (w *Watching) closedPeriod(ctx context.Context, j *journey.Journey, today journey.Day) error {
	p := mood.Closed(today)
	if today-p.To >= closedDays || w.told[j.Key] == p {
		return nil
	}
	m, err := w.Store.Map(ctx, j, p, store.Filter{}, 0)
	if err != nil {
		return err
	}
	before, err := w.Store.Map(ctx, j, p.Before(), store.Filter{}, 0)
	if err != nil {
		return err
	}
	hurt := map[string]bool{}
	for _, pain := range before.Pains {
		hurt[pain.Touchpoint.Key] = pain.Level == mood.Hurts
	}
	var events []store.Event
	add := func(kind, name, touchpoint string, data any) error {
		document, err := json.Marshal(data)
		events = append(events, store.Event{Key: fmt.Sprintf("%s:%s:%s:%s", name, j.Key, touchpoint, p.From), Type: kind, Journey: j.Key, Document: document})
		return err
	}
	of := webhook.Period{From: p.From.String(), To: p.To.String()}
	for point := range m.All() {
		key, place := point.Touchpoint.Key, placeOf(j, point.Touchpoint.Key)
		if pain := point.Pain; pain != nil && pain.Level == mood.Hurts && !hurt[key] {
			err := add(store.PainRaised, "pain", key, webhook.Pain{
				Place: place, Period: of, Answers: point.Answers, Mood: point.Mood.Value, PointsLost: pain.PointsLost, Level: pain.Level,
			})
			if err != nil {
				return err
			}
		}
		if c := point.Change; c != nil && c.Confirmed {
			err := add(store.ChangeConfirmed, "change", key, webhook.Change{
				Place: place, Period: of, From: c.From, To: c.To, P: c.PAdjusted, Answers: point.Answers,
			})
			if err != nil {
				return err
			}
		}
	}
	if err := w.Store.Raise(ctx, events...); err != nil {
		return err
	}
	if w.told == nil {
		w.told = map[string]journey.Period{}
	}
	w.told[j.Key] = p
	return nil
}
