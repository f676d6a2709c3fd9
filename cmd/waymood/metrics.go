package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/waymood/waymood/internal/exchange"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// metrics takes daily numbers in.
func (c *importCommand) metrics(ctx context.Context, a *app, in io.Reader, done func()) error {
	rows, err := exchange.NewMetricReader(in)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	return c.with(ctx, a, true, func(st *store.Store) error {
		journeys, err := st.Journeys(ctx)
		if err != nil {
			return err
		}
		if len(journeys) == 0 {
			return fmt.Errorf("there is no journey yet that numbers could belong to; `waymood apply FILE` makes one")
		}
		i := counting{importing: importing{app: a, store: st}, journeys: journeys, batch: map[string][]*exchange.Metric{}}
		err = i.all(ctx, rows)
		done()
		if err != nil {
			return err
		}
		a.say("%s kept, %d left out", count(i.kept, "number", "numbers"), i.bad)
		if i.bad > 0 {
			return fmt.Errorf("%s left out; mend what is named above and import the file again, the same numbers take their own place", count(i.bad, "row was", "rows were"))
		}
		return nil
	})
}

// counting is one import of numbers under way.
type counting struct {
	importing
	journeys []*journey.Journey
	batch    map[string][]*exchange.Metric // by journey
	waiting  int
}

func (i *counting) all(ctx context.Context, rows *exchange.MetricReader) error {
	flush := func() error { return i.flush(ctx) }
	return eachRow(rows.Read, i.refuse, flush, func(row *exchange.Metric) error {
		key, err := i.journeyOf(row)
		if err != nil {
			i.refuse(row.Line, err)
			return nil
		}
		i.batch[key] = append(i.batch[key], row)
		if i.waiting++; i.waiting == 1000 {
			return flush()
		}
		return nil
	})
}

// journeyOf is the journey that a row names, or the only one that it can mean.
func (i *counting) journeyOf(row *exchange.Metric) (string, error) {
	if row.Journey != "" {
		if !slices.ContainsFunc(i.journeys, func(j *journey.Journey) bool { return j.Key == row.Journey }) {
			return "", fmt.Errorf("journey: there is none called %q", row.Journey)
		}
		return row.Journey, nil
	}
	var found []string
	for _, j := range i.journeys {
		if _, tp := j.Touchpoint(row.Touchpoint); tp != nil || row.Touchpoint == "" {
			found = append(found, j.Key)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		return "", fmt.Errorf("touchpoint: there is no %q; leave it empty for the whole journey", row.Touchpoint)
	case row.Touchpoint == "":
		return "", fmt.Errorf("journey: there are %d; name one in a column journey", len(found))
	}
	return "", fmt.Errorf("touchpoint: %q is in %d journeys; name one in a column journey", row.Touchpoint, len(found))
}

// flush stores what has gathered.
func (i *counting) flush(ctx context.Context) error {
	for _, key := range slices.Sorted(maps.Keys(i.batch)) {
		metrics := make([]store.Metric, len(i.batch[key]))
		for n, row := range i.batch[key] {
			metrics[n] = store.Metric{Touchpoint: row.Touchpoint, Day: row.Date, Metric: row.Metric, Value: row.Value}
		}
		refused, err := i.store.SetMetrics(ctx, key, metrics)
		if err != nil {
			return err
		}
		for n, why := range refused {
			if why != nil {
				i.refuse(i.batch[key][n].Line, plain(why))
				continue
			}
			i.kept++
		}
	}
	clear(i.batch)
	i.waiting = 0
	return nil
}

type exportMetrics struct {
	database
	Journey string `placeholder:"KEY" help:"Numbers of this journey only."`
	From    string `placeholder:"DATE" help:"Numbers from this date on."`
	To      string `placeholder:"DATE" help:"Numbers before this date."`
	Format  string `default:"csv" placeholder:"csv|jsonl" help:"csv or jsonl. Default: csv."`
	BOM     bool   `name:"bom" default:"true" negatable:"" help:"Begin CSV with a mark that makes Excel read it as UTF-8. On by default."`
}

func (c *exportMetrics) Run(ctx context.Context, a *app) error {
	p := store.AllMetrics()
	if err := readSpan(c.From, c.To, &p.From, &p.To); err != nil {
		return err
	}
	if c.Format != "csv" && c.Format != "jsonl" {
		return misused("--format is %q: write csv or jsonl", c.Format)
	}
	return c.with(ctx, a, false, func(st *store.Store) error {
		journeys, err := st.Journeys(ctx)
		if err != nil {
			return err
		}
		if c.Journey != "" {
			j, err := st.Journey(ctx, c.Journey)
			if err != nil {
				return a.whichJourney(ctx, st, c.Journey, err)
			}
			journeys = []*journey.Journey{j}
		}
		w, err := exchange.NewMetricWriter(a.stdout, exchange.Format(c.Format), c.BOM)
		if err != nil {
			return err
		}
		for _, j := range journeys {
			metrics, err := st.Metrics(ctx, j, p)
			if err != nil {
				return err
			}
			for _, m := range metrics {
				if err := w.Write(&exchange.Metric{Journey: j.Key, Touchpoint: m.Touchpoint, Date: m.Day, Metric: m.Metric, Value: m.Value}); err != nil {
					return err
				}
			}
		}
		return w.Flush()
	})
}
