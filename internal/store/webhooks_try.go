package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"
)

const (
	triedSQL      = `select id from deliveries where event = $1`
	isDisabledSQL = `select name, disabled_at from webhooks where id = $1`
	deliveryByID  = deliverySQL + ` where d.webhook = $1 and d.id = $2`
)

// TryWebhook raises the event TestEvent for one webhook alone, whatever it
// wants, and returns its delivery's id. fault.NotFound; fault.Conflict while
// it is disabled.
func (s *Store) TryWebhook(ctx context.Context, webhook string) (delivery int64, err error) {
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
		if err := tx.exec(addEventsSQL+tuples(1, 6), id, "test:"+id, TestEvent, "", document, now); err != nil {
			return err
		}
		if err := tx.addDeliveries([]any{id, webhook, string(ToSend), 0, 0, now, 0, "", 0}); err != nil {
			return err
		}
		return tx.row(triedSQL, id).Scan(&delivery)
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
