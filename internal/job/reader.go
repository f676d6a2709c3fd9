package job

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// reader is one pass of the scoring job.
type reader struct {
	*Scoring
	scorer  *sentiment.Scorer // with the lessons in use
	lease   *store.Lease
	renewed time.Time
	stored  int
}

func (s *reader) versions() store.Versions {
	v := store.Versions{Model: s.Scorer.Version(), Lessons: map[string]string{}, Lists: s.Themes.Version()}
	for _, language := range survey.Languages {
		if lesson := s.scorer.Lesson(language); lesson != "" {
			v.Lessons[language] = lesson
		}
	}
	return v
}

// waiting scores what waits.
func (s *reader) waiting(ctx context.Context) error {
	for after := int64(0); ; {
		last, err := s.waitingFrom(ctx, after)
		if err != nil || last == 0 {
			return err
		}
		after = last
	}
}

// waitingFrom scores a batch of what waits, and says where it ends; 0 when
// nothing waits behind after.
func (s *reader) waitingFrom(ctx context.Context, after int64) (last int64, err error) {
	batch, err := s.Store.Unscored(ctx, after, scoreBatch)
	if err != nil {
		return 0, fmt.Errorf("read texts to score: %w", err)
	}
	if len(batch) == 0 {
		return 0, nil
	}
	return batch[len(batch)-1].Seq, s.keep(ctx, batch)
}

// outdated walks once over the texts that were read with other versions. A
// batch of new answers comes between any two: nobody should wait for them
// behind an old archive, nor the archive for a rush that never ends.
func (s *reader) outdated(ctx context.Context, against store.Versions) error {
	for after := int64(0); ; {
		batch, err := s.Store.Outdated(ctx, against, after, scoreBatch)
		if err != nil {
			return fmt.Errorf("read texts to score again: %w", err)
		}
		if len(batch) == 0 {
			return nil
		}
		after = batch[len(batch)-1].Seq
		if err := s.keep(ctx, batch); err != nil {
			return err
		}
		if _, err := s.waitingFrom(ctx, 0); err != nil {
			return err
		}
	}
}

// keep scores a batch and stores what was found.
func (s *reader) keep(ctx context.Context, batch []store.Unscored) error {
	n, err := s.Store.SetScores(ctx, s.scoreAll(batch))
	s.stored += n
	if err != nil {
		return fmt.Errorf("store scores: %w", err)
	}
	if s.Progress != nil {
		s.Progress(n)
	}
	if now := time.Now(); now.Sub(s.renewed) > leaseTime/4 {
		if err := s.lease.Renew(ctx); err != nil {
			return fmt.Errorf("renew the lease of the scoring job: %w", err)
		}
		s.renewed = now
	}
	return nil
}

// scoreAll scores a batch on all cores and returns when all are done.
func (s *reader) scoreAll(batch []store.Unscored) []store.Scored {
	scored := make([]store.Scored, len(batch))
	workers := min(runtime.GOMAXPROCS(0), len(batch))
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(batch); i += workers {
				scored[i] = s.score(batch[i])
			}
		})
	}
	wg.Wait()
	return scored
}

// score reads one text. The hash tells the store whether the row still holds
// this text when the score arrives. A text at which the scorer breaks counts
// as one of unknown language, so that it does not hold up all that follow.
func (s *reader) score(u store.Unscored) (scored store.Scored) {
	scored = store.Scored{
		Seq: u.Seq, Revision: u.Revision, Hash: store.TextHash(u.Text),
		Language: unknown, Model: s.Scorer.Version(), Lists: s.Themes.Version(), Label: mood.NoText,
		Text: mood.Text{Tokens: 1}, // what a judgement of staff weighs by
	}
	defer func() {
		if broken := recover(); broken != nil {
			s.Log.Error("a text could not be scored and is left without a score", "answer", u.Seq, "error", broken)
		}
	}()
	verdict := Classify(s.scorer, u.Text, u.Language)
	if verdict.Label == unknown {
		return scored
	}
	scored.Language, scored.Label, scored.Text = verdict.Language, verdict.Sentiment(), verdict.Text
	scored.Lesson = s.scorer.Lesson(verdict.Language)
	scored.Themes = s.Themes.Find(u.Text, verdict.Language)
	return scored
}
