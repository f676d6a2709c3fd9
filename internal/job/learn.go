package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"time"

	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

const (
	learnLease = "learn"
	learnTime  = 40 * time.Second // renewed before each language, which takes some seconds

	learnGrowth = 1.2                 // so many times the pairs of the last lesson make the next one worth a trial
	learnAgain  = 28 * 24 * time.Hour // or so long ago; people and menus change
	newReliance = 0.05                // a reliability that differs by less is not worth reading all texts again
)

// Learning is the job that learns from the installation's own answers: of
// those with a rating and a text, and of what staff said of texts. Nothing
// leaves the database.
type Learning struct {
	Store  *store.Store
	Scorer *sentiment.Scorer // the shipped model
	Clock  func() time.Time
	Log    *slog.Logger
}

// Run tries a new lesson in every language that has enough new pairs for it,
// and says how many were taken into use. Whoever reads texts next reads them
// with it. fault.Busy when another node is at it.
func (l *Learning) Run(ctx context.Context) (used int, err error) {
	err = holding(ctx, l.Store, learnLease, learnTime, func(lease *store.Lease) error {
		off, err := l.Store.LearningOff(ctx)
		if err != nil {
			return fmt.Errorf("read which languages learn: %w", err)
		}
		before, err := l.last(ctx)
		if err != nil {
			return err
		}
		var failed error
		for _, language := range survey.Languages {
			if off[language] {
				continue
			}
			if err := lease.Renew(ctx); err != nil {
				return errors.Join(failed, fmt.Errorf("renew the lease of the learning job: %w", err))
			}
			lesson, err := l.learn(ctx, language, before[language])
			switch {
			case errors.Is(err, sentiment.ErrTooFew):
			case err != nil: // the other languages can do without this one
				failed = errors.Join(failed, fmt.Errorf("learn %s: %w", language, err))
			case lesson.InUse:
				used++
			}
		}
		return failed
	})
	return used, err
}

// past is what there was in a language before: the newest trial, and the
// lesson in use.
type past struct{ newest, inUse *store.Lesson }

func (l *Learning) last(ctx context.Context) (map[string]past, error) {
	all, err := l.Store.Lessons(ctx, 1000)
	if err != nil {
		return nil, fmt.Errorf("read lessons: %w", err)
	}
	of := map[string]past{}
	for i := range all {
		p := of[all[i].Language]
		if p.newest == nil {
			p.newest = &all[i]
		}
		if all[i].InUse {
			p.inUse = &all[i]
		}
		of[all[i].Language] = p
	}
	return of, nil
}

// learn tries a lesson in one language; sentiment.ErrTooFew when there are too
// few pairs, or too few new ones.
func (l *Learning) learn(ctx context.Context, language string, before past) (store.Lesson, error) {
	labelled, err := l.Store.Labelled(ctx, language, sentiment.MostPairs)
	if err != nil {
		return store.Lesson{}, err
	}
	if p := before.newest; p != nil && p.Model == l.Scorer.Version() && float64(len(labelled)) < learnGrowth*float64(p.Pairs) && l.Clock().Sub(p.MadeAt) < learnAgain {
		return store.Lesson{}, sentiment.ErrTooFew
	}
	pairs := make([]sentiment.Pair, len(labelled))
	for i, one := range labelled {
		pairs[i] = sentiment.Pair{Text: one.Text, Label: sentiment.Label(one.Class), Hand: one.Hand}
	}
	slices.Reverse(pairs) // the oldest first
	found, err := l.Scorer.Learn(ctx, language, pairs)
	if err != nil {
		return store.Lesson{}, err
	}
	body, err := found.MarshalBinary()
	if err != nil {
		return store.Lesson{}, err
	}
	t := found.Trial
	lesson := store.Lesson{
		Language: language, Model: found.Model, MadeAt: l.Clock(), Pairs: len(pairs), Tested: t.Tested,
		RightBefore: t.Before, RightAfter: t.After, P: max(t.P, t.PEven), Reliability: t.Reliability, Better: t.Better, Body: body,
	}
	lesson.InUse = l.worthUsing(lesson, before)
	if lesson.ID, err = l.Store.AddLesson(ctx, lesson, lesson.InUse); err != nil {
		return lesson, err
	}
	l.Log.Info("a lesson was tried on own answers", "language", language, "pairs", lesson.Pairs, "tested", lesson.Tested,
		"right_before", lesson.RightBefore, "right_after", lesson.RightAfter, "p", lesson.P, "reliability", lesson.Reliability, "in_use", lesson.InUse)
	return lesson, nil
}

// worthUsing: a lesson that reads better, or that takes the place of one that
// once did, or whose trial measures another reliability than is reckoned with.
func (l *Learning) worthUsing(lesson store.Lesson, before past) bool {
	reckoned := l.Scorer.Reliability(lesson.Language)
	if u := before.inUse; u != nil && u.Model == lesson.Model {
		if u.Better {
			return true
		}
		reckoned = u.Reliability
	}
	return lesson.Better || math.Abs(lesson.Reliability-reckoned) > newReliance
}

// Job is the learning job: once a night, and at the start.
func (l *Learning) Job() (Job, error) {
	at, err := ParseSchedule("23 3 * * *")
	return Job{Name: learnLease, Schedule: at, Work: func(ctx context.Context) error {
		_, err := l.Run(ctx)
		return err
	}}, err
}

// taught is the shipped scorer with the lessons in use. A lesson that cannot
// be read is left out: better the shipped model than none.
func taught(ctx context.Context, st *store.Store, shipped *sentiment.Scorer, log *slog.Logger) (*sentiment.Scorer, error) {
	inUse, err := st.LessonsInUse(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the lessons in use: %w", err)
	}
	var lessons []*sentiment.Lesson
	for _, one := range inUse {
		lesson := new(sentiment.Lesson)
		if err := lesson.UnmarshalBinary(one.Body); err != nil {
			log.Error("a lesson cannot be read and is left out", "lesson", one.ID, "language", one.Language, "error", err)
			continue
		}
		lessons = append(lessons, lesson)
	}
	return shipped.With(lessons...), nil
}
