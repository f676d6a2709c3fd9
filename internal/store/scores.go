package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"math"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
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
  where c.seq > $1 and r.text is not null and w.seq is null and (c.model <> $2 or c.lists <> $3 or
  c.lesson <> case c.detected when $4 then $5 when $6 then $7 when $8 then $9 when $10 then $11 else 0 end) order by c.seq limit $12`
)

// Unscored texts that wait for the scoring job in order of arrival, at most
// limit. after is the Seq of the last one of the batch before, 0 at first.
func (s *Store) Unscored(ctx context.Context, after int64, limit int) ([]Unscored, error) {
	return s.unscored(ctx, unscoredSQL, after, limit)
}

// Versions names what a text was read with.
type Versions struct {
	Model   string            // of the sentiment, as shipped
	Lessons map[string]string // by language as detected: what was learnt from own answers; absent is nothing
	Lists   string            // of the themes
}

// Outdated are texts that were scored with other versions, as Unscored.
func (s *Store) Outdated(ctx context.Context, v Versions, after int64, limit int) ([]Unscored, error) {
	words := []string{v.Model, v.Lists}
	for language, lesson := range v.Lessons {
		words = append(words, language, lesson)
	}
	if err := s.intern(ctx, words...); err != nil {
		return nil, err
	}
	args := []any{after, s.known(v.Model), s.known(v.Lists)}
	for _, language := range survey.Languages {
		detected, err := s.lookup(ctx, language)
		if err != nil {
			return nil, err
		}
		args = append(args, detected, s.known(v.Lessons[language]))
	}
	return s.unscored(ctx, outdatedSQL, append(args, limit)...)
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
	Hash     int64          // of the text that was scored, see TextHash
	Language string         // detected; "unknown" counts as no text
	Model    string         // as shipped
	Lesson   string         // that helped it, "" none
	Label    mood.Sentiment // TextNegative, TextNeutral, TextPositive; NoText for unknown
	Text     mood.Text
	Lists    string   // the version of those that found the themes
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
		if i == 0 || sc.Language != scored[i-1].Language || sc.Model != scored[i-1].Model || sc.Lesson != scored[i-1].Lesson || sc.Lists != scored[i-1].Lists {
			words = append(words, sc.Model, sc.Language, sc.Lesson, sc.Lists)
		}
		words = append(words, sc.Themes...)
	}
	if err := s.intern(ctx, words...); err != nil {
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
	var changed, read []*row
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
			tokens: int64(sc.Text.Tokens), lesson: t.s.known(sc.Lesson), lists: t.s.known(sc.Lists),
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
			read = append(read, now)
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
	if err := t.flush(m); err != nil {
		return 0, err
	}
	return len(changed), t.raiseScored(c, read)
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
