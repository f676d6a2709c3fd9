package store

import (
	"context"

	"github.com/waymood/waymood/internal/journey"
)

// Read is the store's part of Map, for benchmarks.
func (s *Store) Read(ctx context.Context, j *journey.Journey, p journey.Period, f Filter, quotes int) error {
	_, _, err := s.input(ctx, j, p, f, quotes)
	return err
}
