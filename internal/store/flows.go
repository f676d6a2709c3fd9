package store

import (
	"context"
	"database/sql"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

const flowsSQL = `select touchpoint, placement, day, cast(sum(answers) as bigint) from tallies`

// Flows are how many answers a journey's touchpoints, and their placements, had
// by day in a period, by touchpoint key; those without any are left out. What
// came by placements that have ended, or without one, is no part of what is
// usual.
func (s *Store) Flows(ctx context.Context, j *journey.Journey, p journey.Period) (map[string]mood.Flow, error) {
	sc, err := s.scope(ctx, j, Filter{})
	if err != nil {
		return nil, err
	}
	c, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	var where clause
	sc.where(&where, p)
	where.add(" group by touchpoint, placement, day")
	flows := map[string]mood.Flow{}
	rows, err := s.dialect.read.QueryContext(ctx, flowsSQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id, placement, n int64
		var day journey.Day
		if err := rows.Scan(&id, &placement, &day, &n); err != nil || n <= 0 {
			return err
		}
		key := sc.key[id]
		f, ok := flows[key]
		if !ok {
			_, tp := j.Touchpoint(key)
			f = mood.Flow{Answers: map[journey.Day]int64{}, Open: tp.OpenOn, Parts: map[string]mood.Flow{}}
		}
		f.Last = max(f.Last, day)
		if sp := c.placements[placement]; sp != nil && !sp.Placement.Ended && !sp.Placement.Archived {
			f.Answers[day] += n
			part, ok := f.Parts[sp.Placement.Code]
			if !ok {
				part = mood.Flow{Answers: map[journey.Day]int64{}, Open: sp.Placement.OpenOn}
			}
			part.Last = max(part.Last, day)
			part.Answers[day] += n
			f.Parts[sp.Placement.Code] = part
		}
		flows[key] = f
		return nil
	})
	return flows, s.dialect.explain("read", err)
}
