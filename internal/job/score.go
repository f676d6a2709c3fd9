package job

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/text"
	"github.com/waymood/waymood/internal/theme"
)

const (
	scoreLease = "score"
	leaseTime  = 30 * time.Second // after which the work of a dead node is taken over
	scoreBatch = 2048             // texts in one transaction
	lookAgain  = time.Hour        // for texts that an older node has scored
)

// Scoring is the job that says what the texts of answers feel and what they
// talk about.
type Scoring struct {
	Store  *store.Store
	Scorer *sentiment.Scorer // the shipped model; lessons in use are added to it
	Themes *theme.Reader
	Log    *slog.Logger
	// Progress is told of each batch how many texts were stored. It may be nil.
	Progress func(n int)

	read atomic.Value // complete: the last walk over all texts
}

// complete is a walk after which no text was outdated.
type complete struct {
	versions string
	at       time.Time
}

// Run scores what waits and what an older model, older lessons or older lists
// read, until nothing is left, and says how many texts it stored. fault.Busy
// when another node is at it.
func (s *Scoring) Run(ctx context.Context) (stored int, err error) {
	return s.run(ctx, false)
}

// RunAll scores every text again, those of the current model too.
func (s *Scoring) RunAll(ctx context.Context) (stored int, err error) {
	return s.run(ctx, true)
}

// everyModel is the name of no model: against it, all texts are out of date.
const everyModel = "-"

func (s *Scoring) run(ctx context.Context, all bool) (stored int, err error) {
	err = holding(ctx, s.Store, scoreLease, leaseTime, func(lease *store.Lease) error {
		scorer, err := taught(ctx, s.Store, s.Scorer, s.Log)
		if err != nil {
			return err
		}
		r := &reader{Scoring: s, scorer: scorer, lease: lease, renewed: time.Now()}
		defer func() { stored = r.stored }()
		if err := r.waiting(ctx); err != nil {
			return err
		}
		// Looking for outdated texts walks over all of them. Once none is left,
		// only another version makes new ones, here or on an older node.
		read := complete{r.scorer.Version() + " " + s.Themes.Version(), time.Now()}
		if last, ok := s.read.Load().(complete); ok && !all && last.versions == read.versions && read.at.Sub(last.at) < lookAgain {
			return nil
		}
		against := r.versions()
		if all {
			against = store.Versions{Model: everyModel}
		}
		if err := r.outdated(ctx, against); err != nil {
			return err
		}
		s.read.Store(read)
		return nil
	})
	return stored, err
}

// Version names the model with the lessons in use.
func (s *Scoring) Version(ctx context.Context) (string, error) {
	scorer, err := taught(ctx, s.Store, s.Scorer, s.Log)
	if err != nil {
		return "", err
	}
	return scorer.Version(), nil
}

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

// unknown is the language of texts that say nothing, and their label.
const unknown = "unknown"

// Verdict is what is found out about one text.
type Verdict struct {
	Language string          // as text.Detect names it
	Label    string          // "negative", "neutral", "positive", "unknown"
	Score    sentiment.Score // zero where the language is unknown
	Text     mood.Text
}

// Sentiment is the label as it is stored; unknown counts as no text.
func (v Verdict) Sentiment() mood.Sentiment {
	switch v.Label {
	case "negative":
		return mood.TextNegative
	case "neutral":
		return mood.TextNeutral
	case "positive":
		return mood.TextPositive
	}
	return mood.NoText
}

// Classify finds a text's language, with the shown one as a hint, and what it
// feels. Text of an unknown language (an emoji, a number) has no feeling here.
func Classify(scorer *sentiment.Scorer, s, shown string) Verdict {
	language := text.Detect(s, shown)
	if language == unknown {
		return Verdict{Language: unknown, Label: unknown}
	}
	score := scorer.Score(s, language)
	return Verdict{Language: language, Label: score.Label(), Score: score, Text: mood.Text{
		Sentiment: score.Value(), Tokens: text.Count(s), Quality: scorer.Reliability(language),
	}}
}

// Job is the scoring job on a schedule.
func (s *Scoring) Job(at Schedule) Job {
	return Job{Name: scoreLease, Schedule: at, Work: func(ctx context.Context) error {
		start := time.Now()
		stored, err := s.Run(ctx)
		if stored > 0 {
			s.Log.Info("texts scored", "texts", stored, "took", time.Since(start).Round(time.Millisecond))
		}
		return err
	}}
}
