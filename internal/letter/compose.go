package letter

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/waymood/waymood/internal/action"
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
	track, err := w.track(ctx, j, in.Day, in.Actions, in.Stances)
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

// told are the digests that were sent, the newest first: of a subscription or,
// where that is "", of the journey to anybody. What waits when the next one is
// made is never sent, so it was not told.
func (w *Writer) told(ctx context.Context, j *journey.Journey, subscription string, day journey.Day) ([]*digest.Digest, error) {
	mails, err := w.Store.SentDigests(ctx, j.Key, subscription, (day - digest.Memory).Time())
	if err != nil {
		return nil, err
	}
	var all []*digest.Digest
	for _, m := range mails {
		var document struct {
			Digest *digest.Digest `json:"digest"`
		}
		if len(m.Document) == 0 {
			continue // long ago: its document was blanked
		}
		if err := json.Unmarshal(m.Document, &document); err != nil {
			return nil, fmt.Errorf("read the digest %s: %w", m.ID, err)
		}
		// What lies ahead was told by a clock that was wrong.
		if d := document.Digest; d != nil && d.Day <= day {
			all = append(all, d)
		}
	}
	return all, nil
}

// Track tells what became of what a journey's digests asked for in the four
// weeks before now.
func (w *Writer) Track(ctx context.Context, j *journey.Journey) (digest.Track, error) {
	actions, err := w.Store.Actions(ctx, store.ActionQuery{Journey: j.Key})
	if err != nil {
		return digest.Track{}, err
	}
	stances, err := w.Store.Stances(ctx, j.Key)
	if err != nil {
		return digest.Track{}, err
	}
	return w.track(ctx, j, journey.DayOf(w.Clock(), j.Location()), actions, stances)
}

func (w *Writer) track(ctx context.Context, j *journey.Journey, day journey.Day, actions []action.Action, stances map[string]action.Stance) (digest.Track, error) {
	told, err := w.told(ctx, j, "", day)
	if err != nil {
		return digest.Track{}, err
	}
	replies, err := w.Store.Replies(ctx, j.Key, (day - digest.Memory).Time())
	if err != nil {
		return digest.Track{}, err
	}
	var decisions []digest.Decision
	for _, r := range replies {
		decisions = append(decisions, digest.Decision{Touchpoint: r.Touchpoint, Day: journey.DayOf(r.Made, j.Location()), Says: r.Says})
	}
	for i := range actions {
		a := &actions[i]
		decisions = append(decisions, digest.Decision{Touchpoint: a.Touchpoint, Day: journey.DayOf(a.CreatedAt, j.Location()), Says: action.TakenUp})
	}
	for key, s := range stances {
		decisions = append(decisions, digest.Decision{Touchpoint: key, Day: journey.Day(s.Made), Says: s.Says})
	}
	return digest.TrackOf(told, decisions, day), nil
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
