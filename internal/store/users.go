package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
)

const userColumns = `id, mail, role, language, disabled, created_at, seen_at, hash`

func scanUser(scan func(...any) error) (u account.User, hash string, err error) {
	var disabled, created int64
	var seen sql.NullInt64
	err = scan(&u.ID, &u.Mail, &u.Role, &u.Language, &disabled, &created, &seen, &hash)
	u.Disabled, u.Created, u.LastSeen = disabled != 0, moment(created), optionalMoment(seen)
	return u, hash, err
}

const (
	usersSQL       = `select ` + userColumns + ` from users order by folded`
	userSQL        = `select ` + userColumns + ` from users where id = $1`
	userByMailSQL  = `select ` + userColumns + ` from users where folded = $1`
	addUserSQL     = `insert into users (id, mail, folded, role, language, disabled, hash, created_at) values ($1, $2, $3, $4, $5, 0, $6, $7)`
	setUserSQL     = `update users set role = $1, language = $2, disabled = $3 where id = $4`
	setLanguageSQL = `update users set language = $1 where id = $2`
	setHashSQL     = `update users set hash = $1 where id = $2`
	seenSQL        = `update users set seen_at = $1 where id = $2`
)

// Users are all accounts by mail address.
func (s *Store) Users(ctx context.Context) ([]account.User, error) {
	var all []account.User
	rows, err := s.dialect.read.QueryContext(ctx, usersSQL)
	err = each(rows, err, func(rows *sql.Rows) error {
		u, _, err := scanUser(rows.Scan)
		all = append(all, u)
		return err
	})
	return all, s.dialect.explain("read", err)
}

// User by id; fault.NotFound.
func (s *Store) User(ctx context.Context, id string) (*account.User, error) {
	u, _, err := s.user(ctx, userSQL, id)
	return u, err
}

func (s *Store) user(ctx context.Context, query, arg string) (*account.User, string, error) {
	u, hash, err := scanUser(s.dialect.read.QueryRowContext(ctx, query, arg).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, "", fault.New(fault.NotFound, "there is no such account")
	}
	if err != nil {
		return nil, "", s.dialect.explain("read", err)
	}
	return &u, hash, nil
}

// UserByMail finds a user and the hash of the password ("" when none is set
// yet) by a mail address in any case; fault.NotFound.
func (s *Store) UserByMail(ctx context.Context, mail string) (u *account.User, hash string, err error) {
	return s.user(ctx, userByMailSQL, account.Fold(mail))
}

// AddUser makes an account; fault.Conflict when the address is taken.
func (s *Store) AddUser(ctx context.Context, mail string, role account.Role, hash string) (*account.User, error) {
	u := account.User{ID: newID(), Mail: mail, Role: role, Created: moment(s.now())}
	err := s.write(ctx, func(tx *tx) error {
		return tx.exec(addUserSQL, u.ID, u.Mail, account.Fold(mail), string(role), u.Language, hash, milli(u.Created))
	})
	if s.dialect.trouble(err) == unique {
		return nil, fault.New(fault.Conflict, "there is an account with this address already")
	}
	if err != nil {
		return nil, err
	}
	return &u, nil
}

// SetUser changes role, language or whether the account is disabled. A lower
// role or a disabled account ends the user's sessions; what a disabled one is
// told stops, and stays so when it may sign in again.
func (s *Store) SetUser(ctx context.Context, u account.User) error {
	return s.write(ctx, func(tx *tx) error {
		before, _, err := scanUser(tx.row(userSQL, u.ID).Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "there is no such account")
		}
		if err != nil {
			return err
		}
		if err := tx.exec(setUserSQL, string(u.Role), u.Language, bit(u.Disabled), u.ID); err != nil {
			return err
		}
		if u.Disabled {
			if err := tx.exec(stopUserSQL, s.now(), u.ID); err != nil {
				return err
			}
		}
		if u.Disabled || !u.Role.Allows(before.Role) {
			return tx.exec(endSessionsSQL, u.ID, []byte{})
		}
		return nil
	})
}

// SetLanguage changes the language a user reads and nothing else, so that it
// cannot bring back a role or an account that somebody else takes away at the
// same moment. fault.NotFound.
func (s *Store) SetLanguage(ctx context.Context, id, tag string) error {
	return s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(setLanguageSQL, tag, id)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "there is no such account")
		}
		return err
	})
}

// SetPassword stores a password's hash and ends the user's other sessions
// (all but the one with the kept token).
func (s *Store) SetPassword(ctx context.Context, id, hash, keepSession string) error {
	return s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(setHashSQL, hash, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "there is no such account")
		}
		return tx.exec(endSessionsSQL, id, sessionHash(keepSession))
	})
}

// Seen notes that a user was here.
func (s *Store) Seen(ctx context.Context, id string) error {
	return s.write(ctx, func(tx *tx) error { return tx.exec(seenSQL, s.now(), id) })
}

// newID is a random id for small tables.
func newID() string { return randomText(12) }

// randomText is n random bytes for URLs.
func randomText(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// day is a time's date in UTC as days since 1970.
func day(t time.Time) int64 { return t.Unix() / 86400 }
