package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/waymood/waymood/internal/fault"
)

const (
	mailsSQL    = `select seq, ` + mailColumns + ` from outbox`
	mailSQL     = wholeMailsSQL + ` where id = $1`
	mailKeysSQL = `select key from outbox where key in (` // then keys
)

// Posted are those of some keys for which there is or was a mail.
func (s *Store) Posted(ctx context.Context, keys []string) (map[string]bool, error) {
	posted := map[string]bool{}
	for part := range slices.Chunk(keys, 500) {
		args := make([]any, len(part))
		for i, key := range part {
			args[i] = key
		}
		rows, err := s.dialect.read.QueryContext(ctx, mailKeysSQL+list(1, len(args))+")", args...)
		err = each(rows, err, func(rows *sql.Rows) error {
			var key string
			err := rows.Scan(&key)
			posted[key] = true
			return err
		})
		if err != nil {
			return nil, s.dialect.explain("read", err)
		}
	}
	return posted, nil
}

// MailQuery selects mails. Zero fields do not select.
type MailQuery struct {
	User         string // id of an account: what went to its address
	Subscription string
	Kind         MailKind
	Limit        int    // 0: 50; at most 500
	Cursor       string // of the page before
}

// Mails that are selected, the newest first and without their documents, and
// the cursor of the next page, "" at the end. A broken cursor is fault.Invalid.
func (s *Store) Mails(ctx context.Context, q MailQuery) ([]Mail, string, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = 50
	}
	limit = min(limit, 500)
	where := new(clause)
	if q.Cursor != "" {
		seq, err := openCursor(q.Cursor)
		if err != nil {
			return nil, "", err
		}
		where.and("seq < ?", seq)
	}
	if q.User != "" {
		where.and("folded = (select folded from users where id = ?)", q.User)
	}
	if q.Subscription != "" {
		where.and("subscription = ?", q.Subscription)
	}
	if q.Kind != "" {
		where.and("kind = ?", string(q.Kind))
	}
	where.add(" order by seq desc limit ?", limit+1)
	var found []Mail
	var seqs []int64
	rows, err := s.dialect.read.QueryContext(ctx, mailsSQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		m, seq, err := scanMail(rows.Scan)
		found, seqs = append(found, m), append(seqs, seq)
		return err
	})
	if err != nil {
		return nil, "", s.dialect.explain("read", err)
	}
	if len(found) > limit {
		return found[:limit], cursor(seqs[limit-1]), nil
	}
	return found, "", nil
}

// MailByID finds a mail with its document; fault.NotFound.
func (s *Store) MailByID(ctx context.Context, id string) (*Mail, error) {
	var document string
	m, _, err := scanMail(s.dialect.read.QueryRowContext(ctx, mailSQL, id).Scan, &document)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "there is no such mail")
	}
	if err != nil {
		return nil, s.dialect.explain("read", err)
	}
	m.Document = []byte(document)
	return &m, nil
}
