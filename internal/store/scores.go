package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"math"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/mood"
)

// Unscored is a text that waits for the scoring job.
type Unscored struct {
	Seq      int64
	Revision int64  // of the score; Scored must name the same one
	Language string // shown with the survey: the prior of detection
	Text     string
}

const (
	unscoredSQL = `select r.seq, r.revision + coalesce(c.revision, 0), r.language, r.text from waiting w join responses r on r.seq = w.seq left join scores c on c.seq = w.seq
  where w.seq > $1 and r.text is not null order by w.seq limit $2`
	outdatedSQL = `select r.seq, r.revision + c.revision, r.language, r.text from scores c join responses r on r.seq = c.seq left join waiting w on w.seq = c.seq
  where c.seq > $1 and (c.model <> $2 or c.lexicon <> $3) and r.text is not null and w.seq is null order by c.seq limit $4`
)

// Versions names what a text was read with.
type Versions struct {
	Model   string // of the sentiment
	Lexicon string // of the theme lists
}

// Unscored texts in order of arrival, at most limit. after is the Seq of the
// last one of the batch before, 0 at first. With a model given, texts that
// were read with other versions count as unscored too.
func (s *Store) Unscored(ctx context.Context, v Versions, after int64, limit int) ([]Unscored, error) {
	texts, err := s.unscored(ctx, unscoredSQL, after, limit)
	if err != nil || v.Model == "" {
		return texts, err
	}
	if err := s.learn(ctx, v.Model, v.Lexicon); err != nil {
		return nil, err
	}
	outdated, err := s.unscored(ctx, outdatedSQL, after, s.known(v.Model), s.known(v.Lexicon), limit)
	return merge(texts, outdated, limit), err
}

