package store

import (
	"context"
	"database/sql"

	"github.com/waymood/waymood/internal/journey"
)

const channelsSQL = `select touchpoint, placement, cast(sum(answers) as bigint) from tallies`

// Channels are how many answers of a period came through which channel, by
// touchpoint key; touchpoints without an answer are absent. Imports that name a
// touchpoint only count as imports.
func (s *Store) Channels(ctx context.Context, j *journey.Journey, p journey.Period, f Filter) (map[string]map[journey.Channel]int64, error) {
	c, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return nil, err
	}
	var where clause
	sc.where(&where, p)
	counts := map[string]map[journey.Channel]int64{}
	rows, err := s.dialect.read.QueryContext(ctx, channelsSQL+where.String()+" group by touchpoint, placement", where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var touchpoint, placement, answers int64
		if err := rows.Scan(&touchpoint, &placement, &answers); err != nil || answers == 0 {
			return err
		}
		channel := journey.Import
		if at := c.placements[placement]; placement != 0 && at != nil {
			channel = at.Placement.Channel
		}
		key := sc.key[touchpoint]
		if counts[key] == nil {
			counts[key] = map[journey.Channel]int64{}
		}
		counts[key][channel] += answers
		return nil
	})
	return counts, s.dialect.explain("read", err)
}
