package store

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"sync"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
)

const keyColumns = `id, name, scope, placement, created_at, expires_at, revoked_at, used_day, hash`

func scanKey(scan func(...any) error) (k account.Key, hash []byte, err error) {
	var created int64
	var expires, revoked, used sql.NullInt64
	err = scan(&k.ID, &k.Name, &k.Scope, &k.Placement, &created, &expires, &revoked, &used, &hash)
	k.Created, k.Expires, k.Revoked = moment(created), optionalMoment(expires), optionalMoment(revoked)
	if used.Valid {
		k.Used = time.Unix(used.Int64*86400, 0).UTC()
	}
	return k, hash, err
}

const (
	keysSQL      = `select ` + keyColumns + ` from keys order by created_at, id`
	keySQL       = `select ` + keyColumns + ` from keys where id = $1`
	addKeySQL    = `insert into keys (id, name, scope, hash, created_at, expires_at, placement) values ($1, $2, $3, $4, $5, $6, $7)`
	revokeKeySQL = `update keys set revoked_at = $1 where id = $2 and revoked_at is null`
	usedKeySQL   = `update keys set used_day = $1 where id = $2`
)

// Keys are all API keys, revoked ones too.
func (s *Store) Keys(ctx context.Context) ([]account.Key, error) {
	var all []account.Key
	rows, err := s.dialect.read.QueryContext(ctx, keysSQL)
	err = each(rows, err, func(rows *sql.Rows) error {
		k, _, err := scanKey(rows.Scan)
		all = append(all, k)
		return err
	})
	return all, s.dialect.explain("read", err)
}

// AddKey makes an API key and returns its secret text, which is not kept.
func (s *Store) AddKey(ctx context.Context, name string, scope account.Scope, expires time.Time) (account.Key, string, error) {
	return s.addKey(ctx, account.Key{Name: name, Scope: scope, Expires: expires})
}

// AddKiosk makes the key of a registered kiosk, which may send answers to the
// placement with this code only, and returns its secret text, which is not
// kept; fault.NotFound for a code that is not there. Zero expires is never.
func (s *Store) AddKiosk(ctx context.Context, name, code string, expires time.Time) (account.Key, string, error) {
	spot, err := s.Spot(ctx, code)
	if err != nil {
		return account.Key{}, "", err
	}
	return s.addKey(ctx, account.Key{Name: name, Scope: account.Kiosk, Placement: spot.Placement.Code, Expires: expires})
}

// addKey gives a key its id, secret and time.
func (s *Store) addKey(ctx context.Context, k account.Key) (account.Key, string, error) {
	secret := account.NewKey()
	k.ID, k.Created = secret.ID, moment(s.now())
	err := s.write(ctx, func(tx *tx) error {
		return tx.exec(addKeySQL, k.ID, k.Name, string(k.Scope), hashOf(secret.Text), milli(k.Created), optional(k.Expires), k.Placement)
	})
	if err != nil {
		return account.Key{}, "", err
	}
	return k, secret.Text, nil
}

// RevokeKey ends a key, on all nodes within 5 s; fault.NotFound.
func (s *Store) RevokeKey(ctx context.Context, id string) error {
	err := s.write(ctx, func(tx *tx) error {
		if _, _, err := scanKey(tx.row(keySQL, id).Scan); errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "there is no key %q", id)
		}
		return tx.exec(revokeKeySQL, s.now(), id)
	})
	s.keys.forget(id)
	return err
}

var errKey = fault.New(fault.Unauthorized, "this API key is unknown, expired or revoked")

// KeyOf checks a key as sent; fault.Unauthorized when unknown, wrong,
// expired or revoked.
func (s *Store) KeyOf(ctx context.Context, secret string) (*account.Key, error) {
	id, ok := account.KeyID(secret)
	if !ok {
		return nil, errKey
	}
	k, hash, err := s.keyByID(ctx, id)
	if err != nil {
		return nil, err
	}
	now := s.clock()
	if subtle.ConstantTimeCompare(hash, hashOf(secret)) != 1 || !k.Revoked.IsZero() || !k.Expires.IsZero() && !now.Before(k.Expires) {
		return nil, errKey
	}
	if day(k.Used) != day(now) || k.Used.IsZero() {
		// Once a day; a key that cannot be marked is still a key.
		if s.write(ctx, func(tx *tx) error { return tx.exec(usedKeySQL, day(now), id) }) == nil {
			s.keys.forget(id)
		}
	}
	return &k, nil
}

// keyAge is how long a key is believed without asking the database.
const keyAge = 3 * time.Second

// keyCache remembers keys for a moment, so that a busy client is not a query
// per request.
type keyCache struct {
	mu   sync.Mutex
	byID map[string]cachedKey
}

func (c *keyCache) forget(id string) {
	c.mu.Lock()
	delete(c.byID, id)
	c.mu.Unlock()
}

func (s *Store) keyByID(ctx context.Context, id string) (account.Key, []byte, error) {
	s.keys.mu.Lock()
	cached, ok := s.keys.byID[id]
	s.keys.mu.Unlock()
	if ok && time.Since(cached.read) < keyAge {
		return cached.key, cached.hash, nil
	}
	began := time.Now()
	k, hash, err := scanKey(s.dialect.read.QueryRowContext(ctx, keySQL, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return account.Key{}, nil, errKey
	}
	if err != nil {
		return account.Key{}, nil, s.dialect.explain("read", err)
	}
	s.keys.mu.Lock()
	if len(s.keys.byID) > 1000 {
		clear(s.keys.byID)
	}
	s.keys.byID[id] = cachedKey{k, hash, began}
	s.keys.mu.Unlock()
	return k, hash, nil
}
