package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/mattn/go-sqlite3"
	"github.com/waymood/waymood/internal/fault"
)

// dial opens the pools. Nothing of the database has been changed when it
// fails.
func dial(ctx context.Context, database string, create bool) (*dialect, error) {
	if served(database) {
		return dialPostgres(ctx, database)
	}
	return dialSQLite(ctx, database, create)
}

// served is whether a database is the URL of a server, and not a file.
func served(database string) bool {
	return strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://")
}

// statementTimeout ends a statement of PostgreSQL that takes too long;
// migrations, which have connections of their own, and long transactions are
// excepted. With the patience for a server that is silent, a request is
// refused within ten seconds.
const statementTimeout = 7 * time.Second

func dialPostgres(ctx context.Context, database string) (*dialect, error) {
	config, err := pgx.ParseConfig(database)
	if err != nil {
		return nil, fmt.Errorf("the database URL cannot be read; it looks like postgres://user:password@host:5432/name")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 5 * time.Second
	}
	params := config.RuntimeParams
	if params["statement_timeout"] == "" {
		params["statement_timeout"] = fmt.Sprint(statementTimeout.Milliseconds())
	}
	if params["application_name"] == "" {
		params["application_name"] = "waymood"
	}
	// What a loaded server may have relaxed for others is not relaxed here: an
	// acknowledged answer is on disk.
	params["synchronous_commit"] = "on"
	v := &server{patience: patienceFor(params["statement_timeout"])}
	d := &dialect{postgres: true, url: config, name: fmt.Sprintf("postgres://%s:%d/%s", config.Host, config.Port, config.Database), writers: 8, readers: 8}
	d.first = sql.OpenDB(connectTo(*config, v))
	d.read = sql.OpenDB(connectTo(*config, v))
	d.limit()
	if err := d.first.PingContext(ctx); err != nil {
		d.close()
		return nil, d.explain("connect", err)
	}
	return d, nil
}

func dialSQLite(ctx context.Context, path string, create bool) (*dialect, error) {
	d := &dialect{path: path, name: path, writers: 1, readers: max(4, runtime.NumCPU())}
	d.unwiped.Store(true) // who was here before may have been stopped before it could
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist) && !create:
		return nil, fault.New(fault.NotFound, "there is no database at %s; start `waymood serve` once, or name another with --database", path)
	case errors.Is(err, fs.ErrNotExist):
		// Names and answers are nobody else's; the log takes the file's rights.
		err := private(path)
		if d.trouble(err) == full {
			return nil, d.explain("make", err)
		}
		if err != nil {
			return nil, d.unwritable(err)
		}
	case err != nil:
		return nil, fmt.Errorf("look at database %s: %w", path, err)
	case info.IsDir():
		return nil, fmt.Errorf("the database %s is a folder; name a file", path)
	case info.Size() > 0:
		if err := inspect(ctx, path); err != nil {
			return nil, d.explain("check", err)
		}
	}
	d.first = sql.OpenDB(sqlite(d.path, url.Values{"_txlock": {"immediate"}, "_stmt_cache_size": {"256"}}))
	d.read = sql.OpenDB(sqlite(d.path, url.Values{"_query_only": {"1"}, "_stmt_cache_size": {"64"}}))
	d.limit()
	if err := d.first.PingContext(ctx); err != nil {
		d.close()
		return nil, d.explain("open", err)
	}
	return d, nil
}

// connector opens SQLite connections with settings that have no parameter.
type connector struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := connectTogether(ctx, c.driver, c.dsn)
	if err != nil {
		return nil, err
	}
	return fileConn{conn.(*sqlite3.SQLiteConn)}, nil
}

func (c connector) Driver() driver.Driver { return c.driver }

func sqlite(path string, extra url.Values) connector {
	values := url.Values{
		"_busy_timeout":  {"5000"},
		"_journal_mode":  {"wal"},
		"_synchronous":   {"full"},
		"_foreign_keys":  {"1"},
		"_secure_delete": {"1"},
	}
	for k, v := range extra {
		if v == nil {
			delete(values, k)
			continue
		}
		values[k] = v
	}
	return connector{dsn: fileURI(path) + "?" + values.Encode(), driver: &sqlite3.SQLiteDriver{
		ConnectHook: func(c *sqlite3.SQLiteConn) error {
			_, err := c.Exec("pragma temp_store = memory; pragma cache_size = -16000; pragma journal_size_limit = 67108864", nil)
			return err
		},
	}}
}

// private makes an empty file that only its owner can read.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// fileURI spells a path so that ? # and % are part of its name.
func fileURI(path string) string {
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
}
