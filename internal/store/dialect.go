package store

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/migrations"
)

// dialect is what differs between SQLite and PostgreSQL; nothing outside
// this file asks which of them runs.
type dialect struct {
	postgres bool
	path     string  // of the SQLite file
	name     string  // for people: the path, or the URL without its password
	first    *sql.DB // the one writing connection of SQLite, several of PostgreSQL
	read     *sql.DB
	readers  int
	writers  int
}

// dial opens the pools. Nothing of the database has been changed when it
// fails.
func dial(ctx context.Context, database string, create bool) (*dialect, error) {
	if strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://") {
		return dialPostgres(ctx, database)
	}
	return dialSQLite(ctx, database, create)
}

// statementTimeout ends a statement of PostgreSQL that hangs, migrations and
// rebuilds excepted.
const statementTimeout = 10 * time.Second

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
	d := &dialect{postgres: true, name: fmt.Sprintf("postgres://%s:%d/%s", config.Host, config.Port, config.Database), writers: 8, readers: 8}
	d.first = stdlib.OpenDB(*config)
	d.read = stdlib.OpenDB(*config)
	d.limit()
	if err := d.first.PingContext(ctx); err != nil {
		d.close()
		return nil, d.explain("connect", err)
	}
	return d, nil
}

func dialSQLite(ctx context.Context, path string, create bool) (*dialect, error) {
	d := &dialect{path: path, name: path, writers: 1, readers: max(4, runtime.NumCPU())}
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist) && !create:
		return nil, fault.New(fault.NotFound, "there is no database at %s; start `waymood serve` once, or name another with --database", path)
	case errors.Is(err, fs.ErrNotExist):
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

func (d *dialect) limit() {
	d.first.SetMaxOpenConns(d.writers)
	d.first.SetMaxIdleConns(d.writers)
	d.read.SetMaxOpenConns(d.readers)
	d.read.SetMaxIdleConns(d.readers)
}

// reopen gives up every idle connection. After a failed sync what the
// operating system shows of the file may not be what is on disk, so nothing
// read through the old connections is trusted.
func (d *dialect) reopen() {
	d.first.SetMaxIdleConns(-1)
	d.read.SetMaxIdleConns(-1)
	d.limit()
}

func (d *dialect) close() error {
	var errs []error
	for _, db := range []*sql.DB{d.read, d.first} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// connector opens SQLite connections with settings that have no parameter.
type connector struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

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

// fileURI spells a path so that ? # and % are part of its name.
func fileURI(path string) string {
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
}

// checkTime is how long a start may spend on looking for damage: all of a
// small file, the first part of a large one. After an unclean stop (a
// write-ahead log is still there) more care is worth more time.
const (
	checkTime        = 250 * time.Millisecond
	uncleanCheckTime = 3 * time.Second
)

// inspect reads a database file without changing it: is it one, is it whole,
// is its schema known to this program?
func inspect(ctx context.Context, path string) error {
	within := checkTime
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		within = uncleanCheckTime
	}
	err := inspectAs(ctx, path, "ro", within)
	var lite sqlite3.Error
	if errors.As(err, &lite) && lite.Code == sqlite3.ErrReadonly {
		// A program was killed in the middle of a transaction: reading needs
		// that it is rolled back or forth first, as SQLite does by itself.
		err = inspectAs(ctx, path, "rw", within)
	}
	return err
}

func inspectAs(ctx context.Context, path, mode string, within time.Duration) error {
	db := sql.OpenDB(sqlite(path, url.Values{"mode": {mode}, "_journal_mode": nil, "_secure_delete": nil, "_query_only": {"1"}}))
	defer db.Close()
	if err := quickCheck(ctx, db, within); err != nil {
		return err
	}
	return schemaKnown(ctx, db, "select count(*) from sqlite_master where type = 'table' and name = 'goose_db_version'")
}

func quickCheck(ctx context.Context, db *sql.DB, within time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	var verdict string
	err := db.QueryRowContext(ctx, "pragma quick_check(1)").Scan(&verdict)
	if err != nil && ctx.Err() != nil {
		return nil
	}
	if err == nil && verdict != "ok" {
		err = damaged(verdict)
	}
	return err
}

// damaged is what a check found wrong with a file.
type damaged string

func (d damaged) Error() string { return string(d) }

// schemaKnown refuses a database that a newer program has changed.
func schemaKnown(ctx context.Context, db *sql.DB, tableSQL string) error {
	var n int
	if err := db.QueryRowContext(ctx, tableSQL).Scan(&n); err != nil || n == 0 {
		return err
	}
	var version sql.NullInt64
	if err := db.QueryRowContext(ctx, "select max(version_id) from goose_db_version").Scan(&version); err != nil {
		return err
	}
	if known := latest(); version.Int64 > known {
		return fault.New(fault.Unsupported, "its schema is version %d, this program knows %d: use the newer program that wrote it, or restore a backup from before", version.Int64, known)
	}
	return nil
}

