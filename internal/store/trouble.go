package store

import (
	"context"
	"database/sql"
	"time"
)

// Undelivered is an address that mails do not reach.
type Undelivered struct {
	Mail   string // id of the first one that failed
	Reader string // whose address it is, see Store.Reader
}

const (
	// A later mail to the same address that arrived mends what was before.
	undeliveredSQL = `select o.id, o.recipient from outbox o where o.state = 'failed' and o.folded <> '' and o.created_at >= $1
  and not exists (select 1 from outbox s where s.folded = o.folded and s.seq > o.seq and s.sent_at is not null) order by o.seq`
	// A cross join keeps SQLite from going through all answers to find those few.
	behindSQL = `select count(*), min(r.received_at) from waiting w cross join responses r where r.seq = w.seq and r.text is not null`
)

// Undelivered are the addresses to which a mail since a time failed for good
// and none arrived after it, each once.
func (s *Store) Undelivered(ctx context.Context, since time.Time) ([]Undelivered, error) {
	var all []Undelivered
	seen := map[string]bool{}
	rows, err := s.dialect.read.QueryContext(ctx, undeliveredSQL, milli(since))
	err = each(rows, err, func(rows *sql.Rows) error {
		var id, recipient string
		err := rows.Scan(&id, &recipient)
		if reader := s.Reader(recipient); err == nil && !seen[reader] {
			seen[reader] = true
			all = append(all, Undelivered{id, reader})
		}
		return err
	})
	return all, s.dialect.explain("read", err)
}

// Behind is how many texts wait to be read, and since when the oldest does;
// zero where none does.
func (s *Store) Behind(ctx context.Context) (texts int64, since time.Time, err error) {
	var oldest sql.NullInt64
	err = s.dialect.read.QueryRowContext(ctx, behindSQL).Scan(&texts, &oldest)
	return texts, optionalMoment(oldest), s.dialect.explain("read", err)
}
