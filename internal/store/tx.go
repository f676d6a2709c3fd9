package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strconv"
	"strings"
	"sync"
)

// tx is a writing transaction. Its statements do not listen to the context of
// the request that began it: a transaction that has begun is finished, since
// a half-heard cancellation costs more than the rest of the work.
type tx struct {
	*sql.Tx
	s   *Store
	ctx context.Context
}

// tries is how often a transaction is begun again when another was in its
// way.
const tries = 20

// write runs f in one transaction, again from the start where another was in
// the way or the connection had ended before anything was said on it, and
// explains what goes wrong.
func (s *Store) write(ctx context.Context, f func(*tx) error) error {
	var err error
	for range tries {
		err = s.attempt(ctx, f)
		if err == nil || s.dialect.trouble(err) != again && !errors.Is(err, driver.ErrBadConn) {
			break
		}
	}
	if err != nil && s.dialect.trouble(err) == disk {
		s.dialect.reopen()
	}
	s.refusal.note(s.dialect, err)
	return s.dialect.explain("write", err)
}

func (s *Store) attempt(ctx context.Context, f func(*tx) error) error {
	conn, err := s.dialect.first.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	free := context.WithoutCancel(ctx)
	began, err := conn.BeginTx(free, nil)
	if err != nil {
		return err
	}
	if err := f(&tx{Tx: began, s: s, ctx: free}); err != nil {
		// The first error is the one that matters; a connection that cannot
		// even roll back is dropped by the pool.
		return errors.Join(err, ignoreDone(began.Rollback()))
	}
	return began.Commit()
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

func (t *tx) exec(query string, args ...any) error {
	_, err := t.ExecContext(t.ctx, query, args...)
	return err
}

// changed is how many rows a statement touched.
func (t *tx) changed(query string, args ...any) (int64, error) {
	r, err := t.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (t *tx) row(query string, args ...any) *sql.Row {
	return t.QueryRowContext(t.ctx, query, args...)
}

func (t *tx) rows(query string, args ...any) (*sql.Rows, error) {
	return t.QueryContext(t.ctx, query, args...)
}

// each calls f for every row; f scans it.
func each(rows *sql.Rows, err error, f func(*sql.Rows) error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// list is $from, $from+1 … n of them, for `in (…)` and values.
func list(from, n int) string {
	b := make([]byte, 0, 6*n)
	for i := range n {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(b, '$')
		b = strconv.AppendInt(b, int64(from+i), 10)
	}
	return string(b)
}

// tuples is ($1, $2), ($3, $4) … for rows of a given width. There are few
// different ones, and they are needed all the time.
func tuples(rows, width int) string {
	size := [2]int{rows, width}
	if text, ok := knownTuples.Load(size); ok {
		return text.(string)
	}
	text := makeTuples(rows, width)
	knownTuples.Store(size, text)
	return text
}

var knownTuples sync.Map

func makeTuples(rows, width int) string {
	var b strings.Builder
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		b.WriteString(list(i*width+1, width))
		b.WriteByte(')')
	}
	return b.String()
}

// chunk sizes of statements with several rows: any up to sixteen, above that
// multiples of eight, so that a batch needs few statements and there are few
// different ones, which are prepared and kept.
func chunk(n, most int) int {
	n = min(n, most)
	if n > 16 {
		n -= n % 8
	}
	return max(n, 1)
}

// clause builds a where clause whose placeholders ascend.
type clause struct {
	text strings.Builder
	args []any
}

// and adds a condition; every ? in it is the next argument.
func (c *clause) and(condition string, args ...any) {
	if c.text.Len() == 0 {
		c.text.WriteString(" where ")
	} else {
		c.text.WriteString(" and ")
	}
	c.add(condition, args...)
}

// add appends text; every ? in it is the next argument.
func (c *clause) add(text string, args ...any) {
	for _, arg := range args {
		before, after, _ := strings.Cut(text, "?")
		c.args = append(c.args, arg)
		c.text.WriteString(before)
		c.text.WriteString("$" + strconv.Itoa(len(c.args)))
		text = after
	}
	c.text.WriteString(text)
}

// in adds `column in (…)`; no ids select nothing.
func (c *clause) in(column string, ids []int64) {
	if len(ids) == 0 {
		c.and("1 = 0")
		return
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	c.and(column+" in (?"+strings.Repeat(", ?", len(ids)-1)+")", args...)
}

func (c *clause) String() string { return c.text.String() }
