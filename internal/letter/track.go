package letter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

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
		d, err := DigestOf(&m)
		if errors.Is(err, fault.Gone) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if d.Day <= day { // what lies ahead was told by a clock that was wrong
			all = append(all, d)
		}
	}
	return all, nil
}

// DigestOf is what a mail's digest told; fault.Gone where the mail is no digest
// or its document is no longer kept.
func DigestOf(m *store.Mail) (*digest.Digest, error) {
	var document struct { // without the map, which is most of it
		Digest *digest.Digest `json:"digest"`
	}
	if m.Kind == store.DigestMail && len(m.Document) > 0 {
		if err := json.Unmarshal(m.Document, &document); err != nil {
			return nil, fmt.Errorf("read the digest %s: %w", m.ID, err)
		}
	}
	if document.Digest == nil {
		return nil, fault.New(fault.Gone, "what this mail said is no longer kept")
	}
	return document.Digest, nil
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