var versionName = regexp.MustCompile(`^(\d+)_`)

// latest is the newest migration this program has.
func latest() int64 {
	var newest int64
	names, _ := fs.Glob(migrations.Files, "*.sql")
	for _, name := range names {
		var v int64
		if m := versionName.FindStringSubmatch(name); m != nil {
			fmt.Sscan(strings.TrimLeft(m[1], "0"), &v)
		}
		newest = max(newest, v)
	}
	return newest
}

// migrate brings the schema up to date, each migration in a transaction of
// its own together with its entry in the version table: killed at any point
// it is old or new. Nodes that start together on PostgreSQL wait for one
// another.
func (d *dialect) migrate(ctx context.Context) error {
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	engine := goose.DialectSQLite3
	db := d.first
	if d.postgres {
		engine = goose.DialectPostgres
		if err := schemaKnown(ctx, db, "select count(*) from information_schema.tables where table_schema = current_schema() and table_name = 'goose_db_version'"); err != nil {
			return err
		}
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(engine, db, rewritten{d}, options...)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bring the schema up to date: %w", err)
	}
	return nil
}

var (
	identity   = regexp.MustCompile(`bigint (generated by default as identity )?primary key`)
	clustered  = regexp.MustCompile(`/\* (without rowid) \*/`)
	identityTo = []byte("integer primary key")
)

// rewritten is the migrations as the engine wants them spelled.
type rewritten struct{ d *dialect }

func (r rewritten) Open(name string) (fs.File, error) {
	f, err := migrations.Files.Open(name)
	if err != nil || r.d.postgres || !strings.HasSuffix(name, ".sql") {
		return f, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	text, err := fs.ReadFile(migrations.Files, name)
	if err != nil {
		return nil, err
	}
	text = identity.ReplaceAll(text, identityTo)
	text = clustered.ReplaceAll(text, []byte("$1"))
	return &spelled{bytes.NewReader(text), info}, nil
}

// spelled is a rewritten file.
type spelled struct {
	*bytes.Reader
	info fs.FileInfo
}

func (s *spelled) Stat() (fs.FileInfo, error) { return s.info, nil }
func (s *spelled) Close() error               { return nil }

// lock makes a select hold the rows of its table r until the transaction ends.
// SQLite has a single writer and needs nothing.
func (d *dialect) lock(query string) string {
	if d.postgres {
		return query + " for update of r"
	}
	return query
}

// crowded is true when several transactions write at the same time.
func (d *dialect) crowded() bool { return d.postgres }

// share makes a select keep others from changing the rows it reads.
func (d *dialect) share(query string) string {
	if d.postgres {
		return query + " for share"
	}
	return query
}

// erased makes what was deleted unreadable in the file itself, as far as no
// reader is in the way: the log that still holds the old pages is emptied.
func (d *dialect) erased(ctx context.Context) {
	if !d.postgres {
		d.first.ExecContext(ctx, "pragma wal_checkpoint(truncate)")
	}
}

// trouble is what kind of thing went wrong in the engine.
type trouble int

const (
	other   trouble = iota
	unique          // a unique key is taken
	again           // another transaction was in the way: the same work may succeed now
	locked          // somebody else holds the database
	full            // no space left
	disk            // reading or writing failed
	away            // the server does not answer
	refused         // the database cannot be written to
	broken          // the file is not a whole database
	closed          // by this program, which is stopping
)

func (d *dialect) trouble(err error) trouble {
	if err == nil {
		return other
	}
	if strings.Contains(err.Error(), "sql: database is closed") { // database/sql does not export it
		return closed
	}
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		return troubleOfSQLite(lite)
	}
	var bad damaged
	if errors.As(err, &bad) {
		return broken
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return troubleOfPostgres(pg.Code)
	}
	var net interface{ Timeout() bool }
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.As(err, &net) && d.postgres {
		return away
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || d.postgres && (errors.Is(err, fs.ErrClosed) || strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "unexpected EOF")) {
		return away
	}
	return other
}

// ioErrInPage is what SQLite says when a page of the log cannot be written on
// a full disk.
const ioErrInPage = 8714

func troubleOfSQLite(err sqlite3.Error) trouble {
	switch err.Code {
	case sqlite3.ErrConstraint:
		if err.ExtendedCode == sqlite3.ErrConstraintUnique || err.ExtendedCode == sqlite3.ErrConstraintPrimaryKey {
			return unique
		}
	case sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrProtocol:
		return locked
	case sqlite3.ErrFull:
		return full
	case sqlite3.ErrIoErr:
		if err.ExtendedCode == ioErrInPage {
			return full
		}
		return disk
	case sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrAuth:
		return refused
	case sqlite3.ErrCantOpen:
		return refused
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrFormat:
		return broken
	}
	return other
}

