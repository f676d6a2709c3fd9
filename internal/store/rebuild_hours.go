package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/waymood/waymood/internal/journey"
)

const (
	allHoursSQL   = `select ` + hourColumns + ` from hours`
	monthHoursSQL = allHoursSQL + ` where touchpoint = $1 and month = $2`
	monthRowsSQL  = rowSQL + ` where r.touchpoint = $1 and r.day >= $2 and r.day < $3`
)

// subtractHours takes stored sums away from computed ones.
func (m *moves) subtractHours(rows *sql.Rows, err error) error {
	return each(rows, err, func(rows *sql.Rows) error {
		var k hourKey
		var sum hourSum
		err := rows.Scan(&k.touchpoint, &k.month, &k.weekday, &k.hour, &sum.answers, &sum.omega, &sum.omegaE, &sum.unhappy)
		m.hours[k] = m.hours[k].plus(sum, -1)
		return err
	})
}

// monthKey names the hours of one touchpoint in one month.
type monthKey struct{ touchpoint, month int64 }

// wrongMonths are the months in which an hour's sum is not zero, and how many
// rows that is.
func (m *moves) wrongMonths() (map[monthKey]bool, int64) {
	months, rows := map[monthKey]bool{}, int64(0)
	for k, sum := range m.hours {
		if sum != (hourSum{}) {
			months[monthKey{k.touchpoint, k.month}] = true
			rows++
		}
	}
	return months, rows
}

// recountMonth sets one month's hours right while nobody writes.
func (s *Store) recountMonth(ctx context.Context, k monthKey) error {
	return s.write(long(ctx), func(tx *tx) error {
		var revision int64
		if err := tx.row(s.dialect.lock(holdCatalogSQL)).Scan(&revision); err != nil {
			return err
		}
		m := newMoves()
		from := time.Date(int(k.month/12), time.Month(k.month%12)+1, 1, 0, 0, 0, 0, time.UTC)
		rows, err := tx.rows(monthRowsSQL, k.touchpoint, int64(journey.DayOf(from, time.UTC)), int64(journey.DayOf(from.AddDate(0, 1, 0), time.UTC)))
		err = each(rows, err, func(rows *sql.Rows) error {
			r, err := scanRow(rows)
			if err == nil && r.counts() {
				m.countHour(r, 1)
			}
			return err
		})
		if err != nil {
			return err
		}
		rows, err = tx.rows(monthHoursSQL, k.touchpoint, k.month)
		if err := m.subtractHours(rows, err); err != nil {
			return err
		}
		return tx.flushHours(m)
	})
}
