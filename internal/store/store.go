// Package store keeps everything. It holds all SQL, one text for SQLite and
// PostgreSQL; dialect.go is the only file that knows the engine.
package store

import (
	"context"
	"time"
)

// Store is an open database.
type Store struct{}

// Options of Open.
type Options struct {
	Clock  func() time.Time // nil: time.Now
	Create bool             // make the database where there is none; else fault.NotFound
}

// Open opens a database, a path of an SQLite file or a postgres:// URL, and
// brings its schema up to date.
func Open(ctx context.Context, database string, o Options) (*Store, error) { panic("not yet") }

// Close finishes what the writer has taken and closes the database.
func (s *Store) Close() error { panic("not yet") }

// Ready says whether answers can be taken: the writer lives and the database
// answers.
func (s *Store) Ready(ctx context.Context) error { panic("not yet") }

// Secret is the installation's 32 random bytes from which receipts, form
// tokens and respondents' hashes are keyed. The purpose separates them.
func (s *Store) Secret(purpose string) []byte { panic("not yet") }
