package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// Term is a word or phrase that unhappy answers at a touchpoint use more than
// all other answers of the journey in the same language, over a sample of the
// newest answers.
type Term struct {
	Text        string
	Language    string
	Answers     int // unhappy answers here that use it
	AnswersOf   int // unhappy answers here
	Elsewhere   int // other answers that use it
	ElsewhereOf int
	Z           float64 // of the log-odds
	P           float64 // one-sided, adjusted for the number of terms looked at
}

// Said is a text of the sample in which terms are looked for.
type Said struct {
	Touchpoint string
	Language   string // as detected
	Text       string
	Class      mood.Class
}

const saidSQL = `select r.touchpoint, c.detected, r.text, r.rating, r.rating_class, c.text_class from responses r join scores c on c.seq = r.seq`

// Sample is the newest texts of a journey that count, at most limit, answered
// on or after a day.
func (s *Store) Sample(ctx context.Context, j *journey.Journey, from journey.Day, limit int) ([]Said, error) {
	sc, err := s.scope(ctx, j, Filter{})
	if err != nil {
		return nil, err
	}
	var where clause
	where.in("r.touchpoint", sc.touchpoints)
	where.and("r.day >= ?", int64(from))
	where.and("r.state = 0 and r.superseded = 0 and r.text is not null")
	where.add(" order by r.seq desc limit ?", limit)
	var sample []Said
	var languages []int64
	rows, err := s.dialect.read.QueryContext(ctx, saidSQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var one Said
		var touchpoint, language, class, textClass int64
		var rating sql.NullInt64
		if err := rows.Scan(&touchpoint, &language, &one.Text, &rating, &class, &textClass); err != nil {
			return err
		}
		if !rating.Valid {
			class = textClass
		}
		one.Touchpoint, one.Class = sc.key[touchpoint], mood.Class(class)
		sample, languages = append(sample, one), append(languages, language)
		return nil
	})
	for i, language := range languages {
		sample[i].Language = s.word(ctx, language)
	}
	return sample, s.dialect.explain("read", err)
}

const (
	markSQL       = `select coalesce(cast(sum(t.answers) + sum(t.text_omega_e) + sum(t.all_omega_e) as bigint), 0) from tallies t`
	readingSQL    = `select r.mark, r.read_at from readings r where r.journey = $1`
	setReadingSQL = `insert into readings (journey, mark, read_at) values ($1, $2, $3) on conflict (journey) do update set mark = excluded.mark, read_at = excluded.read_at`
	dropTermsSQL  = `delete from terms where touchpoint = $1`
	addTermSQL    = `insert into terms (touchpoint, language, term, answers, answers_of, elsewhere, elsewhere_of, z, p) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	termsSQL      = `select t.touchpoint, t.language, t.term, t.answers, t.answers_of, t.elsewhere, t.elsewhere_of, t.z, t.p from terms t`
)

// Reading is how far the search for terms has come in a journey.
type Reading struct {
	Mark int64     // changes with what is counted, also by a correction or an erasure
	At   time.Time // zero: never
}

// TermsDue says where the search for terms in the answers since a day stands,
// and where it would be now: there is work when the marks differ.
func (s *Store) TermsDue(ctx context.Context, j *journey.Journey, from journey.Day) (done, now Reading, err error) {
	sc, err := s.scope(ctx, j, Filter{})
	if err != nil {
		return done, now, err
	}
	var where clause
	where.in("t.touchpoint", sc.touchpoints)
	where.and("t.day >= ?", int64(from))
	now.At = s.clock()
	if err := s.dialect.read.QueryRowContext(ctx, markSQL+where.String(), where.args...).Scan(&now.Mark); err != nil {
		return done, now, s.dialect.explain("read", err)
	}
	var at int64
	err = s.dialect.read.QueryRowContext(ctx, readingSQL, j.Key).Scan(&done.Mark, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return done, now, nil
	}
	done.At = moment(at)
	return done, now, s.dialect.explain("read", err)
}

// SetTerms puts a journey's terms, by touchpoint key, in the place of those
// found before.
func (s *Store) SetTerms(ctx context.Context, j *journey.Journey, terms map[string][]Term, r Reading) error {
	sc, err := s.scope(ctx, j, Filter{})
	if err != nil {
		return err
	}
	var languages []string
	for _, list := range terms {
		for _, t := range list {
			languages = append(languages, t.Language)
		}
	}
	if err := s.intern(ctx, languages...); err != nil {
		return err
	}
	dropped := int64(0)
	err = s.write(ctx, func(tx *tx) error {
		dropped = 0
		for _, id := range sc.touchpoints {
			n, err := tx.changed(dropTermsSQL, id)
			if err != nil {
				return err
			}
			dropped += n
			for _, t := range terms[sc.key[id]] {
				err := tx.exec(addTermSQL, id, s.known(t.Language), t.Text, t.Answers, t.AnswersOf, t.Elsewhere, t.ElsewhereOf, t.Z, t.P)
				if err != nil {
					return err
				}
			}
		}
		return tx.exec(setReadingSQL, j.Key, r.Mark, milli(r.At))
	})
	if err == nil && dropped > 0 {
		s.dialect.erased(ctx) // they may have been words of erased answers
	}
	return err
}

// Terms are the terms that stand out in a journey by touchpoint key, those
// that stand out most first.
func (s *Store) Terms(ctx context.Context, j *journey.Journey) (map[string][]Term, error) {
	sc, err := s.scope(ctx, j, Filter{})
	if err != nil {
		return nil, err
	}
	var where clause
	where.in("t.touchpoint", sc.touchpoints)
	where.add(" order by t.z desc, t.term")
	type found struct {
		touchpoint, language int64
		Term
	}
	var all []found
	rows, err := s.dialect.read.QueryContext(ctx, termsSQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var f found
		err := rows.Scan(&f.touchpoint, &f.language, &f.Text, &f.Answers, &f.AnswersOf, &f.Elsewhere, &f.ElsewhereOf, &f.Z, &f.P)
		all = append(all, f)
		return err
	})
	terms := map[string][]Term{}
	for _, f := range all {
		f.Language = s.word(ctx, f.language)
		key := sc.key[f.touchpoint]
		terms[key] = append(terms[key], f.Term)
	}
	return terms, s.dialect.explain("read", err)
}
