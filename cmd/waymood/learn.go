package main

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/waymood/waymood/internal/job"
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

type learnCommand struct {
	database
	logging
	Off  string `placeholder:"LANGUAGE" xor:"switch" help:"Read texts in this language without what was learnt, until it is switched on again."`
	On   string `placeholder:"LANGUAGE" xor:"switch" help:"Read texts in this language with what was learnt again."`
	JSON bool   `name:"json" help:"List the lessons as JSON, one array."`
}

// lessonLine is a lesson in --json.
type lessonLine struct {
	ID          int64     `json:"id"`
	Language    string    `json:"language"`
	Model       string    `json:"model"`
	MadeAt      time.Time `json:"made_at"`
	Pairs       int       `json:"pairs"`
	Tested      int       `json:"tested"`
	RightBefore int       `json:"right_before"`
	RightAfter  int       `json:"right_after"`
	P           float64   `json:"p"`
	Reliability float64   `json:"reliability"`
	Better      bool      `json:"better"`
	InUse       bool      `json:"in_use"`
	Off         bool      `json:"off"` // lessons of its language are switched off
}

func (c *learnCommand) Run(ctx context.Context, a *app) error {
	language := c.Off + c.On
	if language != "" && !slices.Contains(survey.Languages[:], language) {
		return misused("there is no learning in %q: write one of %v", language, survey.Languages)
	}
	log, err := c.logger(a)
	if err != nil {
		return err
	}
	scorer, err := sentiment.Load()
	if err != nil {
		return err
	}
	return c.with(ctx, a, false, func(st *store.Store) error {
		switch {
		case c.Off != "":
			err = st.SetLearning(ctx, c.Off, false)
		case c.On != "":
			err = st.SetLearning(ctx, c.On, true)
		default:
			learning := &job.Learning{Store: st, Scorer: scorer, Clock: a.clock, Log: log}
			_, err = waiting(ctx, a, learning.Run)
		}
		if err != nil {
			return err
		}
		return c.list(ctx, a, st, scorer)
	})
}

// list prints the lessons, the newest first.
func (c *learnCommand) list(ctx context.Context, a *app, st *store.Store, scorer *sentiment.Scorer) error {
	lessons, err := st.Lessons(ctx, 100)
	if err != nil {
		return err
	}
	off, err := st.LearningOff(ctx)
	if err != nil {
		return err
	}
	lines, rows := make([]lessonLine, len(lessons)), make([][]string, len(lessons))
	for i, l := range lessons {
		lines[i] = lessonLine{l.ID, l.Language, l.Model, l.MadeAt.UTC(), l.Pairs, l.Tested, l.RightBefore, l.RightAfter, l.P, l.Reliability, l.Better, l.InUse, off[l.Language]}
		rows[i] = []string{strconv.FormatInt(l.ID, 10), l.MadeAt.Format(time.DateOnly), l.Language, strconv.Itoa(l.Tested), strconv.Itoa(l.RightBefore), strconv.Itoa(l.RightAfter),
			strconv.FormatFloat(l.Reliability, 'f', 2, 64), lessonState(l, scorer.Version(), off[l.Language])}
	}
	if c.JSON {
		return a.json(lines)
	}
	if len(lines) == 0 {
		a.say("Nothing was learnt yet. A language needs %d different rated texts, %d of them happy and %d unhappy.", sentiment.FewestPairs, sentiment.FewestSides, sentiment.FewestSides)
		return nil
	}
	return a.list([]string{"ID", "MADE", "LANGUAGE", "TESTED", "RIGHT BEFORE", "RIGHT AFTER", "RELIABILITY", "STATE"}, rows)
}

// lessonState is what became of a lesson.
func lessonState(l store.Lesson, shipped string, off bool) string {
	switch {
	case l.InUse && l.Model != shipped:
		return "made for an earlier model; the next one comes tonight"
	case l.InUse && off:
		return "switched off"
	case l.InUse && l.Better:
		return "in use"
	case l.InUse:
		return "in use for its reliability alone"
	case l.Better:
		return "replaced"
	}
	return "no better than the shipped model"
}
