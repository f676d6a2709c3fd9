package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

type applyCommand struct {
	database
	DryRun bool     `help:"Say what would change, and change nothing."`
	Files  []string `arg:"" name:"file" help:"Journey files. - reads standard input."`
}

func (c *applyCommand) Run(ctx context.Context, a *app) error {
	var journeys []*journey.Journey
	mistakes := 0
	for _, file := range c.Files {
		read, wrong, err := a.readJourneys(file)
		if err != nil {
			return err
		}
		mistakes += wrong
		journeys = append(journeys, read...)
	}
	if mistakes > 0 {
		return mend(mistakes)
	}
	return c.with(ctx, a, true, func(st *store.Store) error {
		applied, err := st.Apply(ctx, journeys, c.DryRun)
		var wrong *journey.FileError // what only shows beside the answers and journeys that are there
		if errors.As(err, &wrong) {
			return mend(a.listMistakes(wrong))
		}
		if err != nil {
			return err
		}
		for _, done := range applied {
			a.sayChanges(done, c.DryRun)
		}
		return nil
	})
}

// sayChanges prints what applying one journey did, or would do.
func (a *app) sayChanges(done store.Applied, dryRun bool) {
	if len(done.Changes) == 0 {
		a.say("%s: nothing to change", done.Journey.Key)
		return
	}
	would := ""
	if dryRun {
		would = " would be made"
	}
	a.say("%s: %s%s", done.Journey.Key, count(len(done.Changes), "change", "changes"), would)
	for _, c := range done.Changes {
		switch {
		case c.From != "" && c.To != "":
			a.say("  %s %s: %s → %s", c.Kind, c.Path, c.From, c.To)
		case c.To != "":
			a.say("  %s %s: %s", c.Kind, c.Path, c.To)
		case c.From != "":
			a.say("  %s %s: was %s", c.Kind, c.Path, c.From)
		default:
			a.say("  %s %s", c.Kind, c.Path)
		}
	}
}

// mend is how apply ends when something is wrong.
func mend(mistakes int) error {
	return fmt.Errorf("nothing was applied: mend %s named above and apply again", count(mistakes, "mistake", "mistakes"))
}

// readFile reads a file, or standard input for "-".
func (a *app) readFile(name string) ([]byte, error) {
	if name == "-" {
		return readLimited(a.stdin, "standard input")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w; check the name of the file", err)
	}
	defer f.Close()
	return readLimited(f, name)
}

// count is a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
