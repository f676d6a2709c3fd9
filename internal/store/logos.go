package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/waymood/waymood/internal/fault"
)

const (
	logoSQL     = `select image from logos where journey = $1`
	setLogoSQL  = `insert into logos (journey, image, changed_at) values ($1, $2, $3) on conflict (journey) do update set image = excluded.image, changed_at = excluded.changed_at`
	dropLogoSQL = `delete from logos where journey = $1`
)

// Logo is a journey's logo as a PNG; fault.NotFound where it has none.
func (s *Store) Logo(ctx context.Context, journey string) ([]byte, error) {
	var image []byte
	err := s.dialect.read.QueryRowContext(ctx, logoSQL, journey).Scan(&image)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "journey %q has no logo", journey)
	}
	return image, s.dialect.explain("read", err)
}

// SetLogo gives a journey a logo, in place of the one it has; fault.NotFound
// when there is no such journey.
func (s *Store) SetLogo(ctx context.Context, journey string, png []byte) error {
	return s.write(ctx, func(tx *tx) error {
		var document string
		if err := tx.row(journeySQL, journey).Scan(&document); errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "there is no journey %q", journey)
		} else if err != nil {
			return err
		}
		return tx.exec(setLogoSQL, journey, png, s.now())
	})
}

// EraseLogo takes a journey's logo away, also out of the database's file; a
// journey without one is no error.
func (s *Store) EraseLogo(ctx context.Context, journey string) error {
	err := s.write(ctx, func(tx *tx) error { return tx.exec(dropLogoSQL, journey) })
	if err == nil {
		s.dialect.erased(ctx)
	}
	return err
}
