package store

import (
	"context"
	"database/sql"

	"github.com/waymood/waymood/internal/journey"
)

// Past is what a touchpoint's answers of all days amount to.
type Past struct {
	Answers     int64 // that count
	First, Last journey.Day
}

const pastSQL = `select touchpoint, cast(sum(answers) as bigint), min(day), max(day) from tallies`

// Pasts are those of the named touchpoints of a journey by their keys, such as
// archived ones that no map shows any more; those that never had an answer are
// absent.
func (s *Store) Pasts(ctx context.Context, j *journey.Journey, keys []string) (map[string]Past, error) {
	pasts := map[string]Past{}
	c, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	var ids []int64
	named := map[int64]string{}
	for _, key := range keys {
		if sp := c.byKey[touchpointKey{j.Key, key}]; sp != nil {
			ids = append(ids, sp.touchpoint)
			named[sp.touchpoint] = key
		}
	}
	if len(ids) == 0 {
		return pasts, nil
	}
	var where clause
	where.in("touchpoint", ids)
	where.and("answers > 0")
	rows, err := s.dialect.read.QueryContext(ctx, pastSQL+where.String()+" group by touchpoint", where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id int64
		var p Past
		err := rows.Scan(&id, &p.Answers, &p.First, &p.Last)
		pasts[named[id]] = p
		return err
	})
	return pasts, s.dialect.explain("read", err)
}

const firstDaySQL = `select min((select min(day) from tallies where touchpoint = t.id and answers > 0)) from touchpoints t where t.journey = $1`

// FirstDay is the day of a journey's first answer; false while it has none.
func (s *Store) FirstDay(ctx context.Context, j *journey.Journey) (journey.Day, bool, error) {
	var day sql.NullInt32
	err := s.dialect.read.QueryRowContext(ctx, firstDaySQL, j.Key).Scan(&day)
	return journey.Day(day.Int32), day.Valid, s.dialect.explain("read", err)
}
