package store

import (
	"context"
	"database/sql"
	"time"
)

// mostDigests is how many digests are remembered, those of ten weeks of days
// three times over.
const mostDigests = 200

// SentDigests are the digests that were sent since then for a subscription or,
// where that is "", of a journey to anybody: with their documents, the newest
// first, at most 200.
func (s *Store) SentDigests(ctx context.Context, journey, subscription string, since time.Time) ([]Mail, error) {
	where := new(clause)
	where.and("sent_at >= ?", milli(since))
	where.and("kind = ?", string(DigestMail))
	where.and("journey = ?", journey)
	if subscription != "" {
		where.and("subscription = ?", subscription)
	}
	where.add(" order by seq desc limit ?", mostDigests)
	var all []Mail
	rows, err := s.dialect.read.QueryContext(ctx, wholeMailsSQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var document string
		m, _, err := scanMail(rows.Scan, &document)
		m.Document = []byte(document)
		all = append(all, m)
		return err
	})
	return all, s.dialect.explain("read", err)
}
