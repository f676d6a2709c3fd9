package store

import "context"

// Backup writes a consistent copy of a running SQLite database to a new
// file, checked and synced; fault.Unsupported on PostgreSQL, naming pg_dump.
func (s *Store) Backup(ctx context.Context, file string) error { panic("not yet") }

// Restore puts a checked backup in the place of a stopped SQLite database.
func Restore(ctx context.Context, database, file string) error { panic("not yet") }

// Health is what doctor prints about the database, one line each.
type Health struct{ Engine, Version, Path, Schema, Integrity, Space string }

// Health looks at the database.
func (s *Store) Health(ctx context.Context) (Health, error) { panic("not yet") }
