package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/mattn/go-sqlite3"
	"github.com/waymood/waymood/internal/fault"
)

// checkTime is how long a start may spend on looking for damage in a large
// file, of which that may be the first part. After an unclean stop (a
// write-ahead log is still there) more care is worth more time. A small file is
// looked at as a whole, which takes as long as reading it.
const (
	checkTime        = 250 * time.Millisecond
	uncleanCheckTime = 3 * time.Second
	smallFile        = 16 << 20 // bytes
	smallCheckTime   = time.Minute
)

// inspect reads a database file without changing it: is it one, is it whole,
// is its schema known to this program?
func inspect(ctx context.Context, path string) error {
	within := checkTime
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		within = uncleanCheckTime
	}
	if file, err := os.Stat(path); err == nil && file.Size() <= smallFile {
		within = smallCheckTime
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

// copies is true when a backup is a file that this program can write.
func (d *dialect) copies() bool { return !d.postgres }

// copyTo writes a consistent copy of the database beside its writers.
func (d *dialect) copyTo(ctx context.Context, file string) error {
	db := sql.OpenDB(sqlite(d.path, nil)) // readers may not even write elsewhere
	defer db.Close()
	if err := private(file); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, "vacuum into $1", file)
	if d.trouble(err) == disk && crammed(filepath.Dir(file)) {
		return fmt.Errorf("%w: %w", syscall.ENOSPC, err)
	}
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
