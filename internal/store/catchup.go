package store

import "context"

// CatchUp takes into the sums that older versions do not know what a node of
// such a version has done to answers while it ran beside this one: it gives
// answers their hours, and sets the sums over whole touchpoints right. It says
// how many rows that were. Nobody has to wait for it.
//
// What such a node takes away from hours that were counted before, only
// Rebuild finds.
func (s *Store) CatchUp(ctx context.Context) (rows int64, err error) {
	if rows, err = s.fillHoursAfter(ctx, 0); err != nil {
		return rows, err
	}
	blocks, err := s.rebuildBlocks(ctx)
	return rows + blocks, err
}
