package job

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
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
