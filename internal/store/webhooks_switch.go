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
	rotateSQL  = `update webhooks set older_secret = secret, older_until = $1, secret = $2 where id = $3 and older_until = $4`
	disableSQL = `update webhooks set disabled_at = $1, why = $2 where id = $3 and disabled_at is null`
	enableSQL  = `update webhooks set disabled_at = null, why = '', failing_since = null where id = $1`
)

// Rotated is when a webhook got the secret that it has; zero: with its making.
func (w *Webhook) Rotated() time.Time {
	if w.OlderUntil.IsZero() {
		return time.Time{}
	}
	return w.OlderUntil.Add(-olderLife)
}

// RotateWebhook gives a webhook a new secret; the one before is good for 24
// more hours. Older is its OlderUntil when that was decided: where it has got
// another secret since, it keeps that one, so that who asks twice does not take
// from receivers the one that they know. fault.NotFound.
func (s *Store) RotateWebhook(ctx context.Context, id string, older time.Time) (*Webhook, error) {
	seen := int64(0)
	if !older.IsZero() {
		seen = milli(older)
	}
	err := s.write(ctx, func(tx *tx) error {
		return tx.exec(rotateSQL, milli(s.clock().Add(olderLife)), newSecret(), id, seen)
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
