package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
)

const (
	hoursLeftSQL = `select value from counters where name = 'hours'`
	hoursDoneSQL = `delete from counters where name = 'hours'`
	hoursAtSQL   = `update counters set value = $1 where name = 'hours'`
	hourlessSQL  = `select seq from responses where seq > $1 and hour < 0 and state <> 4 order by seq limit $2`
	setHourSQL   = `update responses set hour = $1 where seq = $2`
)

// fillHours looks at the hours of answers that are older than the hour table,
// once in a database's life. It goes on where it was interrupted; nodes that
// start together share the work without counting anything twice.
func (s *Store) fillHours(ctx context.Context) error {
	var after int64
	err := s.dialect.read.QueryRowContext(ctx, hoursLeftSQL).Scan(&after)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := s.fillHoursAfter(ctx, after); err != nil {
		return err
	}
	return s.write(ctx, func(tx *tx) error { return tx.exec(hoursDoneSQL) })
}

// fillHoursAfter gives hours to the answers after a number that have none, and
// says how many they were.
func (s *Store) fillHoursAfter(ctx context.Context, after int64) (filled int64, err error) {
	const limit = 1000
	told := false
	for {
		seqs, err := s.seqs(ctx, hourlessSQL, after, limit)
		if err != nil || len(seqs) == 0 {
			return filled, s.dialect.explain("read", err)
		}
		if !told {
			s.log.InfoContext(ctx, "looking up the hours of answers that an older version kept")
			told = true
		}
		after = seqs[len(seqs)-1]
		n, err := s.fillSome(ctx, seqs, after)
		if err != nil {
			return filled, err
		}
		filled += n
	}
}

// fillSome gives answers their hours and notes that those up to a number are
// done. It says how many had none.
func (s *Store) fillSome(ctx context.Context, seqs []int64, upTo int64) (filled int64, err error) {
	err = s.writeIn(ctx, func(tx *tx, c *catalog) error {
		filled = 0 // a transaction may be tried again
		rows, err := tx.load(slices.Clone(seqs))
		if err != nil {
			return err
		}
		m := newMoves()
		for _, seq := range slices.Sorted(maps.Keys(rows)) {
			r := rows[seq]
			of := c.touchpoints[r.touchpoint]
			if r.hour >= 0 || of == nil {
				continue // another node was here, or the answer was erased
			}
			_, r.hour = placeTime(moment(r.answered()), of.of.zone)
			if err := tx.exec(setHourSQL, r.hour, r.seq); err != nil {
				return err
			}
			filled++
			if r.counts() {
				m.countHour(r, 1)
			}
		}
		if err := tx.flushHours(m); err != nil {
			return err
		}
		return tx.exec(hoursAtSQL, upTo)
	})
	return filled, err
}

// seqs are the numbers that a query finds.
func (s *Store) seqs(ctx context.Context, query string, args ...any) ([]int64, error) {
	var seqs []int64
	rows, err := s.dialect.read.QueryContext(ctx, query, args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var seq int64
		err := rows.Scan(&seq)
		seqs = append(seqs, seq)
		return err
	})
	return seqs, err
}
