package store

import (
	"context"
	"database/sql"

	"github.com/waymood/waymood/internal/journey"
)

const channelsSQL = `select touchpoint, placement, cast(sum(answers) as bigint) from tallies`

// Channels are how many answers of a period came through which channel, by
// touchpoint key; touchpoints without an answer are absent. Imports that name a
// touchpoint only count as imports. What it gives is shared and must not be
// changed.
func (s *Store) Channels(ctx context.Context, j *journey.Journey, p journey.Period, f Filter) (map[string]map[journey.Channel]int64, error) {
	c, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return nil, err
	}
	counts, err := recall(ctx, s, s.channels, sc, question{journey: j.Key, period: p}, func(sc *scope) (map[int64]map[journey.Channel]int64, error) {
		return s.channelSums(ctx, c, sc, p)
	})
	return byKey(sc, counts), err
}

// channelSums is Channels by touchpoint.
func (s *Store) channelSums(ctx context.Context, c *catalog, sc *scope, p journey.Period) (map[int64]map[journey.Channel]int64, error) {
	var where clause
	sc.where(&where, p)
	counts := map[int64]map[journey.Channel]int64{}
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
		if counts[touchpoint] == nil {
			counts[touchpoint] = map[journey.Channel]int64{}
		}
		counts[touchpoint][channel] += answers
		return nil
	})
	return counts, s.dialect.explain("read", err)
}
