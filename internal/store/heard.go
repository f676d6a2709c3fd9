package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"github.com/waymood/waymood/internal/journey"
)

const (
	setHeardSQL = `insert into kiosks_heard (placement, heard_at) values ($1, $2)
  on conflict (placement) do update set heard_at = excluded.heard_at where kiosks_heard.heard_at < excluded.heard_at`
	heardSQL = `select placement, heard_at from kiosks_heard`
)

// Hear notes that a tablet with a placement's kiosk was heard of at a moment.
// It does not wait for the disk.
func (s *Store) Hear(sp *Spot, at time.Time) {
	known := s.catalog.Load().spots[foldCode(sp.Placement.Code)]
	if known == nil {
		return
	}
	s.viewer.mu.Lock()
	defer s.viewer.mu.Unlock()
	s.viewer.heard[known.placement] = max(s.viewer.heard[known.placement], milli(at))
}

func (s *Store) setHeard(ctx context.Context, heard map[int64]int64) error {
	if len(heard) == 0 {
		return nil
	}
	return s.write(ctx, func(tx *tx) error {
		for _, placement := range slices.Sorted(maps.Keys(heard)) {
			if err := tx.exec(setHeardSQL, placement, heard[placement]); err != nil {
				return err
			}
		}
		return nil
	})
}

// Heard is when tablets were last heard of, by the code of their placement, of
// the placements of a journey that are still there; what other nodes heard a
// few seconds ago may be missing. A tablet asks for a new version of its page
// four times an hour, as long as it is on and connected.
func (s *Store) Heard(ctx context.Context, j *journey.Journey) (map[string]time.Time, error) {
	c, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	heard := map[string]time.Time{}
	note := func(placement, at int64) {
		sp := c.placements[placement]
		if sp != nil && sp.Journey.Key == j.Key && !sp.Placement.Ended && !sp.Placement.Archived && moment(at).After(heard[sp.Placement.Code]) {
			heard[sp.Placement.Code] = moment(at)
		}
	}
	rows, err := s.dialect.read.QueryContext(ctx, heardSQL)
	err = each(rows, err, func(rows *sql.Rows) error {
		var placement, at int64
		err := rows.Scan(&placement, &at)
		note(placement, at)
		return err
	})
	s.viewer.mu.Lock()
	defer s.viewer.mu.Unlock()
	for placement, at := range s.viewer.heard {
		note(placement, at)
	}
	return heard, s.dialect.explain("read", err)
}