// merge two lists in order of arrival.
func merge(a, b []Unscored, limit int) []Unscored {
	if len(b) == 0 {
		return a
	}
	all := make([]Unscored, 0, min(limit, len(a)+len(b)))
	for len(all) < limit && len(a)+len(b) > 0 {
		if len(b) == 0 || len(a) > 0 && a[0].Seq < b[0].Seq {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return all
}

func (s *Store) unscored(ctx context.Context, query string, args ...any) ([]Unscored, error) {
	var texts []Unscored
	var languages []int64
	rows, err := s.dialect.read.QueryContext(ctx, query, args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var u Unscored
		var language int64
		err := rows.Scan(&u.Seq, &u.Revision, &language, &u.Text)
		texts, languages = append(texts, u), append(languages, language)
		return err
	})
	for i, language := range languages {
		texts[i].Language = s.word(ctx, language)
	}
	return texts, s.dialect.explain("read", err)
}

// Scored is what the scorer said of a text.
type Scored struct {
	Seq      int64
	Revision int64
	Hash     int64  // of the text that was scored, see TextHash
	Language string // detected; "unknown" counts as no text
	Model    string
	Label    mood.Sentiment // TextNegative, TextNeutral, TextPositive; NoText for unknown
	Text     mood.Text
	Lexicon  string   // the version of the lists that found the themes
	Themes   []string // by key, each once
}

const stopWaitingSQL = `delete from waiting where seq in (`

// SetScores stores scores and moves the tallies, in one transaction. Rows
// whose revision or text has changed since are left for the next pass; it
// says how many were stored.
func (s *Store) SetScores(ctx context.Context, scored []Scored) (int, error) {
	var words []string
	seqs := make([]int64, len(scored))
	for i, sc := range scored {
		seqs[i] = sc.Seq
		if i == 0 || sc.Model != scored[i-1].Model || sc.Language != scored[i-1].Language {
			words = append(words, sc.Model, sc.Language, sc.Lexicon)
		}
		words = append(words, sc.Themes...)
	}
	if err := s.learn(ctx, words...); err != nil {
		return 0, err
	}
	stored := 0
	err := s.writeIn(ctx, func(tx *tx, c *catalog) error {
		rows, err := tx.load(append([]int64(nil), seqs...))
		if err != nil {
			return err
		}
		stored, err = tx.score(c, rows, scored)
		return err
	})
	if err != nil {
		return 0, err
	}
	return stored, nil
}

func (t *tx) score(c *catalog, rows map[int64]*row, scored []Scored) (int, error) {
	m := newMoves()
	var changed []*row
	var done []any
	for _, sc := range scored {
		before := rows[sc.Seq]
		if before == nil || before.version() != sc.Revision || !before.text.Valid || TextHash(before.text.String) != sc.Hash {
			continue
		}
		of := c.touchpoints[before.touchpoint]
		if of == nil {
			continue
		}
		now := before.copy()
		revision := int64(1)
		if before.score != nil {
			revision = before.score.revision + 1
		}
		now.waiting = false
		now.score = &score{
			revision: revision, hash: sc.Hash, model: t.s.known(sc.Model), detected: t.s.known(sc.Language),
			tokens: int64(sc.Text.Tokens), lexicon: t.s.known(sc.Lexicon),
		}
		now.find(found{sentiment: sc.Label, e: inUnits(sc.Text.Sentiment, -1, 1), quality: inUnits(sc.Text.Quality, 0, 1), themes: t.s.joined(sc.Themes)})
		now.compute(of.Journey.Analysis)
		m.replace(before, now)
		rows[sc.Seq] = now // the same row twice in one call: the second has an old revision
		changed = append(changed, now)
		if err := t.setJudgement(before, now); err != nil {
			return 0, err
		}
		if before.waiting {
			done = append(done, sc.Seq)
		}
	}
	if err := t.setScores(changed); err != nil {
		return 0, err
	}
	for rest := done; len(rest) > 0; {
		n := chunk(len(rest), 256)
		if err := t.exec(stopWaitingSQL+list(1, n)+`)`, rest[:n]...); err != nil {
			return 0, err
		}
		rest = rest[n:]
	}
	return len(changed), t.flush(m)
}

// inUnits is a number of lo..hi as it is stored.
func inUnits(x, lo, hi float64) int64 {
	if math.IsNaN(x) {
		x = (lo + hi) / 2
	}
	return int64(math.Round(min(max(x, lo), hi) * mood.Unit))
}

// TextHash is the hash that tells whether a text is still the one scored.
func TextHash(text string) int64 {
	sum := sha256.Sum256([]byte(text))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// Lease is the right of one process to do one kind of work.
type Lease struct {
	s      *Store
	name   string
	holder string
	ttl    time.Duration
	// Token grows with every taking of the lease: what is written under it
	// can name it, so that a holder who was thought dead is told apart.
	Token int64
}

const (
	takeLeaseSQL = `insert into leases (name, holder, token, until) values ($1, $2, 1, $3)
  on conflict (name) do update set holder = excluded.holder, token = leases.token + 1, until = excluded.until where leases.until <= $4 returning token`
	renewLeaseSQL   = `update leases set until = $1 where name = $2 and holder = $3 and token = $4 and until > $5`
	releaseLeaseSQL = `update leases set until = 0 where name = $1 and holder = $2 and token = $3`
)

// Lease takes a lease if nobody holds it; fault.Busy when another does. A
// holder that stops renewing loses it after ttl.
func (s *Store) Lease(ctx context.Context, name string, ttl time.Duration) (*Lease, error) {
	l := &Lease{s: s, name: name, holder: newID(), ttl: ttl}
	now := s.now()
	err := s.write(ctx, func(tx *tx) error {
		err := tx.row(takeLeaseSQL, name, l.holder, now+ttl.Milliseconds(), now).Scan(&l.Token)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.Busy, "another process is doing this work")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return l, nil
}

// Renew extends the lease by its ttl; fault.Busy when it was lost.
func (l *Lease) Renew(ctx context.Context) error {
	now := l.s.now()
	return l.s.write(ctx, func(tx *tx) error {
		n, err := tx.changed(renewLeaseSQL, now+l.ttl.Milliseconds(), l.name, l.holder, l.Token, now)
		if err == nil && n == 0 {
			err = fault.New(fault.Busy, "the lease was lost to another process")
		}
		return err
	})
}

// Release gives the lease back.
func (l *Lease) Release(ctx context.Context) error {
	return l.s.write(ctx, func(tx *tx) error { return tx.exec(releaseLeaseSQL, l.name, l.holder, l.Token) })
}
