package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// readJourneys reads a journey file; its mistakes and warnings come a line
// each.
func (a *app) readJourneys(file string) (journeys []*journey.Journey, mistakes int, err error) {
	src, err := a.readFile(file)
	if err != nil {
		return nil, 0, err
	}
	name := file
	if file == "-" {
		name = "standard input"
	}
	journeys, warnings, err := journey.Parse(name, src)
	for _, w := range warnings {
		a.warn("%s", w)
	}
	var wrong *journey.FileError
	if errors.As(err, &wrong) {
		return nil, a.listMistakes(wrong), nil
	}
	return journeys, 0, err
}

func (a *app) listMistakes(e *journey.FileError) int {
	for _, m := range e.Mistakes {
		a.warn("%s", m)
	}
	return len(e.Mistakes)
}

// readLimited reads at most what a journey file may have, and one byte more
// by which the parser sees that there is more.
func readLimited(r io.Reader, name string) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, journey.MaxFileSize+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return b, nil
}

// whichJourney makes a missing journey into a sentence that names those there
// are.
func (a *app) whichJourney(ctx context.Context, st *store.Store, key string, err error) error {
	if !errors.Is(err, fault.NotFound) {
		return err
	}
	journeys, e := st.Journeys(ctx)
	if e != nil {
		return e
	}
	if len(journeys) == 0 {
		return fmt.Errorf("there is no journey %q, and no other; `waymood apply FILE` makes one", key)
	}
	var keys []string
	for _, j := range journeys {
		keys = append(keys, j.Key)
	}
	return fmt.Errorf("there is no journey %q; there is %s", key, strings.Join(keys, ", "))
}
