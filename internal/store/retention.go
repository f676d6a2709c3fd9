package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/waymood/waymood/internal/survey"
)

// How far retention has come, in order of arrival: what is behind it is
// blank, so that a pass reads only what has become due since.
const (
	blankedTexts    = "blanked texts"
	blankedContacts = "blanked contacts"
)

const (
	blankedSQL    = `select value from counters where name = $1`
	setBlankedSQL = `insert into counters (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value`
	arrivedSQL    = `select r.seq, r.received_at from responses r where r.seq > $1 order by r.seq limit $2`
)

// blankBatch is how many answers one transaction of retention looks at.
const blankBatch = 1000

// BlankTexts removes the words and hidden fields of answers received before a
// time, and says of how many. What they add to tallies stays; a text that was
// never scored counts as none.
func (s *Store) BlankTexts(ctx context.Context, before time.Time) (int, error) {
	return s.blank(ctx, blankedTexts, before, func(r *row) bool {
		if !r.text.Valid && !r.rest.Valid && !r.fields.Valid {
			return false
		}
		r.text, r.rest, r.fields = sql.NullString{}, sql.NullString{}, sql.NullString{}
		r.waiting = false
		return true
	})
}

// BlankContacts removes the mail addresses that customers left in answers
// received before a time, and says of how many answers.
func (s *Store) BlankContacts(ctx context.Context, before time.Time) (int, error) {
	return s.blank(ctx, blankedContacts, before, func(r *row) bool {
		rest, changed := withoutContacts(r.rest)
		r.rest = rest
		return changed
	})
}

// withoutContacts is the words of an answer less those that are an address.
// The survey of the day may be gone, but an answer to a mail question is
// always an address and nothing else.
func withoutContacts(rest sql.NullString) (sql.NullString, bool) {
	words := map[string]string{}
	if !rest.Valid || json.Unmarshal([]byte(rest.String), &words) != nil {
		return rest, false
	}
	before := len(words)
	for key, word := range words {
		if survey.Mail(word) {
			delete(words, key)
		}
	}
	switch {
	case len(words) == before:
		return rest, false
	case len(words) == 0:
		return sql.NullString{}, true
	}
	return sql.NullString{String: encode(words), Valid: true}, true
}

// blank lets f edit every answer received before a time that no earlier pass
// has seen, a batch to a transaction.
func (s *Store) blank(ctx context.Context, progress string, before time.Time, f func(*row) bool) (total int, err error) {
	for more := true; more && err == nil; {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		var blanked int
		err = s.writeIn(ctx, func(tx *tx, _ *catalog) (err error) {
			blanked, more, err = tx.blank(progress, milli(before), f)
			return err
		})
		if err == nil {
			total += blanked
		}
	}
	if total > 0 {
		s.dialect.erased(ctx)
	}
	return total, err
}

func (t *tx) blank(progress string, before int64, f func(*row) bool) (blanked int, more bool, err error) {
	var after int64
	if err := t.row(blankedSQL, progress).Scan(&after); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, false, err
	}
	// The clock may have been set back between two answers: the first that is
	// not due ends the pass, and what is behind it waits with it.
	var due []int64
	ended := false
	rows, err := t.rows(arrivedSQL, after, blankBatch)
	err = each(rows, err, func(rows *sql.Rows) error {
		var seq, received int64
		err := rows.Scan(&seq, &received)
		if ended = ended || received >= before; !ended {
			due = append(due, seq)
		}
		return err
	})
	if err != nil || len(due) == 0 {
		return 0, false, err
	}
	found, err := t.load(append([]int64(nil), due...))
	if err != nil {
		return 0, false, err
	}
	for _, seq := range due {
		r := found[seq]
		if r == nil {
			continue
		}
		now := r.copy()
		if !f(now) {
			continue
		}
		if err := t.put(r, now); err != nil {
			return 0, false, err
		}
		blanked++
	}
	return blanked, len(due) == blankBatch, t.exec(setBlankedSQL, progress, due[len(due)-1])
}
