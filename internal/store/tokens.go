package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/waymood/waymood/internal/fault"
)

// Token purposes: single use, stored as hash.
const (
	SetupToken  = "setup"   // first owner; only while there is no user
	SignInToken = "sign-in" // opens a session as a user
	ResetToken  = "reset"   // sets a password
)

const (
	voidTokensSQL = `update tokens set expires_at = 0 where purpose = $1 and user_id = $2 and used_at is null`
	addTokenSQL   = `insert into tokens (hash, purpose, user_id, created_at, expires_at) values ($1, $2, $3, $4, $5)`
	oldTokensSQL  = `delete from tokens where created_at < $1`
	tokenSQL      = `select user_id, expires_at, used_at from tokens where hash = $1 and purpose = $2`
	useTokenSQL   = `update tokens set used_at = $1 where hash = $2 and purpose = $3 and used_at is null and expires_at > $4`
)

// tokensKept is how long a used or expired token is still told from one that
// never was.
const tokensKept = 90 * 24 * time.Hour

// NewToken makes a single-use token for a user ("" for SetupToken). A newer
// one of the same purpose and user makes older ones void.
func (s *Store) NewToken(ctx context.Context, purpose, user string, ttl time.Duration) (string, error) {
	token, now := randomText(32), s.now()
	err := s.write(ctx, func(tx *tx) error {
		if err := tx.exec(oldTokensSQL, now-tokensKept.Milliseconds()); err != nil {
			return err
		}
		if err := tx.exec(voidTokensSQL, purpose, user); err != nil {
			return err
		}
		return tx.exec(addTokenSQL, hashOf(token), purpose, user, now, now+ttl.Milliseconds())
	})
	return token, err
}

var errTokenGone = fault.New(fault.Gone, "this link was used, has expired or was replaced by a newer one")

// PeekToken says whom a token is for without using it up; fault.Gone when
// used, expired or void, fault.NotFound when it never was one.
func (s *Store) PeekToken(ctx context.Context, purpose, token string) (user string, err error) {
	user, err = s.token(s.dialect.read.QueryRowContext(ctx, tokenSQL, hashOf(token), purpose))
	return user, s.dialect.explain("read", err)
}

func (s *Store) token(r *sql.Row) (string, error) {
	var user string
	var expires int64
	var used sql.NullInt64
	err := r.Scan(&user, &expires, &used)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fault.New(fault.NotFound, "this link is none of ours; ask for a new one")
	}
	if err == nil && (used.Valid || expires <= s.now()) {
		return "", errTokenGone
	}
	return user, err
}

// UseToken uses a token up, with the same errors as PeekToken. Of two who try
// at once, one succeeds.
func (s *Store) UseToken(ctx context.Context, purpose, token string) (user string, err error) {
	err = s.write(ctx, func(tx *tx) error {
		if user, err = s.token(tx.row(tokenSQL, hashOf(token), purpose)); err != nil {
			return err
		}
		n, err := tx.changed(useTokenSQL, s.now(), hashOf(token), purpose, s.now())
		if err == nil && n == 0 {
			err = errTokenGone
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return user, nil
}
