package main

import (
	"context"
	"errors"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/job"
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/theme"
)

type scoreCommand struct {
	database
	logging
	All bool `help:"Score everything again, with the model of this program."`
}

func (c *scoreCommand) Run(ctx context.Context, a *app) error {
	log, err := c.logger(a)
	if err != nil {
		return err
	}
	return c.with(ctx, a, false, func(st *store.Store) error {
		scorer, err := sentiment.Load()
		if err != nil {
			return err
		}
		themes, err := theme.Load()
		if err != nil {
			return err
		}
		scoring := &job.Scoring{Store: st, Scorer: scorer, Themes: themes, Log: log}
		bar := progress(a, -1, "scoring")
		scoring.Progress = func(n int) { _ = bar.Add(n) }
		work := scoring.Run
		if c.All {
			work = scoring.RunAll
		}
		start := time.Now()
		stored, err := waiting(ctx, a, work)
		_ = bar.Finish()
		if err != nil {
			return err
		}
		version, err := scoring.Version(ctx)
		if err != nil {
			return err
		}
		a.say("%s scored in %s with %s", count(stored, "text", "texts"), time.Since(start).Round(time.Millisecond), version)
		return nil
	})
}

// patience is how long a command waits for a running server that is at the
// same work; its lease lapses within that time even when it has died.
const patience = 90 * time.Second

// waiting does work once nobody else is at it.
func waiting(ctx context.Context, a *app, work func(context.Context) (int, error)) (int, error) {
	told := false
	for start := time.Now(); ; {
		n, err := work(ctx)
		if !errors.Is(err, fault.Busy) || time.Since(start) > patience {
			return n, err
		}
		if !told && isTerminal(a.stderr) {
			a.warn("The server is at it just now; waiting for it.")
		}
		told = true
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}
