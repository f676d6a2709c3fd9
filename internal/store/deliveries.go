package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/waymood/waymood/internal/fault"
)

// Sending is how far a delivery has come.
type Sending string

// How far a delivery has come.
const (
	ToSend   Sending = "waiting"
	Sent     Sending = "sent"     // the endpoint took it
	Failed   Sending = "failed"   // given up
	Withheld Sending = "erased"   // what it was about was erased before it was sent
	Unneeded Sending = "unneeded" // its shape has nothing to say of it
	Stopped  Sending = "stopped"  // the webhook was disabled before it was sent
)

// Delivery is an event on its way to one webhook, without what is told.
type Delivery struct {
	ID       int64
	Webhook  string
	Event    Event // without its document
	State    Sending
	Attempts int // that ended
	Next     time.Time
	Tried    time.Time     // the last attempt's end; zero: none yet
	Status   int           // of HTTP, at the last attempt; 0: there was no answer
	Trouble  string        // what was wrong at the last attempt, as a word of package webhook
	Took     time.Duration // the last attempt
}

// DeliveryQuery selects deliveries of a webhook. Zero fields do not select.
type DeliveryQuery struct {
	Webhook string
	States  []Sending
	Cursor  string // of the page before
	Limit   int    // 0: 50; at most 500
}

const (
	deliverySQL = `select d.id, d.webhook, d.state, d.attempts, d.next_at, d.tried_at, d.status, d.trouble, d.took, e.id, e.key, e.type, e.journey, e.created_at
  from deliveries d join events e on e.id = d.event`
	stopDeliveriesSQL = `update deliveries set state = 'stopped' where webhook = $1 and state = 'waiting'`
	dropDeliveriesSQL = `delete from deliveries where webhook = $1`
	// Whoever had it in hand when it ended is not heard any more.
	replaySQL       = `update deliveries set state = 'waiting', attempts = 0, token = token + 1, next_at = $1, held_until = 0 where id = $2 and state <> 'waiting'`
	replayFailedSQL = `update deliveries set state = 'waiting', attempts = 0, token = token + 1, next_at = $1, held_until = 0 where webhook = $2 and state in ('failed', 'stopped')`
	// One that is in hand stays there.
	nowSQL         = `update deliveries set next_at = $1 where id = $2 and state = 'waiting' and next_at > $1`
	hasDeliverySQL = `select w.disabled_at from deliveries d join webhooks w on w.id = d.webhook where d.webhook = $1 and d.id = $2`
	pullSQL        = `update deliveries set next_at = $1, held_until = 0 where state = 'waiting' and (next_at > $2 or held_until > $2)`
	// By their events, since nothing ends before it was raised: the log itself has
	// no index of when.
	oldDeliveriesSQL = `delete from deliveries where id in (select d.id from events e join deliveries d on d.event = e.id
  where e.created_at < $1 and d.state <> 'waiting' and d.next_at < $1 order by e.created_at limit $2)`
	oldEventsSQL = `delete from events where id in (select e.id from events e where e.created_at < $1 and not exists (select 1 from deliveries d where d.event = e.id) order by e.created_at limit $2)`
)

func scanDelivery(scan func(...any) error) (Delivery, error) {
	var d Delivery
	var next, took, created int64
	var tried sql.NullInt64
	err := scan(&d.ID, &d.Webhook, &d.State, &d.Attempts, &next, &tried, &d.Status, &d.Trouble, &took, &d.Event.ID, &d.Event.Key, &d.Event.Type, &d.Event.Journey, &created)
	d.Next, d.Tried, d.Took, d.Event.Created = moment(next), optionalMoment(tried), time.Duration(took)*time.Millisecond, moment(created)
	return d, err
}

// Deliveries of a webhook, the newest first, and the cursor of the next page,
// "" at the end. A broken cursor is fault.Invalid.
func (s *Store) Deliveries(ctx context.Context, q DeliveryQuery) ([]Delivery, string, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = 50
	}
	limit = min(limit, 500)
	var where clause
	where.and("d.webhook = ?", q.Webhook)
	for i, state := range q.States {
		if i == 0 {
			where.and("d.state in (?", string(state))
		} else {
			where.add(", ?", string(state))
		}
	}
	if len(q.States) > 0 {
		where.add(")")
	}
	if q.Cursor != "" {
		id, err := openCursor(q.Cursor)
		if err != nil {
			return nil, "", err
		}
		where.and("d.id < ?", id)
	}
	where.add(" order by d.id desc limit ?", limit+1)
	var all []Delivery
	rows, err := s.dialect.read.QueryContext(ctx, deliverySQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		d, err := scanDelivery(rows.Scan)
		all = append(all, d)
		return err
	})
	if err != nil {
		return nil, "", s.dialect.explain("read", err)
	}
	if len(all) <= limit {
		return all, "", nil
	}
	return all[:limit], cursor(all[limit-1].ID), nil
}

// ReplayDelivery sends a delivery again, now and with the same event id; one
// that waits for its next attempt is tried now instead. fault.NotFound;
// fault.Conflict while its webhook is disabled.
func (s *Store) ReplayDelivery(ctx context.Context, webhook string, id int64) error {
	return s.write(ctx, func(tx *tx) error {
		var disabled sql.NullInt64
		err := tx.row(hasDeliverySQL, webhook, id).Scan(&disabled)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return errNoDelivery
		case err != nil:
			return err
		case disabled.Valid:
			return errDisabled
		}
		if err := tx.exec(nowSQL, s.now(), id); err != nil {
			return err
		}
		return tx.exec(replaySQL, s.now(), id)
	})
}

var (
	errNoDelivery = fault.New(fault.NotFound, "There is no such delivery.")
	errDisabled   = fault.New(fault.Conflict, "This webhook is disabled; enable it first.")
)

// ReplayFailed sends all of a webhook's deliveries again that were given up or
// stopped, and says how many. fault.NotFound; fault.Conflict while it is
// disabled.
func (s *Store) ReplayFailed(ctx context.Context, webhook string) (n int64, err error) {
	err = s.write(ctx, func(tx *tx) error {
		w, err := scanWebhook(tx.row(webhookSQL, webhook).Scan)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return errNoWebhook
		case err != nil:
			return err
		case !w.Disabled.IsZero():
			return errDisabled
		}
		n, err = tx.changed(replayFailedSQL, s.now(), webhook)
		return err
	})
	return n, err
}

// PullDeliveries makes what would wait beyond a time due now, and says how
// many: nobody means to wait that long, so the clock was wrong when that was
// decided.
func (s *Store) PullDeliveries(ctx context.Context, beyond time.Time) (n int64, err error) {
	err = s.write(ctx, func(tx *tx) error {
		n, err = tx.changed(pullSQL, s.now(), milli(beyond))
		return err
	})
	return n, err
}

// sweepBatch is how many rows one transaction of the sweep removes at most.
const sweepBatch = 1000

// SweepDeliveries removes the log of what was sent or given up before a time,
// and events of before that time that nobody is still to be told of. It says
// how many rows went.
func (s *Store) SweepDeliveries(ctx context.Context, before time.Time) (total int64, err error) {
	for _, query := range []string{oldDeliveriesSQL, oldEventsSQL} {
		for n := int64(sweepBatch); n == sweepBatch; total += n {
			if err := ctx.Err(); err != nil {
				return total, err
			}
			err := s.write(ctx, func(tx *tx) (err error) {
				n, err = tx.changed(query, milli(before), sweepBatch)
				return err
			})
			if err != nil {
				return total, err
			}
		}
	}
	return total, nil
}
