package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/snapshot"
)

const (
	reviewColumns = `journey, cadence, since, done_at`
	reviewsSQL    = `select ` + reviewColumns + ` from reviews`
	reviewSQL     = `select ` + reviewColumns + ` from reviews where journey = $1`
	addReviewSQL  = `insert into reviews (journey, cadence, since) values ($1, $2, $3) on conflict (journey) do nothing`
	setCadenceSQL = `update reviews set cadence = $1 where journey = $2`
	reviewedSQL   = `update reviews set done_at = $1 where journey = $2 and (done_at is null or done_at < $3)`
)

func scanReview(scan func(...any) error) (journey string, r snapshot.Review, err error) {
	var since int64
	var done sql.NullInt64
	err = scan(&journey, &r.Cadence, &since, &done)
	r.Since, r.Done = moment(since), optionalMoment(done)
	return journey, r, err
}

// Reviews is when journeys are looked over, by their keys.
func (s *Store) Reviews(ctx context.Context) (map[string]snapshot.Review, error) {
	all := map[string]snapshot.Review{}
	rows, err := s.dialect.read.QueryContext(ctx, reviewsSQL)
	err = each(rows, err, func(rows *sql.Rows) error {
		key, r, err := scanReview(rows.Scan)
		all[key] = r
		return err
	})
	return all, s.dialect.explain("read", err)
}

// Review is when a journey is looked over; fault.NotFound without one.
func (s *Store) Review(ctx context.Context, journey string) (snapshot.Review, error) {
	_, r, err := scanReview(s.dialect.read.QueryRowContext(ctx, reviewSQL, journey).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return r, fault.New(fault.NotFound, "there is no journey %q", journey)
	}
	return r, s.dialect.explain("read", err)
}

// SetCadence says how often a journey is looked over; fault.NotFound.
func (s *Store) SetCadence(ctx context.Context, journey string, c snapshot.Cadence) error {
	return s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(setCadenceSQL, string(c), journey)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "there is no journey %q", journey)
		}
		return err
	})
}
