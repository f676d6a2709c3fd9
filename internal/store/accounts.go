package store

import (
	"context"
	"time"

	"github.com/waymood/waymood/internal/account"
)

// Users are all accounts by mail address.
func (s *Store) Users(ctx context.Context) ([]account.User, error) { panic("not yet") }

// User by id; fault.NotFound.
func (s *Store) User(ctx context.Context, id string) (*account.User, error) { panic("not yet") }

// UserByMail finds a user and the hash of the password ("" when none is set
// yet) by a mail address in any case; fault.NotFound.
func (s *Store) UserByMail(ctx context.Context, mail string) (u *account.User, hash string, err error) {
	panic("not yet")
}

// AddUser makes an account; fault.Conflict when the address is taken.
func (s *Store) AddUser(ctx context.Context, mail string, role account.Role, hash string) (*account.User, error) {
	panic("not yet")
}

// SetUser changes role, language or whether the account is disabled. A lower
// role or a disabled account ends the user's sessions.
func (s *Store) SetUser(ctx context.Context, u account.User) error { panic("not yet") }

// SetPassword stores a password's hash and ends the user's other sessions
// (all but the one with the kept token).
func (s *Store) SetPassword(ctx context.Context, id, hash, keepSession string) error {
	panic("not yet")
}

// Token purposes: single use, stored as hash.
const (
	SetupToken  = "setup"   // first owner; only while there is no user
	SignInToken = "sign-in" // opens a session as a user
	ResetToken  = "reset"   // sets a password
)

// NewToken makes a single-use token for a user ("" for SetupToken). A newer
// one of the same purpose and user makes older ones void.
func (s *Store) NewToken(ctx context.Context, purpose, user string, ttl time.Duration) (string, error) {
	panic("not yet")
}

// PeekToken says whom a token is for without using it up; fault.Gone when
// used, expired or void, fault.NotFound when it never was one.
func (s *Store) PeekToken(ctx context.Context, purpose, token string) (user string, err error) {
	panic("not yet")
}

// UseToken uses a token up, with the same errors as PeekToken.
func (s *Store) UseToken(ctx context.Context, purpose, token string) (user string, err error) {
	panic("not yet")
}

// Keys are all API keys, revoked ones too.
func (s *Store) Keys(ctx context.Context) ([]account.Key, error) { panic("not yet") }

// AddKey makes an API key and returns its secret text, which is not kept.
func (s *Store) AddKey(ctx context.Context, name string, scope account.Scope, expires time.Time) (account.Key, string, error) {
	panic("not yet")
}

// RevokeKey ends a key, on all nodes within 5 s; fault.NotFound.
func (s *Store) RevokeKey(ctx context.Context, id string) error { panic("not yet") }

// KeyOf checks a key as sent; fault.Unauthorized when unknown, wrong,
// expired or revoked.
func (s *Store) KeyOf(ctx context.Context, secret string) (*account.Key, error) { panic("not yet") }

// Sessions keeps sessions for scs: token hash, data, expiry, user.
type Sessions struct{ store *Store }

// Sessions is the store's session table, an scs.Store and scs.CtxStore.
func (s *Store) Sessions() *Sessions { panic("not yet") }
