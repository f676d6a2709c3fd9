package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/mattn/go-sqlite3"
	"github.com/waymood/waymood/internal/fault"
)

// storable refuses words that PostgreSQL cannot keep, before any SQL and for
// both engines: they can be sent, but nothing stored has them, so to a look-up
// they are what is not there.
func storable(arg any) error {
	var text string
	switch v := arg.(type) {
	case string:
		text = v
	case sql.NullString:
		text = v.String
	}
	if strings.IndexByte(text, 0) >= 0 || !utf8.ValidString(text) {
		return unstorable
	}
	return nil
}

var unstorable = &fault.Error{Kind: fault.Invalid, Detail: "this text holds characters that cannot be kept: it must be UTF-8 without the character zero", Cause: sql.ErrNoRows}

// fileConn is a connection to SQLite.
type fileConn struct{ *sqlite3.SQLiteConn }

// CheckNamedValue knows what most arguments are, of which answers have many;
// the rest is for the driver and database/sql.
func (c fileConn) CheckNamedValue(v *driver.NamedValue) error {
	if err := storable(v.Value); err != nil {
		return err
	}
	switch is := v.Value.(type) {
	case int64, string, nil:
		return nil
	case sql.NullString:
		if v.Value = nil; is.Valid {
			v.Value = is.String
		}
		return nil
	case sql.NullInt64:
		if v.Value = nil; is.Valid {
			v.Value = is.Int64
		}
		return nil
	}
	return driver.ErrSkip
}

// server is what is known of a PostgreSQL server, for all connections to it.
// A server that hangs answers nothing and closes nothing, and a time limit
// that it keeps itself is no help then.
type server struct {
	patience time.Duration // for the next bytes of an answer; 0: without limit
	silent   atomic.Int64  // until when nobody else is made to wait, in nanoseconds of the process's clock
}

// pause is how long after a silence requests are refused at once: those that
// have waited once do not wait again for their next statement.
const pause = time.Second

var errSilent = errors.New("the server was silent a moment ago: conn closed")

func (v *server) fellSilent() { v.silent.Store(sinceStart() + int64(pause)) }

func (v *server) speaks() bool { return v.silent.Load() <= sinceStart() }

// serverConnector opens connections that do not wait for a silent server.
type serverConnector struct {
	driver.Connector
	server *server
}

// connectTo makes a connector; v.patience is kept on every connection.
func connectTo(config pgx.ConnConfig, v *server) serverConnector {
	dial := config.DialFunc
	config.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &line{Conn: conn, server: v}, nil
	}
	return serverConnector{stdlib.GetConnector(config), v}
}

func (c serverConnector) Connect(ctx context.Context) (driver.Conn, error) {
	if !c.server.speaks() {
		return nil, errSilent
	}
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		var slow interface{ Timeout() bool }
		if ctx.Err() == nil && errors.As(err, &slow) && slow.Timeout() {
			c.server.fellSilent()
		}
		return nil, err
	}
	of := conn.(*stdlib.Conn)
	raw := of.Conn().PgConn().Conn()
	if secure, ok := raw.(interface{ NetConn() net.Conn }); ok {
		raw = secure.NetConn()
	}
	return &serverConn{of, c.server, raw.(*line)}, nil
}

// serverConn is a connection to PostgreSQL.
type serverConn struct {
	*stdlib.Conn
	server *server
	line   *line
}

func (c *serverConn) CheckNamedValue(v *driver.NamedValue) error { return storable(v.Value) }

// begins refuses to begin anything while the server is silent; what has begun
// goes on.
func (c *serverConn) begins() error {
	if !c.server.speaks() && c.Conn.Conn().PgConn().TxStatus() == 'I' {
		return errSilent
	}
	return nil
}

func (c *serverConn) ResetSession(ctx context.Context) error {
	c.line.long.Store(false)
	if c.begins() != nil {
		return nil // what is begun next is refused
	}
	return c.Conn.ResetSession(ctx)
}

func (c *serverConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	if err := c.begins(); err != nil {
		return nil, err
	}
	began, err := c.Conn.BeginTx(ctx, o)
	if err != nil && c.Conn.Conn().IsClosed() && c.server.speaks() && ctx.Err() == nil {
		return nil, driver.ErrBadConn // ended by the server since it was used last: nothing has begun, another may do
	}
	if err != nil || ctx.Value(longKey{}) == nil {
		return began, err
	}
	if _, err := c.Conn.ExecContext(ctx, "set local statement_timeout = 0", nil); err != nil {
		return nil, errors.Join(err, began.Rollback())
	}
	c.line.long.Store(true)
	return began, nil
}

func (c *serverConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := c.begins(); err != nil {
		return nil, err
	}
	return c.Conn.ExecContext(ctx, query, args)
}

func (c *serverConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.begins(); err != nil {
		return nil, err
	}
	return c.Conn.QueryContext(ctx, query, args)
}

type longKey struct{}

// long marks a context: a transaction begun with it reads or writes so much
// that a single statement may take minutes. It has no time limit.
func long(ctx context.Context) context.Context { return context.WithValue(ctx, longKey{}, true) }

// line is the network's part of a connection. Every wait for bytes ends.
type line struct {
	net.Conn
	server *server
	long   atomic.Bool // a long transaction is under way

	mu    sync.Mutex
	until time.Time // the deadline that the driver has set for a request's context
}

func (l *line) SetDeadline(t time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.until = t
	return l.Conn.SetDeadline(t)
}

func (l *line) SetReadDeadline(t time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.until = t
	return l.Conn.SetReadDeadline(t)
}

// wait sets the deadline of a read, and says whether it is the server's
// patience that ends it.
func (l *line) wait() (patient bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	end := l.until
	if l.server.patience > 0 && !l.long.Load() {
		if own := time.Now().Add(l.server.patience); end.IsZero() || own.Before(end) {
			end, patient = own, true
		}
	}
	return patient, l.Conn.SetReadDeadline(end)
}

func (l *line) Read(b []byte) (int, error) {
	patient, err := l.wait()
	if err != nil {
		return 0, err
	}
	n, err := l.Conn.Read(b)
	switch {
	case n > 0:
		l.server.silent.Store(0)
	case errors.Is(err, os.ErrDeadlineExceeded) && patient && !l.ended():
		l.server.fellSilent()
		// To the driver a timeout is something to go on after, such as with a
		// rollback that waits as long again.
		l.Conn.Close()
		return n, errSilent
	}
	return n, err
}

// ended is whether the request's own deadline has passed.
func (l *line) ended() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.until.IsZero() && !time.Now().Before(l.until)
}

// patienceFor a server that ends statements itself after so many
// milliseconds: a little more.
func patienceFor(statementTimeout string) time.Duration {
	ms, err := strconv.Atoi(statementTimeout)
	if err != nil || ms <= 0 {
		return 0
	}
	return time.Duration(ms)*time.Millisecond + time.Second
}
