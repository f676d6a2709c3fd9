package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// sums are what a map is made of, of one touchpoint.
type sums struct {
	current, previous mood.Tally
	counts            map[int]int64            // answers by raw rating
	themes            map[string]mood.ThemeSum // by key
	models            []int64                  // that scored texts of either period
	newest            []int64                  // answers to be quoted
}

// Map reads what a period's map needs and builds it: the tallies of the
// period and of the one before, the rating counts, the themes, and the newest
// quotes of each touchpoint, at most quotes each.
func (s *Store) Map(ctx context.Context, j *journey.Journey, p journey.Period, f Filter, quotes int) (*mood.Map, error) {
	in, said, err := s.input(ctx, j, p, f, quotes)
	if err != nil {
		return nil, err
	}
	m := mood.Build(in)
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			point := &m.Stages[i].Points[k]
			point.Quotes = said[point.Touchpoint.Key]
		}
	}
	return m, nil
}

// input reads all that a map is built from, and what it quotes.
func (s *Store) input(ctx context.Context, j *journey.Journey, p journey.Period, f Filter, quotes int) (mood.Input, map[string][]mood.Quote, error) {
	in := mood.Input{
		Journey: j, Period: p, Filtered: !f.Empty(), Current: map[string]mood.Tally{}, Previous: map[string]mood.Tally{},
		Counts: map[string]map[int]int64{}, Themes: map[string]map[string]mood.ThemeSum{},
	}
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return in, nil, err
	}
	if err := sc.ask(ctx, s, j); err != nil {
		return in, nil, err
	}
	var said map[int64][]mood.Quote
	err = together(
		func() error {
			both := question{journey: j.Key, period: journey.Period{From: p.Before().From, To: p.To}, quotes: quotes}
			found, err := recall(ctx, s, s.mapped, sc, both, func(sc *scope) (map[int64]*sums, error) { return s.sums(ctx, sc, p, quotes) })
			if err != nil {
				return err
			}
			newest := map[int64][]int64{}
			for id, one := range found {
				newest[id] = one.newest
			}
			sc.give(&in, found)
			said, err = s.quotes(ctx, newest)
			return err
		},
		func() (err error) { in.Quarantined, err = s.Quarantined(ctx, j, p, f); return err },
		func() (err error) { in.Customers, err = s.customers(ctx, sc, j.Key, p); return err },
		func() error {
			if !f.Empty() {
				return nil
			}
			series, err := s.watched(ctx, sc, j.Key, p)
			in.Series = byKey(sc, series)
			return err
		},
	)
	return in, byKey(sc, said), err
}

// give puts sums where Build looks for them, by touchpoint key.
func (sc *scope) give(in *mood.Input, found map[int64]*sums) {
	models := map[int64]bool{}
	for id, one := range found {
		key := sc.key[id]
		if one.current != (mood.Tally{}) {
			in.Current[key] = one.current
		}
		if one.previous != (mood.Tally{}) {
			in.Previous[key] = one.previous
		}
		if one.counts != nil {
			in.Counts[key] = one.counts
		}
		if one.themes != nil {
			in.Themes[key] = one.themes
		}
		for _, model := range one.models {
			models[model] = true
		}
	}
	// While a new model scores what an older one had scored, and where texts are
	// no longer there to be scored again, only ratings can be compared.
	in.RatingsOnly = len(models) > 1
}

// sums reads what a map is made of.
func (s *Store) sums(ctx context.Context, sc *scope, p journey.Period, quotes int) (map[int64]*sums, error) {
	var current, previous map[int64]mood.Tally
	var counts map[int64]map[int]int64
	var themes map[int64]map[string]mood.ThemeSum
	var models, newest map[int64][]int64
	err := together(
		func() (err error) { current, err = s.tallySums(ctx, sc, p); return err },
		func() (err error) { previous, err = s.tallySums(ctx, sc, p.Before()); return err },
		func() (err error) { counts, err = s.ratingSums(ctx, sc, p); return err },
		func() (err error) { themes, err = s.themeSums(ctx, sc, p); return err },
		func() (err error) {
			models, err = s.models(ctx, sc, journey.Period{From: p.Before().From, To: p.To})
			return err
		},
		func() (err error) {
			if quotes > 0 {
				newest, err = s.newest(ctx, sc, p, quotes)
			}
			return err
		},
	)
	if err != nil {
		return nil, err
	}
	found := make(map[int64]*sums, len(sc.touchpoints))
	for _, id := range sc.touchpoints {
		found[id] = &sums{current[id], previous[id], counts[id], themes[id], models[id], newest[id]}
	}
	return found, nil
}

// together does several readings at once: each has a connection of its own.
func together(readings ...func() error) error {
	var wait sync.WaitGroup
	errs := make([]error, len(readings))
	for i, read := range readings {
		wait.Go(func() { errs[i] = read() })
	}
	wait.Wait()
	return errors.Join(errs...)
}

const modelsSQL = `select distinct touchpoint, value from `

// models are those that scored the texts that count in a period.
func (s *Store) models(ctx context.Context, sc *scope, p journey.Period) (map[int64][]int64, error) {
	var where clause
	sc.summed(&where, p)
	where.and("question = ?", int64(byModel))
	where.and("answers > ?", int64(0))
	models := map[int64][]int64{}
	rows, err := s.dialect.read.QueryContext(ctx, modelsSQL+sc.table("option_tallies", "block_options")+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id, model int64
		err := rows.Scan(&id, &model)
		models[id] = append(models[id], model)
		return err
	})
	return models, s.dialect.explain("read", err)
}
