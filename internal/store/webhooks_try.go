package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"
)

const (
	triedSQL      = `select d.id from events e join deliveries d on d.event = e.id where e.key = $1 and d.webhook = $2 and e.created_at > $3`
	isDisabledSQL = `select name, disabled_at from webhooks where id = $1`
	deliveryByID  = deliverySQL + ` where d.webhook = $1 and d.id = $2`
)

// pressLife is how long the same press is the same: who comes back later to a
// page that the browser kept wants another test.
const pressLife = 10 * time.Second

// TryWebhook raises the event TestEvent for one webhook alone, whatever it
// wants, and returns its delivery's id. The same press, "" for none, raises one
// within ten seconds. fault.NotFound; fault.Conflict while it is disabled.
func (s *Store) TryWebhook(ctx context.Context, webhook, press string) (delivery int64, err error) {
	err = s.write(ctx, func(tx *tx) error {
		var name string
		var disabled sql.NullInt64
		switch err := tx.row(isDisabledSQL, webhook).Scan(&name, &disabled); {
		case errors.Is(err, sql.ErrNoRows):
			return errNoWebhook
		case err != nil:
			return err
		case disabled.Valid:
			return errDisabled
		}
		document := encode(struct {
			Webhook string `json:"webhook"`
		}{name})
		id, now := uuid.NewString(), s.now()
		raise := func(key string) error {
			n, err := tx.changed(addEventsSQL+tuples(1, 6)+` on conflict (key) do nothing`, id, key, TestEvent, "", document, now)
			if err == nil && n == 1 {
				err = tx.addDeliveries([]any{id, webhook, string(ToSend), 0, 0, now, 0, "", 0})
			}
			if err != nil {
				return err
			}
			return tx.row(triedSQL, key, webhook, now-pressLife.Milliseconds()).Scan(&delivery)
		}
		err := raise("test:" + cmp.Or(press, id))
		if errors.Is(err, sql.ErrNoRows) { // a press of long ago
			err = raise("test:" + id)
		}
		return err
	})
	return delivery, err
}

// Delivery of a webhook by its id; fault.NotFound.
func (s *Store) Delivery(ctx context.Context, webhook string, id int64) (Delivery, error) {
	d, err := scanDelivery(s.dialect.read.QueryRowContext(ctx, deliveryByID, webhook, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Delivery{}, errNoDelivery
	}
	return d, s.dialect.explain("read", err)
}
