package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/waymood/waymood/internal/fault"
)

// Backup writes a consistent copy of a running SQLite database to a new
// file, checked and synced; fault.Unsupported on PostgreSQL, naming pg_dump.
func (s *Store) Backup(ctx context.Context, file string) error {
	if !s.dialect.copies() {
		return fault.New(fault.Unsupported, "this database is PostgreSQL: back it up with pg_dump and restore it with pg_restore")
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Conflict, "%s is there already; name a new file", file)
	}
	part := file + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("back up to %s: %w", file, err)
	}
	defer os.Remove(part)
	if err := s.dialect.copyTo(ctx, part); err != nil {
		return s.dialect.explain("back up", err)
	}
	if err := checkCopy(ctx, part); err != nil {
		return fmt.Errorf("back up to %s: the copy is not whole: %w", file, err)
	}
	return settle(part, file)
}

// Restore puts a checked backup in the place of a stopped SQLite database.
// The old file is kept aside until the new one is in its place and synced.
func Restore(ctx context.Context, database, file string) error {
	if served(database) {
		return fault.New(fault.Unsupported, "this database is PostgreSQL: restore it with pg_restore")
	}
	if _, err := os.Stat(file); err != nil {
		return fault.New(fault.NotFound, "there is no backup at %s", file)
	}
	if err := checkCopy(ctx, file); err != nil {
		return fmt.Errorf("the backup %s is not whole (%w); nothing was changed", file, err)
	}
	if err := unused(ctx, database); err != nil {
		return err
	}
	part := database + ".restore"
	if err := copyFile(file, part); err != nil {
		os.Remove(part)
		return fmt.Errorf("copy the backup: %w; nothing was changed", err)
	}
	old := database + ".before-restore-" + time.Now().UTC().Format("20060102T150405Z")
	for _, end := range []string{"-shm", "-wal", ""} {
		if err := os.Rename(database+end, old+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("put the old database aside as %s: %w", old, err)
		}
	}
	if err := settle(part, database); err != nil {
		return fmt.Errorf("%w; the old database is at %s", err, old)
	}
	for _, end := range []string{"-shm", "-wal", ""} {
		os.Remove(old + end)
	}
	return nil
}

// checkCopy looks at every page of a database file that nobody writes.
func checkCopy(ctx context.Context, file string) error {
	db := sql.OpenDB(sqlite(file, url.Values{"mode": {"ro"}, "_journal_mode": nil, "_secure_delete": nil}))
	defer db.Close()
	var verdict string
	if err := db.QueryRowContext(ctx, "pragma integrity_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return damaged(verdict)
	}
	var n int
	if err := db.QueryRowContext(ctx, "select count(*) from responses").Scan(&n); err != nil {
		return fmt.Errorf("it is no Waymood database: %w", err)
	}
	return schemaKnown(ctx, db, "select count(*) from sqlite_master where type = 'table' and name = 'goose_db_version'")
}

// settle syncs a finished file, gives it its name and syncs the folder.
func settle(part, file string) error {
	f, err := os.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = errors.Join(f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(part, file)
	}
	if err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(file))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// Health is what doctor prints about the database, one line each.
type Health struct{ Engine, Version, Path, Schema, Integrity, Space string }

// Health looks at the database.
func (s *Store) Health(ctx context.Context) (Health, error) {
	h, err := s.dialect.health(ctx)
	return h, s.dialect.explain("look at", err)
}
