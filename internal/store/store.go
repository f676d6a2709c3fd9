// Package store keeps everything. It holds all SQL, one text for SQLite and
// PostgreSQL; the files dialect*.go alone know the engine.
package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// Store is an open database.
type Store struct {
	dialect *dialect
	clock   func() time.Time
	log     *slog.Logger
	secret  []byte
	derived struct{ receipt, respondent []byte } // keys, see Secret

	words   words
	catalog atomic.Pointer[catalog]
	reading sync.Mutex // one reader of the catalog at a time
	writer  *writer
	viewer  *viewer

	tallied  *memo[mood.Tally]
	channels *memo[map[journey.Channel]int64]
	mapped   *memo[*sums]
	followed *memo[[]mood.Day]
	watching *memo[[]mood.Day]

	refusal refusal
	keys    keyCache
	once    sync.Once
}

// Options of Open.
type Options struct {
	Clock  func() time.Time // nil: time.Now
	Log    *slog.Logger     // nil: nothing is logged
	Create bool             // make the database where there is none; else fault.NotFound
}

// Open opens a database, a path of an SQLite file or a postgres:// URL, and
// brings its schema up to date.
func Open(ctx context.Context, database string, o Options) (*Store, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	d, err := dial(ctx, database, o.Create)
	if err != nil {
		return nil, err
	}
	s := &Store{dialect: d, clock: o.Clock, log: o.Log}
	s.tallied, s.mapped, s.channels = newMemo[mood.Tally](mostMapped), newMemo[*sums](mostMapped), newMemo[map[journey.Channel]int64](mostMapped)
	s.followed, s.watching = newMemo[[]mood.Day](mostFollowed), newMemo[[]mood.Day](mostWatched)
	if err := s.start(ctx); err != nil {
		d.close()
		return nil, d.explain("open", err)
	}
	return s, nil
}

func (s *Store) start(ctx context.Context) error {
	if err := s.dialect.migrate(ctx); err != nil {
		return err
	}
	if err := s.readSecret(ctx); err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	s.derived.receipt, s.derived.respondent = s.Secret("receipt"), s.Secret("respondent")
	if err := s.words.load(ctx, s.dialect.read); err != nil {
		return fmt.Errorf("read words: %w", err)
	}
	if _, err := s.fresh(ctx); err != nil {
		return err
	}
	if err := s.fillHours(ctx); err != nil {
		return fmt.Errorf("look up the hours of answers: %w", err)
	}
	s.keys.byID = map[string]cachedKey{}
	s.writer = newWriter(s)
	s.viewer = newViewer(s)
	return nil
}

// Close finishes what the writer has taken and closes the database.
func (s *Store) Close() error {
	var err error
	s.once.Do(func() {
		s.writer.stop()
		s.viewer.close()
		err = s.dialect.close()
	})
	return err
}

const readySQL = `select value from counters where name = 'catalog'`

// Waiting is how many answers queue for the disk.
func (s *Store) Waiting() int { return len(s.writer.queue) }

// Ready says whether answers can be taken: the writer lives, the database
// answers, and it took the last thing that was written or takes a trial now.
func (s *Store) Ready(ctx context.Context) error {
	if s.writer.stopped() {
		return busy("the store is closing", nil)
	}
	ctx, cancel := context.WithTimeout(ctx, readyTime)
	defer cancel()
	var n int64
	if err := s.dialect.read.QueryRowContext(ctx, readySQL).Scan(&n); err != nil {
		if ctx.Err() != nil {
			return busy("the database does not answer", err)
		}
		return s.dialect.explain("ready", err)
	}
	return s.refusal.still(ctx, s)
}

// readyTime is how long Ready waits: whoever asks wants to know it now.
const readyTime = 2 * time.Second

// Secret is the installation's 32 random bytes from which receipts, form
// tokens and respondents' hashes are keyed. The purpose separates them.
func (s *Store) Secret(purpose string) []byte {
	m := hmac.New(sha256.New, s.secret)
	m.Write([]byte("waymood/" + purpose))
	return m.Sum(nil)
}

const (
	addSecretSQL  = `insert into settings (name, value) values ('secret', $1) on conflict (name) do nothing`
	readSecretSQL = `select value from settings where name = 'secret'`
)

// readSecret makes the secret on the first start; two nodes that start
// together agree on the one that was stored first.
func (s *Store) readSecret(ctx context.Context) error {
	err := s.dialect.read.QueryRowContext(ctx, readSecretSQL).Scan(&s.secret)
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	fresh := make([]byte, 32)
	rand.Read(fresh)
	return s.write(ctx, func(tx *tx) error {
		if err := tx.exec(addSecretSQL, fresh); err != nil {
			return err
		}
		return tx.row(readSecretSQL).Scan(&s.secret)
	})
}

// now is the server's clock as it is stored: UTC milliseconds.
func (s *Store) now() int64 { return s.clock().UnixMilli() }

func milli(t time.Time) int64 { return t.UnixMilli() }

func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// optional times are null when zero.
func optional(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: !t.IsZero()}
}

func optionalMoment(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return moment(n.Int64)
}

type cachedKey struct {
	key  account.Key
	hash []byte
	read time.Time
}