func troubleOfPostgres(code string) trouble {
	switch {
	case code == "23505":
		return unique
	case code == "40001" || code == "40P01":
		return again
	case code == "53100":
		return full
	case code == "25006":
		return refused
	case code == "55P03" || code == "57014":
		return locked
	case strings.HasPrefix(code, "58"):
		return disk
	case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "53"), strings.HasPrefix(code, "57P"):
		return away
	}
	return other
}

// explain turns an engine's error into one that says what to do. Errors that
// are not the engine's pass.
func (d *dialect) explain(doing string, err error) error {
	var f *fault.Error
	switch d.trouble(err) {
	case broken:
		return fmt.Errorf("the database %s is damaged (%w); nothing was changed: put a backup in its place with `waymood restore FILE`", d.name, err)
	case full:
		return busy("the disk is full; free some space and it goes on by itself", err)
	case disk:
		return busy("the disk cannot be read or written", err)
	case closed:
		return busy("the service is stopping", err)
	case locked:
		return busy("the database is locked by another program", err)
	case again:
		return busy("the database is busy", err)
	case away:
		return busy("the database server does not answer", err)
	case refused:
		return busy(fmt.Sprintf("the database %s cannot be opened for writing: check its folder's owner and rights, and that the disk is not read-only", d.name), err)
	}
	if errors.As(err, &f) && doing == "check" {
		return &fault.Error{Kind: f.Kind, Detail: fmt.Sprintf("the database %s cannot be used: %s", d.name, f.Detail), Cause: f.Cause}
	}
	return err
}

func busy(detail string, cause error) error {
	return &fault.Error{Kind: fault.Busy, Detail: detail, Cause: cause}
}

// copies is true when a backup is a file that this program can write.
func (d *dialect) copies() bool { return !d.postgres }

// copyTo writes a consistent copy of the database beside its writers.
func (d *dialect) copyTo(ctx context.Context, file string) error {
	db := sql.OpenDB(sqlite(d.path, nil)) // readers may not even write elsewhere
	defer db.Close()
	_, err := db.ExecContext(ctx, "vacuum into $1", file)
	return err
}

// unused makes sure that no process has a database open: only then can
// another file take its place. A database that is damaged or absent cannot be
// asked and is in nobody's way.
func unused(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return nil
	}
	db := sql.OpenDB(sqlite(path, url.Values{"_busy_timeout": {"200"}, "_locking_mode": {"exclusive"}, "_journal_mode": nil, "_secure_delete": nil}))
	defer db.Close()
	// Leaving write-ahead logging needs the file for oneself alone, while any
	// other connection, even an idle one, is in the way.
	var mode string
	err := db.QueryRowContext(ctx, "pragma journal_mode = delete").Scan(&mode)
	var lite sqlite3.Error
	if errors.As(err, &lite) && (lite.Code == sqlite3.ErrBusy || lite.Code == sqlite3.ErrLocked) {
		return fault.New(fault.Busy, "the database %s is in use: stop the server first", path)
	}
	return nil
}

// health is what the engine says of itself.
func (d *dialect) health(ctx context.Context) (Health, error) {
	h := Health{Engine: "SQLite", Path: d.name}
	var version sql.NullInt64
	if err := d.read.QueryRowContext(ctx, "select max(version_id) from goose_db_version").Scan(&version); err != nil {
		return h, err
	}
	h.Schema = fmt.Sprintf("version %d of %d", version.Int64, latest())
	if d.postgres {
		var size int64
		h.Engine, h.Integrity = "PostgreSQL", "kept by the server"
		err := d.read.QueryRowContext(ctx, "select current_setting('server_version'), pg_database_size(current_database())").Scan(&h.Version, &size)
		h.Space = fmt.Sprintf("%.1f MB used", float64(size)/1e6)
		return h, err
	}
	h.Version, _, _ = sqlite3.Version()
	if err := d.read.QueryRowContext(ctx, "pragma integrity_check(1)").Scan(&h.Integrity); err != nil {
		return h, err
	}
	var used int64
	if info, err := os.Stat(d.path); err == nil {
		used = info.Size()
	}
	h.Space = fmt.Sprintf("%.1f MB used", float64(used)/1e6)
	if free, ok := freeSpace(filepath.Dir(d.path)); ok {
		h.Space += fmt.Sprintf(", %.1f GB free", float64(free)/1e9)
	}
	return h, nil
}
