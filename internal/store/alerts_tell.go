package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
)

const (
	untoldSQL = alertsSQL + ` where raised_at >= $1 and ended_at is null and not exists (select 1 from alert_tellings t where t.alert = alerts.id and t.reader = $2) order by raised_at, id`
	tellSQL   = `insert into alert_tellings (alert, reader, told_at) values ($1, $2, $3) on conflict (alert, reader) do nothing`
)

// Reader stands for a person, by a mail address in any case, where alerts
// remember to whom they were told.
func (s *Store) Reader(mail string) string {
	h := hmac.New(sha256.New, s.Secret("reader"))
	h.Write([]byte(account.Fold(mail)))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Untold are the alerts since a time that are not over and of which a reader
// has not heard, oldest first.
func (s *Store) Untold(ctx context.Context, reader string, since time.Time) ([]Alert, error) {
	var all []Alert
	rows, err := s.dialect.read.QueryContext(ctx, untoldSQL, milli(since), reader)
	err = each(rows, err, func(rows *sql.Rows) error {
		a, err := scanAlert(rows)
		all = append(all, a)
		return err
	})
	return all, s.dialect.explain("read", err)
}

// PostAlert keeps a mail that tells its recipient of alerts, together with that
// it tells them. False when there is a mail with this key already: nothing is
// told then. fault.Conflict when the recipient has heard of one of them
// meanwhile.
func (s *Store) PostAlert(ctx context.Context, m Mail, alerts []string) (posted bool, err error) {
	reader := s.Reader(m.To)
	err = s.write(ctx, func(tx *tx) error {
		_, posted, err = tx.postMail(m)
		if err != nil || !posted {
			return err
		}
		for _, id := range alerts {
			n, err := tx.changed(tellSQL, id, reader, tx.s.now())
			if err != nil {
				return err
			}
			if n == 0 {
				return fault.New(fault.Conflict, "this alert was told by another process")
			}
		}
		return nil
	})
	return posted && err == nil, err
}
