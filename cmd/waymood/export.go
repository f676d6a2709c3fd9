package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/waymood/waymood/internal/exchange"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

type exportCommand struct {
	Journey   exportJourney   `cmd:"" help:"Write a journey as a YAML file that apply reads."`
	Responses exportResponses `cmd:"" help:"Write answers as CSV or JSON Lines that import reads."`
	Metrics   exportMetrics   `cmd:"" help:"Write daily numbers as CSV or JSON Lines that import --metrics reads."`
}

type exportJourney struct {
	database
	Key string `arg:"" help:"The journey's key."`
}

func (c *exportJourney) Run(ctx context.Context, a *app) error {
	return c.with(ctx, a, false, func(st *store.Store) error {
		j, err := st.Journey(ctx, c.Key)
		if err != nil {
			return a.whichJourney(ctx, st, c.Key, err)
		}
		text, err := j.YAML()
		if err != nil {
			return err
		}
		_, err = a.stdout.Write(text)
		return err
	})
}

type exportResponses struct {
	database
	Journey string `placeholder:"KEY" help:"Answers of this journey only."`
	From    string `placeholder:"DATE" help:"Answers from this date on, in the journey's time zone."`
	To      string `placeholder:"DATE" help:"Answers before this date."`
	Format  string `default:"csv" placeholder:"csv|jsonl" help:"csv or jsonl. Default: csv."`
	BOM     bool   `name:"bom" default:"true" negatable:"" help:"Begin CSV with a mark that makes Excel read it as UTF-8. On by default."`
}

func (c *exportResponses) Run(ctx context.Context, a *app) error {
	q := store.Query{Journey: c.Journey, OldestFirst: true, Limit: 1000}
	if err := readSpan(c.From, c.To, &q.From, &q.To); err != nil {
		return err
	}
	switch c.Format {
	case "csv", "jsonl":
	case "xlsx":
		return fmt.Errorf("xlsx is not written yet; --format csv opens in Excel, in every language")
	default:
		return misused("--format is %q: write csv or jsonl", c.Format)
	}
	return c.with(ctx, a, false, func(st *store.Store) error {
		if c.Journey != "" {
			if _, err := st.Journey(ctx, c.Journey); err != nil {
				return a.whichJourney(ctx, st, c.Journey, err)
			}
		}
		return c.write(ctx, a, st, q)
	})
}

// write streams the answers page by page, so that a million of them need no
// more memory than a thousand.
func (c *exportResponses) write(ctx context.Context, a *app, st *store.Store, q store.Query) error {
	journeys, err := st.Journeys(ctx)
	if err != nil {
		return err
	}
	zones := map[string]*time.Location{}
	for _, j := range journeys {
		zones[j.Key] = j.Location()
	}
	var questions []string
	if c.Format == "csv" {
		// CSV names its columns before its first row; the answers themselves
		// know best which questions were ever asked.
		answered := map[string]bool{}
		err := pages(ctx, st, q, func(r *store.Record) error {
			for key := range r.Answers {
				answered[key] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
		questions = questionsOf(journeys, c.Journey, slices.Sorted(maps.Keys(answered)))
	}
	w := exchange.NewWriter(a.stdout, exchange.Format(c.Format), questions, c.BOM)
	err = pages(ctx, st, q, func(r *store.Record) error { return w.Write(rowOf(r, zones[r.Journey])) })
	return errors.Join(err, w.Flush())
}

// pages hands every answer of a query to do.
func pages(ctx context.Context, st *store.Store, q store.Query, do func(*store.Record) error) error {
	for {
		records, next, err := st.Responses(ctx, q)
		if err != nil {
			return err
		}
		for i := range records {
			if err := do(&records[i]); err != nil {
				return err
			}
		}
		if next == "" {
			return nil
		}
		q.Cursor = next
	}
}

// readSpan reads the flags --from and --to; a day whose flag is not given stays
// as it is.
func readSpan(from, to string, first, end *journey.Day) error {
	for _, d := range []struct {
		name, value string
		day         *journey.Day
	}{{"from", from, first}, {"to", to, end}} {
		if d.value == "" {
			continue
		}
		day, err := journey.ParseDay(d.value)
		if err != nil {
			return misused("--%s is %q: write a date such as 2026-11-21", d.name, d.value)
		}
		*d.day = day
	}
	return nil
}
