package store

import (
	"context"
	"database/sql"
	"time"
)

// Outbox is how the mails fare.
type Outbox struct {
	Waiting int
	Oldest  time.Time // of those that wait; zero: none does
	Trouble string    // what was in the way of the last one that was tried in vain and waits
	Failed  int       // for good, of those made in the last 28 days
}

const (
	// Each by its own index: the rest of the table only grows.
	mailsWaitingSQL  = `select count(*), min(created_at) from outbox where state = 'waiting'`
	mailsFailedSQL   = `select count(*) from outbox where state = 'failed' and created_at >= $1`
	outboxTroubleSQL = `select trouble from outbox where state = 'waiting' and trouble <> '' order by next_at desc, seq desc limit 1`
)

// Outbox says how many mails wait and how many could not be sent.
func (s *Store) Outbox(ctx context.Context) (Outbox, error) {
	var o Outbox
	var oldest sql.NullInt64
	if err := s.dialect.read.QueryRowContext(ctx, mailsWaitingSQL).Scan(&o.Waiting, &oldest); err != nil {
		return o, s.dialect.explain("read", err)
	}
	since := s.now() - (28 * 24 * time.Hour).Milliseconds()
	if err := s.dialect.read.QueryRowContext(ctx, mailsFailedSQL, since).Scan(&o.Failed); err != nil {
		return o, s.dialect.explain("read", err)
	}
	o.Oldest = optionalMoment(oldest)
	rows, err := s.dialect.read.QueryContext(ctx, outboxTroubleSQL)
	err = each(rows, err, func(rows *sql.Rows) error { return rows.Scan(&o.Trouble) })
	return o, s.dialect.explain("read", err)
}
