package main

import (
	"context"
	"time"

	"github.com/waymood/waymood/internal/store"
)

type rebuildCommand struct {
	database
}

func (c *rebuildCommand) Run(ctx context.Context, a *app) error {
	return c.with(ctx, a, false, func(st *store.Store) error {
		start := time.Now()
		answers, differed, err := st.Rebuild(ctx)
		if err != nil {
			return err
		}
		a.say("%s counted again in %s; %s differed from what was kept", count(int(answers), "answer", "answers"),
			time.Since(start).Round(time.Millisecond), count(int(differed), "tally", "tallies"))
		return nil
	})
}

type backupCommand struct {
	database
	File string `arg:"" help:"The copy to write; it must not be there yet."`
}

func (c *backupCommand) Run(ctx context.Context, a *app) error {
	return c.with(ctx, a, false, func(st *store.Store) error {
		if err := st.Backup(ctx, c.File); err != nil {
			return err
		}
		a.say("%s holds a checked copy of %s", c.File, hidePassword(c.Database))
		return nil
	})
}

type restoreCommand struct {
	database
	File string `arg:"" help:"A file that backup wrote."`
}

func (c *restoreCommand) Run(ctx context.Context, a *app) error {
	if err := store.Restore(ctx, c.Database, c.File); err != nil {
		return err
	}
	a.say("%s is now what %s holds", hidePassword(c.Database), c.File)
	return nil
}
