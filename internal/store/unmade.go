package store

import (
	"context"
	"database/sql"
	"time"
)

// Unmade is a subscription whose digest could not be made when it was due.
type Unmade struct {
	Subscription string // id
	Journey      string
	Tries        int // that came to nothing, 1 or more
	Since        time.Time
	Next         time.Time // when it is tried again
}

const (
	// One that was dropped, stopped or wants no digest any more lacks none.
	unmadeSQL    = `select u.subscription, s.journey, u.tries, u.since, u.next_at from unmade u join subscriptions s on s.id = u.subscription where s.stopped_at is null and s.cadence <> 'never' order by u.since, u.subscription`
	setUnmadeSQL = `insert into unmade (subscription, tries, since, next_at) values ($1, $2, $3, $4) on conflict (subscription) do update set tries = excluded.tries, next_at = excluded.next_at where unmade.tries < excluded.tries`
	madeSQL      = `delete from unmade where subscription = $1`
)

// Unmade are the subscriptions whose digests cannot be made, the one that has
// waited longest first.
func (s *Store) Unmade(ctx context.Context) ([]Unmade, error) {
	var all []Unmade
	rows, err := s.dialect.read.QueryContext(ctx, unmadeSQL)
	err = each(rows, err, func(rows *sql.Rows) error {
		var u Unmade
		var since, next int64
		err := rows.Scan(&u.Subscription, &u.Journey, &u.Tries, &since, &next)
		u.Since, u.Next = moment(since), moment(next)
		all = append(all, u)
		return err
	})
	return all, s.dialect.explain("read", err)
}

// SetUnmade notes another try that came to nothing; false where another process
// has noted as many.
func (s *Store) SetUnmade(ctx context.Context, u Unmade) (noted bool, err error) {
	err = s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(setUnmadeSQL, u.Subscription, u.Tries, milli(u.Since), milli(u.Next))
		noted = n > 0
		return err
	})
	return noted && err == nil, err
}

// Made notes that a subscription lacks no digest any more; false where it did
// not.
func (s *Store) Made(ctx context.Context, subscription string) (changed bool, err error) {
	err = s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(madeSQL, subscription)
		changed = n > 0
		return err
	})
	return changed && err == nil, err
}
