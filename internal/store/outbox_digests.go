package store

import (
	"context"
	"database/sql"
	"time"
)

const sentDigestsSQL = wholeMailsSQL + ` where subscription = $1 and state = 'sent' and kind = 'digest' and journey = $2 and sent_at >= $3 order by seq desc`

// SentDigests are the digests of a journey that were sent since then for a
// subscription, with their documents, the newest first.
func (s *Store) SentDigests(ctx context.Context, journey, subscription string, since time.Time) ([]Mail, error) {
	var all []Mail
	rows, err := s.dialect.read.QueryContext(ctx, sentDigestsSQL, subscription, journey, milli(since))
	err = each(rows, err, func(rows *sql.Rows) error {
		var document string
		m, _, err := scanMail(rows.Scan, &document)
		m.Document = []byte(document)
		all = append(all, m)
		return err
	})
	return all, s.dialect.explain("read", err)
}
