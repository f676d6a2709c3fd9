package store

import (
	"context"
	"database/sql"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

const customersSQL = `select touchpoint, day, value from metrics`

// customers are how many were counted on each day of a period.
func (s *Store) customers(ctx context.Context, sc *scope, key string, p journey.Period) (mood.Customers, error) {
	var where clause
	where.and("journey = ?", key)
	where.in("touchpoint", append([]int64{0}, sc.touchpoints...)) // 0 is the whole journey
	where.and("metric = ?", Customers)
	where.and("day >= ?", int64(p.From))
	where.and("day < ?", int64(p.To))
	counted := mood.Customers{}
	rows, err := s.dialect.read.QueryContext(ctx, customersSQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id int64
		var day journey.Day
		var n float64
		err := rows.Scan(&id, &day, &n)
		of := sc.key[id]
		if counted[of] == nil {
			counted[of] = map[journey.Day]float64{}
		}
		counted[of][day] = n
		return err
	})
	return counted, s.dialect.explain("read", err)
}
