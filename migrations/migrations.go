// Package migrations is the database's schema, one numbered file per change.
// A released file never changes.
package migrations

import "embed"

// Files are the migrations in the order of their names.
//
//go:embed *.sql
var Files embed.FS
