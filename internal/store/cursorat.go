package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/fault"
)

const seqOfSQL = `select seq from responses where id = $1`

// CursorAt is the cursor of the page of Responses, newest first, on which an
// answer stands first; fault.NotFound.
func (s *Store) CursorAt(ctx context.Context, id uuid.UUID) (string, error) {
	var seq int64
	err := s.dialect.read.QueryRowContext(ctx, seqOfSQL, id[:]).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fault.New(fault.NotFound, "there is no answer with this id")
	}
	if err != nil {
		return "", s.dialect.explain("read", err)
	}
	return cursor(seq + 1), nil
}
