package job

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/text"
	"github.com/waymood/waymood/internal/theme"
)

const (
	scoreLease = "score"
	leaseTime  = 30 * time.Second // after which the work of a dead node is taken over
	scoreBatch = 2048             // texts in one transaction
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
}

// Run scores what waits, then what an older model or older lists read, until
// nothing is left, and says how many texts it stored. fault.Busy when another
// node is at it.
func (s *Scoring) Run(ctx context.Context) (stored int, err error) {
	return s.run(ctx, func(v store.Versions) store.Versions { return v })
}

// RunAll scores every text again, those of the current model too.
func (s *Scoring) RunAll(ctx context.Context) (stored int, err error) {
	return s.run(ctx, func(store.Versions) store.Versions { return store.Versions{Model: everyModel} })
}

// everyModel is the name of no model: against it, all texts are out of date.
const everyModel = "-"

func (s *Scoring) run(ctx context.Context, outdated func(store.Versions) store.Versions) (stored int, err error) {
	err = holding(ctx, s.Store, scoreLease, leaseTime, func(lease *store.Lease) error {
		r, err := s.reader(ctx)
		if err != nil {
			return err
		}
		start := time.Now()
		// New answers first: nobody should wait for them behind an old archive.
		for _, against := range []store.Versions{{}, outdated(r.versions())} {
			n, err := r.pass(ctx, lease, against, &start)
			stored += n
			if err != nil {
				return err
			}
		}
		return nil
	})
	return stored, err
}

// Version names the model with the lessons in use.
func (s *Scoring) Version(ctx context.Context) (string, error) {
	r, err := s.reader(ctx)
	if err != nil {
		return "", err
	}
	return r.scorer.Version(), nil
}

// reader is the scoring job with the scorer of one pass.
type reader struct {
	*Scoring
	scorer *sentiment.Scorer // with the lessons in use
}

func (s *Scoring) reader(ctx context.Context) (*reader, error) {
	scorer, err := taught(ctx, s.Store, s.Scorer, s.Log)
	return &reader{s, scorer}, err
}

func (s *reader) versions() store.Versions {
	return store.Versions{Model: s.scorer.Version(), Lexicon: s.Themes.Version()}
}

// pass walks once over the texts that are out of date against versions.
func (s *reader) pass(ctx context.Context, lease *store.Lease, against store.Versions, renewed *time.Time) (stored int, err error) {
	after := int64(0)
	for {
		batch, err := s.Store.Unscored(ctx, against, after, scoreBatch)
		if err != nil {
			return stored, fmt.Errorf("read texts to score: %w", err)
		}
		if len(batch) == 0 {
			return stored, nil
		}
		after = batch[len(batch)-1].Seq
		n, err := s.Store.SetScores(ctx, s.scoreAll(batch))
		stored += n
		if err != nil {
			return stored, fmt.Errorf("store scores: %w", err)
		}
		if s.Progress != nil {
			s.Progress(n)
		}
		if now := time.Now(); now.Sub(*renewed) > leaseTime/4 {
			if err := lease.Renew(ctx); err != nil {
				return stored, fmt.Errorf("renew the lease of the scoring job: %w", err)
			}
			*renewed = now
		}
	}
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
		Language: unknown, Model: s.scorer.Version(), Lexicon: s.Themes.Version(), Label: mood.NoText,
	}
	defer func() {
		if broken := recover(); broken != nil {
			s.Log.Error("a text could not be scored and is left without a score", "answer", u.Seq, "error", broken)
		}
	}()
	verdict := Classify(s.scorer, u.Text, u.Language)
	scored.Language, scored.Label, scored.Text = verdict.Language, verdict.Sentiment(), verdict.Text
	if scored.Label != mood.NoText {
		scored.Themes = s.Themes.Find(u.Text, verdict.Language)
	}
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
