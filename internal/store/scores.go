package store

import (
	"context"
	"time"

	"github.com/waymood/waymood/internal/mood"
)

// Unscored is a text that waits for the scoring job.
type Unscored struct {
	Seq      int64
	Revision int64  // of the score; Scored must name the same one
	Language string // shown with the survey: the prior of detection
	Text     string
}

// Unscored texts in order of arrival, at most limit. after is the Seq of the
// last one of the batch before, 0 at first. With a model given, texts that
// another model scored count as unscored too.
func (s *Store) Unscored(ctx context.Context, model string, after int64, limit int) ([]Unscored, error) {
	panic("not yet")
}

// Scored is what the scorer said of a text.
type Scored struct {
	Seq      int64
	Revision int64
	Hash     int64  // of the text that was scored, see TextHash
	Language string // detected; "unknown" counts as no text
	Model    string
	Label    mood.Sentiment // TextNegative, TextNeutral, TextPositive; NoText for unknown
	Text     mood.Text
}

// SetScores stores scores and moves the tallies, in one transaction. Rows
// whose revision or text has changed since are left for the next pass; it
// says how many were stored.
func (s *Store) SetScores(ctx context.Context, scored []Scored) (int, error) { panic("not yet") }

// TextHash is the hash that tells whether a text is still the one scored.
func TextHash(text string) int64 { panic("not yet") }

// Lease is the right of one process to do one kind of work.
type Lease struct{}

// Lease takes a lease if nobody holds it; fault.Busy when another does. A
// holder that stops renewing loses it after ttl.
func (s *Store) Lease(ctx context.Context, name string, ttl time.Duration) (*Lease, error) {
	panic("not yet")
}

// Renew extends the lease by its ttl; fault.Busy when it was lost.
func (l *Lease) Renew(ctx context.Context) error { panic("not yet") }

// Release gives the lease back.
func (l *Lease) Release(ctx context.Context) error { panic("not yet") }
