package store

import (
	"context"
	"database/sql"
	"time"
)

// A cross join keeps SQLite from going through all events to find those few.
const deliveriesWaitingSQL = `select count(*), min(e.created_at) from deliveries d cross join events e where d.state = 'waiting' and e.id = d.event`

// DeliveriesWaiting is how many events are on their way to webhooks, and since
// when the oldest is; zero where none is.
func (s *Store) DeliveriesWaiting(ctx context.Context) (events int64, since time.Time, err error) {
	var oldest sql.NullInt64
	err = s.dialect.read.QueryRowContext(ctx, deliveriesWaitingSQL).Scan(&events, &oldest)
	return events, optionalMoment(oldest), s.dialect.explain("read", err)
}
