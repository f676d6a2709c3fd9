package letter

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/snapshot"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
)

// Document is what the outbox keeps of a digest: what it tells, and the map that
// it was read off, so that words and picture agree for ever. Neither holds a
// customer's words.
type Document struct {
	Digest *digest.Digest `json:"digest"`
	Map    *snapshot.Map  `json:"map"`
}

// quotesRead of each touchpoint's newest texts, to choose from.
const quotesRead = 20

// DigestDocument is Digest as the outbox keeps it.
func (w *Writer) DigestDocument(ctx context.Context, sub *subscription.Subscription, p subscription.Period) ([]byte, error) {
	d, err := w.Digest(ctx, sub, p)
	if err != nil {
		return nil, err
	}
	return json.Marshal(d)
}

// Digest makes what a subscription is told in one of its periods, from the
// answers of the 28 days before the period's moment in the journey's zone, and
// what the subscription was told before. fault.NotFound where the journey is
// gone, archived or a draft, or no longer has the subscription's persona: nobody
// is told of such.
func (w *Writer) Digest(ctx context.Context, sub *subscription.Subscription, p subscription.Period) (*Document, error) {
	j, err := w.Store.Journey(ctx, sub.Journey)
	if err != nil {
		return nil, err
	}
	if j.Archived || j.Draft() {
		return nil, fault.New(fault.NotFound, "the journey is a draft or archived, so nothing is told of it")
	}
	in := digest.Input{
		Day: journey.DayOf(p.At, j.Location()), Cadence: string(sub.Cadence), Team: sub.Team, Persona: sub.Persona,
	}
	if err := known(j, sub); err != nil {
		return nil, err
	}
	if in.Map, err = w.mapOf(ctx, j, journey.Period{From: in.Day - digest.Days, To: in.Day}, sub.Persona, quotesRead); err != nil {
		return nil, err
	}
	if in.Told, err = w.told(ctx, j, sub.ID, in.Day); err != nil {
		return nil, err
	}
	if sub.Persona == "" { // changes are those of whole touchpoints
		for _, period := range digest.Closings(in.Day, in.Told) {
			m, err := w.mapOf(ctx, j, period, "", 0)
			if err != nil {
				return nil, err
			}
			in.Closed = append(in.Closed, m)
		}
		if unseen := digest.Unseen(in.Day, in.Told); unseen.Days() > 0 {
			m, err := w.mapOf(ctx, j, unseen, "", 0)
			if err != nil {
				return nil, err
			}
			in.Earlier = m.Signals
		}
	}
	if in.Actions, err = w.Store.Actions(ctx, store.ActionQuery{Journey: j.Key}); err != nil {
		return nil, err
	}
	if in.Stances, err = w.Store.Stances(ctx, j.Key); err != nil {
		return nil, err
	}
	track, err := w.track(ctx, j, in.Day)
	if err != nil {
		return nil, err
	}
	in.Raised = track.Low()
	if err := w.overlooked(ctx, j, &in, p.At); err != nil {
		return nil, err
	}
	return &Document{Digest: digest.Build(in), Map: snapshot.Freeze(in.Map, nil, nil)}, nil
}

// known refuses a persona that the journey no longer has: a filter by it would
// tell of nobody.
func known(j *journey.Journey, sub *subscription.Subscription) error {
	for _, p := range j.Personas {
		if p.Key == sub.Persona && !p.Archived {
			return nil
		}
	}
	if sub.Persona == "" {
		return nil
	}
	return fault.New(fault.NotFound, "the journey has no persona %q", sub.Persona)
}

// mapOf is a map with its themes labelled.
func (w *Writer) mapOf(ctx context.Context, j *journey.Journey, p journey.Period, persona string, quotes int) (*mood.Map, error) {
	m, err := w.Store.Map(ctx, j, p, store.Filter{Persona: persona}, quotes)
	if err != nil {
		return nil, fmt.Errorf("read the map of %s: %w", j.Key, err)
	}
	m.LabelThemes(w.Labels)
	return m, nil
}

// silentDays is how long a touchpoint is silent before it is told, as the
// journey's pages do.
const silentDays = 30

// overlooked adds what somebody should look after: an overdue review, and
// touchpoints without an answer for 30 days though they were open.
func (w *Writer) overlooked(ctx context.Context, j *journey.Journey, in *digest.Input, now time.Time) error {
	r, err := w.Store.Review(ctx, j.Key)
	if err != nil {
		return err
	}
	zone := j.Location()
	if due, ok := r.Due(zone); ok {
		in.ReviewDue = due
	}
	if journey.DayOf(r.Since, zone) > in.Day-silentDays {
		return nil // too young to have been silent for long
	}
	sums, err := w.Store.Tallies(ctx, j, journey.Period{From: in.Day - silentDays, To: in.Day + 1}, store.Filter{})
	if err != nil {
		return err
	}
	for _, tp := range j.Walk() {
		if sums[tp.Key].Answers == 0 && tp.OpenSince(now.AddDate(0, 0, -silentDays), now, zone) {
			in.Silent = append(in.Silent, tp.Key)
		}
	}
	return nil
}
