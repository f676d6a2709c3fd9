package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"errors"
	"time"
)

// olderLife is how long the secret before a rotation is good.
const olderLife = 24 * time.Hour

// newSecret is one in the form of Standard Webhooks.
func newSecret() string {
	b := make([]byte, 32)
	rand.Read(b)
	return "whsec_" + base64.StdEncoding.EncodeToString(b)
}

const (
	rotateSQL  = `update webhooks set older_secret = secret, older_until = $1, secret = $2 where id = $3`
	disableSQL = `update webhooks set disabled_at = $1, why = $2 where id = $3 and disabled_at is null`
	enableSQL  = `update webhooks set disabled_at = null, why = '', failing_since = null where id = $1`
)

// RotateWebhook gives a webhook a new secret; the one before is good for 24
// more hours. fault.NotFound.
func (s *Store) RotateWebhook(ctx context.Context, id string) (*Webhook, error) {
	err := s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(rotateSQL, milli(s.clock().Add(olderLife)), newSecret(), id)
		if err == nil && n == 0 {
			err = errNoWebhook
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Webhook(ctx, id)
}

// DisableWebhook stops telling a webhook; what waits for it is stopped and can
// be replayed. One that is disabled already keeps its reason. fault.NotFound.
func (s *Store) DisableWebhook(ctx context.Context, id string, why Disabling) error {
	return s.write(ctx, func(tx *tx) error {
		_, err := scanWebhook(tx.row(webhookSQL, id).Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return errNoWebhook
		}
		if err != nil {
			return err
		}
		return tx.disable(id, why)
	})
}

func (t *tx) disable(id string, why Disabling) error {
	if err := t.exec(bumpCatalogSQL); err != nil {
		return err
	}
	if err := t.exec(disableSQL, t.s.now(), string(why), id); err != nil {
		return err
	}
	return t.exec(stopDeliveriesSQL, id)
}

// EnableWebhook tells a webhook again what happens from now on. fault.NotFound.
func (s *Store) EnableWebhook(ctx context.Context, id string) error {
	return s.write(ctx, func(tx *tx) error { return tx.setWebhook(enableSQL, id) })
}
