package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/mood"
)

// Labelled is a text whose feeling is known: from the rating beside it, or
// better, from staff who read it.
type Labelled struct {
	Seq   int64
	Text  string
	Class mood.Class
	Hand  bool // staff said so
}

// A thousand characters say what a text feels; twenty thousand texts must fit
// into memory.
const labelledSQL = `select r.seq, substr(r.text, 1, 1000), r.rating_class, r.rating, g.sentiment from scores c join responses r on r.seq = c.seq left join judgements g on g.seq = c.seq
  where c.seq < $1 and c.detected = $2 and r.text is not null and r.state = 0 and r.superseded = 0 and (r.rating is not null or g.sentiment > 0)
  order by c.seq desc limit $3`

// Labelled are the newest labelled texts in a language as detected, at most
// limit, the newest first, of each the first 1,000 characters. Only answers that
// count are taken.
func (s *Store) Labelled(ctx context.Context, language string, limit int) ([]Labelled, error) {
	detected, err := s.lookup(ctx, language)
	if err != nil {
		return nil, err
	}
	const page = 2000
	var all []Labelled
	for before := int64(1 << 62); len(all) < limit; {
		n := 0
		rows, err := s.dialect.read.QueryContext(ctx, labelledSQL, before, detected, min(page, limit-len(all)))
		err = each(rows, err, func(rows *sql.Rows) error {
			var l Labelled
			var class int64
			var rating, judged sql.NullInt64
			if err := rows.Scan(&l.Seq, &l.Text, &class, &rating, &judged); err != nil {
				return err
			}
			l.Class = mood.Class(class)
			switch mood.Sentiment(judged.Int64) {
			case mood.TextNegative:
				l.Class, l.Hand = mood.Unhappy, true
			case mood.TextNeutral:
				l.Class, l.Hand = mood.Neutral, true
			case mood.TextPositive:
				l.Class, l.Hand = mood.Happy, true
			}
			all, before, n = append(all, l), l.Seq, n+1
			return nil
		})
		if err != nil {
			return nil, s.dialect.explain("read", err)
		}
		if n == 0 {
			break
		}
	}
	return all, nil
}

// Lesson is what was once learnt from own answers in one language, with the
// outcome of its trial.
type Lesson struct {
	ID          int64
	Language    string
	Model       string // the shipped model that it adds to
	MadeAt      time.Time
	Pairs       int     // texts with a label
	Tested      int     // of them, positive or negative
	RightBefore int     // of Tested, without the lesson
	RightAfter  int     // with it; each text judged by a lesson that had not seen it
	P           float64 // of a gain like this by chance: the larger of the two that its trial gives
	Reliability float64 // q of the language with the lesson, 0..1
	Better      bool    // by more than chance
	InUse       bool    // it is the language's lesson; whether lessons are wanted is another matter
	Body        []byte  // as the sentiment package encodes it; only of LessonsInUse and for AddLesson
}

const (
	addLessonSQL = `insert into lessons (language, model, made_at, pairs, tested, right_before, right_after, p, reliability, better, body)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`
	useLessonSQL = `insert into learning (language, lesson, enabled) values ($1, $2, 1) on conflict (language) do update set lesson = excluded.lesson`
	lessonsSQL   = `select l.id, l.language, l.model, l.made_at, l.pairs, l.tested, l.right_before, l.right_after, l.p, l.reliability, l.better, u.lesson
  from lessons l left join learning u on u.language = l.language order by l.id desc limit $1`
	lessonsInUseSQL = `select l.id, l.language, l.model, l.made_at, l.pairs, l.tested, l.right_before, l.right_after, l.p, l.reliability, l.better, u.lesson, l.body
  from learning u join lessons l on l.id = u.lesson where u.enabled = 1 order by l.language`
	dropLessonsSQL = `delete from lessons where language = $1 and id < $2 and id not in (select u.lesson from learning u where u.lesson is not null)
  and id not in (select k.id from lessons k where k.language = $3 order by k.id desc limit 50)`
	learningSQL    = `select u.language, u.enabled from learning u`
	setLearningSQL = `insert into learning (language, lesson, enabled) values ($1, null, $2) on conflict (language) do update set enabled = excluded.enabled`
)

