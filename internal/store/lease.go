package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/waymood/waymood/internal/fault"
)

// Lease is the right of one process to do one kind of work.
type Lease struct {
	s      *Store
	name   string
	holder string
	ttl    time.Duration
	// Token grows with every taking of the lease: what is written under it
	// can name it, so that a holder who was thought dead is told apart.
	Token int64
}

const (
	takeLeaseSQL = `insert into leases (name, holder, token, until) values ($1, $2, 1, $3)
  on conflict (name) do update set holder = excluded.holder, token = leases.token + 1, until = excluded.until where leases.until <= $4 returning token`
	renewLeaseSQL   = `update leases set until = $1 where name = $2 and holder = $3 and token = $4 and until > $5`
	releaseLeaseSQL = `update leases set until = 0 where name = $1 and holder = $2 and token = $3`
)

// Lease takes a lease if nobody holds it; fault.Busy when another does. A
// holder that stops renewing loses it after ttl.
func (s *Store) Lease(ctx context.Context, name string, ttl time.Duration) (*Lease, error) {
	l := &Lease{s: s, name: name, holder: newID(), ttl: ttl}
	now := s.now()
	err := s.write(ctx, func(tx *tx) error {
		err := tx.row(takeLeaseSQL, name, l.holder, now+ttl.Milliseconds(), now).Scan(&l.Token)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.Busy, "another process is doing this work")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return l, nil
}

// Renew extends the lease by its ttl; fault.Busy when it was lost.
func (l *Lease) Renew(ctx context.Context) error {
	now := l.s.now()
	return l.s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(renewLeaseSQL, now+l.ttl.Milliseconds(), l.name, l.holder, l.Token, now)
		if err == nil && n == 0 {
			err = fault.New(fault.Busy, "the lease was lost to another process")
		}
		return err
	})
}

// Release gives the lease back.
func (l *Lease) Release(ctx context.Context) error {
	return l.s.write(ctx, func(tx *tx) error { return tx.exec(releaseLeaseSQL, l.name, l.holder, l.Token) })
}
