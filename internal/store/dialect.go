package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/mattn/go-sqlite3"
)

// dialect is what differs between SQLite and PostgreSQL; nothing outside
// the files dialect*.go asks which of them runs.
type dialect struct {
	postgres bool
	path     string          // of the SQLite file
	url      *pgx.ConnConfig // of PostgreSQL
	name     string          // for people: the path, or the URL without its password
	first    *sql.DB         // the one writing connection of SQLite, several of PostgreSQL
	read     *sql.DB
	readers  int
	writers  int
	unwiped  atomic.Bool // the log may still hold what was deleted
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

// erased makes what was deleted unreadable in the file itself: the log that
// still holds the old pages is emptied. A reader that is in the way puts that
// off until it is tried again.
func (d *dialect) erased(ctx context.Context) {
	if d.postgres {
		return
	}
	var busy, frames, moved int
	err := d.first.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)").Scan(&busy, &frames, &moved)
	d.unwiped.Store(err != nil || busy != 0)
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
