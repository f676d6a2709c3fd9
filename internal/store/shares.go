package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
)

// Share is a link with which anybody looks at a journey's map, until it
// expires or is revoked.
type Share struct {
	ID      string
	Journey string
	Label   string
	Period  journey.Period // zero: always the last 28 days
	Compare bool           // with the period before
	Created time.Time
	Expires time.Time
	Revoked time.Time // zero: it was not
	Used    time.Time // midnight of the last day it was looked at, in UTC; zero: never
}

const (
	shareColumns = `id, journey, label, from_day, to_day, compare, created_at, expires_at, revoked_at, used_day`
	sharesSQL    = `select ` + shareColumns + ` from shares where journey = $1 order by created_at desc, id`
	shareSQL     = `select ` + shareColumns + ` from shares where hash = $1 and revoked_at is null and expires_at > $2`
	addShareSQL  = `insert into shares (id, hash, journey, label, from_day, to_day, compare, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	revokeSQL    = `update shares set revoked_at = $1 where id = $2 and journey = $3 and revoked_at is null`
	usedShareSQL = `update shares set used_day = $1 where id = $2`
)

func scanShare(scan func(...any) error) (Share, error) {
	var sh Share
	var compare, created, expires int64
	var revoked, used sql.NullInt64
	err := scan(&sh.ID, &sh.Journey, &sh.Label, &sh.Period.From, &sh.Period.To, &compare, &created, &expires, &revoked, &used)
	sh.Compare, sh.Created, sh.Expires, sh.Revoked = compare == 1, moment(created), moment(expires), optionalMoment(revoked)
	if used.Valid {
		sh.Used = time.Unix(used.Int64*86400, 0).UTC()
	}
	return sh, err
}

// Shares of a journey, the newest first, expired and revoked ones too.
func (s *Store) Shares(ctx context.Context, journey string) ([]Share, error) {
	var all []Share
	rows, err := s.dialect.read.QueryContext(ctx, sharesSQL, journey)
	err = each(rows, err, func(rows *sql.Rows) error {
		sh, err := scanShare(rows.Scan)
		all = append(all, sh)
		return err
	})
	return all, s.dialect.explain("read", err)
}

// AddShare keeps a link and returns its token, of which only a hash is kept:
// it can be told once.
func (s *Store) AddShare(ctx context.Context, sh Share) (Share, string, error) {
	token := randomText(32)
	sh.ID, sh.Created = randomText(9), moment(s.now())
	compare := 0
	if sh.Compare {
		compare = 1
	}
	err := s.write(ctx, func(tx *tx) error {
		return tx.exec(addShareSQL, sh.ID, hashOf(token), sh.Journey, sh.Label, int64(sh.Period.From), int64(sh.Period.To),
			compare, milli(sh.Created), milli(sh.Expires))
	})
	if err != nil {
		return Share{}, "", err
	}
	return sh, token, nil
}

// RevokeShare ends a link of a journey at once; fault.NotFound when there is
// none that could be ended.
func (s *Store) RevokeShare(ctx context.Context, journey, id string) error {
	return s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(revokeSQL, s.now(), id, journey)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "this journey has no such link")
		}
		return err
	})
}

// OpenShare finds what a token opens and notes the day; fault.NotFound for
// tokens that are unknown, expired or revoked, which nobody can tell apart.
func (s *Store) OpenShare(ctx context.Context, token string) (*Share, error) {
	sh, err := scanShare(s.dialect.read.QueryRowContext(ctx, shareSQL, hashOf(token), s.now()).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "there is nothing behind this link")
	}
	if err != nil {
		return nil, s.dialect.explain("read", err)
	}
	if today := day(s.clock()); sh.Used.IsZero() || day(sh.Used) != today {
		// Once a day; a link that cannot be marked still opens, and what went
		// wrong with the disk is told by those who have to write.
		_ = s.write(ctx, func(tx *tx) error { return tx.exec(usedShareSQL, today, sh.ID) })
	}
	return &sh, nil
}
