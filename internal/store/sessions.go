package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"time"

	"github.com/alexedwards/scs/v2"
)

// SessionUser is the key under which the user's id stands in a session's
// values, as a string. It is how the sessions of a user are found when a
// password or a role changes.
const SessionUser = "user"

// Sessions keeps sessions for scs: token hash, data, expiry, user.
type Sessions struct{ store *Store }

// Sessions is the store's session table, an scs.Store and scs.CtxStore.
func (s *Store) Sessions() *Sessions { return &Sessions{s} }

var (
	_ scs.CtxStore = (*Sessions)(nil)
	_ scs.Store    = (*Sessions)(nil)
)

const (
	sessionSQL     = `select data from sessions where token = $1 and expires_at > $2`
	setSessionSQL  = `insert into sessions (token, user_id, data, expires_at) values ($1, $2, $3, $4) on conflict (token) do update set user_id = excluded.user_id, data = excluded.data, expires_at = excluded.expires_at`
	endSessionSQL  = `delete from sessions where token = $1`
	endSessionsSQL = `delete from sessions where user_id = $1 and token <> $2`
	oldSessionsSQL = `delete from sessions where expires_at <= $1`
)

// sessionHash is what is kept of a session's token.
func sessionHash(token string) []byte {
	sum := sha256.Sum256([]byte("session/" + token))
	return sum[:]
}

// FindCtx gives a session's data, as scs wants it: a missing or expired
// session is no error.
func (s *Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var data []byte
	err := s.store.dialect.read.QueryRowContext(ctx, sessionSQL, sessionHash(token), s.store.now()).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, s.store.dialect.explain("read", err)
}

// CommitCtx keeps a session's data.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	user := ""
	if _, values, err := (scs.GobCodec{}).Decode(data); err == nil {
		user, _ = values[SessionUser].(string)
	}
	return s.store.write(ctx, func(tx *tx) error {
		if err := tx.exec(oldSessionsSQL, s.store.now()); err != nil {
			return err
		}
		return tx.exec(setSessionSQL, sessionHash(token), user, data, milli(expiry))
	})
}

// DeleteCtx ends a session.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.store.write(ctx, func(tx *tx) error { return tx.exec(endSessionSQL, sessionHash(token)) })
}

// EndAll ends a user's sessions but the one with the kept token ("" keeps
// none).
func (s *Sessions) EndAll(ctx context.Context, user, keep string) error {
	return s.store.write(ctx, func(tx *tx) error { return tx.exec(endSessionsSQL, user, sessionHash(keep)) })
}

// Find is FindCtx without a context.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
