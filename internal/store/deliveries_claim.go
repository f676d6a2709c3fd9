package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
)

// ClaimedDelivery is a delivery that is this process's to send until its hold is over.
type ClaimedDelivery struct {
	ID       int64
	Event    Event
	Attempts int // before this one
	token    int64
}

const (
	dueSQL = `select w.id from webhooks w where w.disabled_at is null and exists
  (select 1 from deliveries d where d.webhook = w.id and d.state = 'waiting' and d.next_at <= $1 and d.held_until <= $1) order by w.id`
	// The condition stands in the outer where too: whoever waited for the row
	// looks at it again, as it is by then.
	claimSQL = `update deliveries set token = token + 1, held_until = $1 where id in
  (select d.id from deliveries d where d.webhook = $2 and d.state = 'waiting' and d.next_at <= $3 and d.held_until <= $3 order by d.next_at, d.id limit $4)
  and state = 'waiting' and next_at <= $3 and held_until <= $3 returning id, event, attempts, token`
	eventsOfSQL = `select id, key, type, journey, document, created_at from events where id in (`
	settleSQL   = `update deliveries set state = $1, attempts = attempts + 1, next_at = $2, held_until = 0, tried_at = $3, status = $4, trouble = $5, took = $6
  where id = $7 and token = $8 and state = 'waiting'`
	workingSQL = `update webhooks set failing_since = null where id = $1 and failing_since is not null`
	// In one statement: another delivery may arrive meanwhile and end the failing.
	failingSQL = `update webhooks set failing_since = coalesce(failing_since, $1) where id = $2 and disabled_at is null returning failing_since`
	triedSince = `select count(*) from deliveries where webhook = $1 and id <> $2 and tried_at >= $3`
	anewSQL    = `update webhooks set failing_since = $1 where id = $2`
)

// DueWebhooks are the ids of webhooks for which something waits to be sent now.
func (s *Store) DueWebhooks(ctx context.Context) ([]string, error) {
	var due []string
	rows, err := s.dialect.read.QueryContext(ctx, dueSQL, s.now())
	err = each(rows, err, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		due = append(due, id)
		return err
	})
	return due, s.dialect.explain("read", err)
}

// ClaimDeliveries takes at most n of what waits for a webhook, the longest due
// first. What is not settled before hold is over is anybody's again.
func (s *Store) ClaimDeliveries(ctx context.Context, webhook string, n int, hold time.Duration) ([]ClaimedDelivery, error) {
	var claimed []ClaimedDelivery
	err := s.write(ctx, func(tx *tx) error {
		claimed = nil
		now := s.now()
		rows, err := tx.rows(claimSQL, now+hold.Milliseconds(), webhook, now, n)
		err = each(rows, err, func(rows *sql.Rows) error {
			var c ClaimedDelivery
			err := rows.Scan(&c.ID, &c.Event.ID, &c.Attempts, &c.token)
			claimed = append(claimed, c)
			return err
		})
		if err != nil || len(claimed) == 0 {
			return err
		}
		return tx.readEvents(claimed)
	})
	slices.SortFunc(claimed, func(a, b ClaimedDelivery) int { return cmp.Compare(a.ID, b.ID) })
	return claimed, err
}

func (t *tx) readEvents(claimed []ClaimedDelivery) error {
	args := make([]any, len(claimed))
	for i, c := range claimed {
		args[i] = c.Event.ID
	}
	found := map[string]Event{}
	rows, err := t.rows(eventsOfSQL+list(1, len(args))+`)`, args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var e Event
		var document string
		var created int64
		err := rows.Scan(&e.ID, &e.Key, &e.Type, &e.Journey, &document, &created)
		e.Document, e.Created = []byte(document), moment(created)
		found[e.ID] = e
		return err
	})
	for i := range claimed {
		claimed[i].Event = found[claimed[i].Event.ID]
	}
	return err
}

// Attempt is what became of an attempt to deliver.
type Attempt struct {
	State   Sending
	Next    time.Time // when it is tried again, of ToSend
	Status  int
	Trouble string
	Took    time.Duration
	Disable Disabling // "" unless the endpoint says that it is gone
}

// failingLife is how long an endpoint may fail at everything before it is
// disabled.
const failingLife = 5 * 24 * time.Hour

// quietLife is longer than what lies between two attempts of one delivery.
// Whoever was left alone for so long did not fail meanwhile, so that one
// failure a month after another does not disable.
const quietLife = 3 * 24 * time.Hour

// SettleDelivery notes what became of an attempt. One whose claim has lapsed and was
// taken by another process changes nothing. It says whether the webhook was
// disabled by it: for having failed at everything for five days, or at its own
// word.
func (s *Store) SettleDelivery(ctx context.Context, webhook string, c *ClaimedDelivery, a Attempt) (disabled bool, err error) {
	err = s.write(ctx, func(tx *tx) error {
		disabled = false
		now := s.now()
		next := now
		if a.State == ToSend {
			next = milli(a.Next)
		}
		n, err := tx.changed(settleSQL, string(a.State), next, now, a.Status, a.Trouble, a.Took.Milliseconds(), c.ID, c.token)
		if err != nil || n == 0 {
			return err
		}
		switch a.State {
		case Sent:
			return tx.exec(workingSQL, webhook)
		case ToSend, Failed:
			// A test is tried once, and often before the other side is ready.
			if c.Event.Type != TestEvent || a.Disable != "" {
				disabled, err = tx.failing(webhook, c.ID, now, a.Disable)
			}
		}
		return err
	})
	return disabled, err
}

// failing notes that an endpoint failed at a delivery, and disables it where
// that is enough.
func (t *tx) failing(webhook string, delivery, now int64, why Disabling) (bool, error) {
	var since int64
	err := t.row(failingSQL, now, webhook).Scan(&since)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil // it is disabled already
	}
	if err != nil {
		return false, err
	}
	if why == "" && now-since >= failingLife.Milliseconds() {
		var others int
		if err := t.row(triedSince, webhook, delivery, now-quietLife.Milliseconds()).Scan(&others); err != nil {
			return false, err
		}
		if others == 0 {
			return false, t.exec(anewSQL, now, webhook)
		}
		why = ByFailing
	}
	if why == "" {
		return false, nil
	}
	return true, t.disable(webhook, why)
}
