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

// told are the digests that were sent for a subscription of the journey, the
// newest first. What waits when the next one is made is never sent, so it was
// not told.
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

// Asks are what a mail asks for: of a digest, else none.
func Asks(m *store.Mail) ([]action.Ask, error) {
	d, err := DigestOf(m)
	if errors.Is(err, fault.Gone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return d.Asks(), nil
}

// Track tells what became of what a journey's digests asked for in the four
// weeks before now.
func (w *Writer) Track(ctx context.Context, j *journey.Journey) (digest.Track, error) {
	return w.track(ctx, j, journey.DayOf(w.Clock(), j.Location()))
}

func (w *Writer) track(ctx context.Context, j *journey.Journey, day journey.Day) (digest.Track, error) {
	asks, err := w.Store.Asks(ctx, j.Key, digest.Tracked(day))
	return digest.TrackOf(asks, day), err
}
