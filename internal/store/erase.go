package store

import (
	"context"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/survey"
)

// Erase removes all of an answer but its id, and what it added to tallies.
func (s *Store) Erase(ctx context.Context, id uuid.UUID) error {
	_, err := s.change(ctx, id, func(_ *catalog, r *row) error {
		*r = row{seq: r.seq, id: r.id, state: survey.Erased, revision: r.version() + 1}
		return nil
	})
	if err == nil {
		s.dialect.erased(ctx)
	}
	return err
}

// Wipe makes unreadable in the file what was erased or blanked while somebody
// read in it, so that the log could not be emptied. It does nothing where
// nothing is left, and on PostgreSQL, whose own vacuum sees to it.
func (s *Store) Wipe(ctx context.Context) {
	if s.dialect.unwiped.Load() {
		s.dialect.erased(ctx)
	}
}
