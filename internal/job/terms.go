package job

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/theme"
)

const (
	termsLease = "terms"
	termsTime  = 40 * time.Second // renewed before each journey, which takes a second

	termsDays   = 90             // how old the answers of a sample may be
	termsSample = 4000           // answers of a journey, all languages together
	termsAgain  = 24 * time.Hour // without a new answer: the window moves on
	termsKept   = 12             // of a touchpoint and language
)

// Terms is the job that looks for what unhappy customers name at a touchpoint
// more than all others do, beside the themes that everybody knows. It reads a
// sample of the newest answers, so that its time does not grow with their
// number.
type Terms struct {
	Store  *store.Store
	Themes *theme.Reader
	Clock  func() time.Time
	Log    *slog.Logger
}

// Run looks at every journey whose answers changed since the last time, and
// says at how many it looked. fault.Busy when another node is at it.
func (t *Terms) Run(ctx context.Context) (read int, err error) {
	err = holding(ctx, t.Store, termsLease, termsTime, func(lease *store.Lease) error {
		journeys, err := t.Store.Journeys(ctx)
		if err != nil {
			return fmt.Errorf("read journeys: %w", err)
		}
		for _, j := range journeys {
			from := journey.DayOf(t.Clock(), j.Location()) - termsDays
			done, now, err := t.Store.TermsDue(ctx, j, from)
			if err != nil {
				return err
			}
			if done.Mark == now.Mark && (now.Mark == 0 || now.At.Sub(done.At) < termsAgain) {
				continue
			}
			if err := lease.Renew(ctx); err != nil {
				return fmt.Errorf("renew the lease of the search for terms: %w", err)
			}
			if err := t.read(ctx, j, from, now); err != nil {
				return fmt.Errorf("look for terms in %s: %w", j.Key, err)
			}
			read++
		}
		return nil
	})
	return read, err
}

func (t *Terms) read(ctx context.Context, j *journey.Journey, from journey.Day, mark store.Reading) error {
	sample, err := t.Store.Sample(ctx, j, from, termsSample)
	if err != nil {
		return err
	}
	byLanguage := map[string][]store.Said{}
	for _, s := range sample {
		byLanguage[s.Language] = append(byLanguage[s.Language], s)
	}
	found := map[string][]store.Term{}
	for _, language := range survey.Languages {
		if err := ctx.Err(); err != nil {
			return err
		}
		for touchpoint, terms := range t.standOut(byLanguage[language], language) {
			found[touchpoint] = append(found[touchpoint], terms...)
		}
	}
	return t.Store.SetTerms(ctx, j, found, mark)
}

// standOut are the terms of each touchpoint whose unhappy answers use them
// more than all other answers in the language.
func (t *Terms) standOut(said []store.Said, language string) map[string][]store.Term {
	texts := make([]string, len(said))
	for i := range said {
		texts[i] = said[i].Text
	}
	all := uses{n: len(said), of: map[string]int{}}
	unhappy := map[string]*uses{}
	for i, terms := range t.Themes.Terms(texts, language) {
		all.add(terms)
		if said[i].Class != mood.Unhappy {
			continue
		}
		here := unhappy[said[i].Touchpoint]
		if here == nil {
			here = &uses{of: map[string]int{}}
			unhappy[said[i].Touchpoint] = here
		}
		here.n++
		here.add(terms)
	}
	found := map[string][]store.Term{}
	for touchpoint, here := range unhappy {
		elsewhere := map[string]int{}
		for term, n := range all.of {
			elsewhere[term] = n - here.of[term]
		}
		for _, s := range mood.StandOut(here.of, elsewhere, here.n, all.n-here.n) {
			if s.StandsOut && len(found[touchpoint]) < termsKept {
				found[touchpoint] = append(found[touchpoint], store.Term{Text: s.Term, Language: language,
					Answers: s.Here, AnswersOf: here.n, Elsewhere: s.Elsewhere, ElsewhereOf: all.n - here.n, Z: s.Z, P: s.PAdjusted})
			}
		}
	}
	return found
}

// uses is how many of n answers use each term.
type uses struct {
	n  int
	of map[string]int
}

func (u *uses) add(terms []string) {
	for _, term := range terms {
		u.of[term]++
	}
}

// Job is the job on its schedule: what is new is looked at every ten minutes.
func (t *Terms) Job() (Job, error) {
	at, err := ParseSchedule("@every 10m")
	return Job{Name: termsLease, Schedule: at, Work: func(ctx context.Context) error {
		_, err := t.Run(ctx)
		return err
	}}, err
}