// AddLesson keeps a lesson and, if use is set, makes it its language's. Of
// each language the 50 newest are kept.
func (s *Store) AddLesson(ctx context.Context, l Lesson, use bool) (id int64, err error) {
	var body any
	if use {
		body = l.Body
	}
	err = s.write(ctx, func(tx *tx) error {
		err := tx.row(addLessonSQL, l.Language, l.Model, milli(l.MadeAt), l.Pairs, l.Tested, l.RightBefore, l.RightAfter, l.P, l.Reliability, bit(l.Better), body).Scan(&id)
		if err != nil {
			return err
		}
		if use {
			if err := tx.exec(useLessonSQL, l.Language, id); err != nil {
				return err
			}
		}
		return tx.exec(dropLessonsSQL, l.Language, id, l.Language)
	})
	return id, err
}

// Lessons are the newest lessons of all languages, the newest first, without
// their bodies.
func (s *Store) Lessons(ctx context.Context, limit int) ([]Lesson, error) {
	return s.lessons(ctx, false, lessonsSQL, limit)
}

// LessonsInUse are the lessons that texts are to be scored with, by language.
func (s *Store) LessonsInUse(ctx context.Context) ([]Lesson, error) {
	return s.lessons(ctx, true, lessonsInUseSQL)
}

func (s *Store) lessons(ctx context.Context, bodies bool, query string, args ...any) ([]Lesson, error) {
	var all []Lesson
	rows, err := s.dialect.read.QueryContext(ctx, query, args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var l Lesson
		var made, better int64
		var inUse sql.NullInt64
		targets := []any{&l.ID, &l.Language, &l.Model, &made, &l.Pairs, &l.Tested, &l.RightBefore, &l.RightAfter, &l.P, &l.Reliability, &better, &inUse}
		if bodies {
			targets = append(targets, &l.Body)
		}
		err := rows.Scan(targets...)
		l.MadeAt, l.Better, l.InUse = moment(made), better != 0, inUse.Valid && inUse.Int64 == l.ID
		all = append(all, l)
		return err
	})
	return all, s.dialect.explain("read", err)
}

// LearningOff are the languages whose lessons staff have switched off.
func (s *Store) LearningOff(ctx context.Context) (map[string]bool, error) {
	off := map[string]bool{}
	rows, err := s.dialect.read.QueryContext(ctx, learningSQL)
	err = each(rows, err, func(rows *sql.Rows) error {
		var language string
		var enabled int64
		err := rows.Scan(&language, &enabled)
		if enabled == 0 {
			off[language] = true
		}
		return err
	})
	return off, s.dialect.explain("read", err)
}

// SetLearning switches the lessons of a language off, or back on.
func (s *Store) SetLearning(ctx context.Context, language string, on bool) error {
	return s.write(ctx, func(tx *tx) error { return tx.exec(setLearningSQL, language, bit(on)) })
}

const lessonSQL = `select l.language, l.body from lessons l where l.id = $1`

// UseLesson makes an older lesson its language's again; fault.NotFound when
// there is none with this number, fault.Conflict when it was never in use.
func (s *Store) UseLesson(ctx context.Context, id int64) error {
	return s.write(ctx, func(tx *tx) error {
		var language string
		var body []byte
		err := tx.row(lessonSQL, id).Scan(&language, &body)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "there is no lesson %d", id)
		}
		if err != nil {
			return err
		}
		if body == nil {
			return fault.New(fault.Conflict, "lesson %d was never taken into use and is not kept", id)
		}
		return tx.exec(useLessonSQL, language, id)
	})
}
