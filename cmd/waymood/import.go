package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/exchange"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

type importCommand struct {
	database
	File    string `arg:"" help:"Answers as CSV or JSON Lines. - reads standard input."`
	Metrics bool   `help:"The file has daily numbers instead, as date,touchpoint,metric,value: customers, sales, what you like. An empty touchpoint is the whole journey."`
}

func (c *importCommand) Run(ctx context.Context, a *app) error {
	in, size := a.stdin, int64(-1)
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return fmt.Errorf("%w; check the name of the file", err)
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil {
			size = info.Size()
		}
		in = f
	}
	if c.Metrics {
		bar := progress(a, size, "reading numbers")
		return c.metrics(ctx, a, io.TeeReader(in, bar), func() { _ = bar.Finish() })
	}
	bar := progress(a, size, "reading answers")
	rows, err := exchange.NewReader(io.TeeReader(in, bar))
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	return c.with(ctx, a, true, func(st *store.Store) error {
		journeys, err := st.Journeys(ctx)
		if err != nil {
			return err
		}
		if len(journeys) == 0 {
			return fmt.Errorf("there is no journey yet that answers could belong to; `waymood apply FILE` makes one")
		}
		i := importing{app: a, store: st, spots: spotsOf(journeys, a.clock())}
		err = i.all(ctx, rows)
		_ = bar.Finish()
		if err != nil {
			return err
		}
		if strange := rows.Unknown(); len(strange) > 0 {
			for n, name := range strange {
				strange[n] = strconv.Quote(name)
			}
			a.warn("columns that mean nothing here were ignored: %s", strings.Join(strange, ", "))
		}
		a.say("%s kept, %d already there, %d left out", count(i.kept, "answer", "answers"), i.again, i.bad)
		if i.bad > 0 {
			return fmt.Errorf("%s left out; mend what is named above and import the file again, the good ones are not doubled", count(i.bad, "row was", "rows were"))
		}
		return nil
	})
}

// importing is one import under way.
type importing struct {
	*app
	store            *store.Store
	spots            *spots
	batch            []*survey.Response
	lines            []int
	kept, again, bad int
}

// importBatch is how many answers are handed to the store at once.
const importBatch = 256

func (i *importing) all(ctx context.Context, rows *exchange.Reader) error {
	flush := func() error { return i.flush(ctx) }
	return eachRow(rows.Read, i.refuse, flush, func(row *exchange.Row) error {
		r, err := i.spots.response(row)
		if err != nil {
			i.refuse(row.Line, err)
			return nil
		}
		i.batch, i.lines = append(i.batch, r), append(i.lines, row.Line)
		if len(i.batch) == importBatch {
			return flush()
		}
		return nil
	})
}

// refuse lists a bad row: its line, the column where it is about one, why.
func (i *importing) refuse(line int, why error) {
	i.bad++
	var row *exchange.RowError
	if errors.As(why, &row) {
		why = errors.New(row.Reason)
		if row.Column != "" {
			why = fmt.Errorf("%s: %s", row.Column, row.Reason)
		}
	}
	i.warn("line %d: %v", line, why)
}

// flush stores what has gathered. Only trouble with the database as a whole
// ends the import.
func (i *importing) flush(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for n, added := range i.store.AddResponses(ctx, i.batch) {
		err := added.Err
		if errors.Is(err, fault.Conflict) {
			err = i.compare(ctx, i.batch[n])
			added.Kept.Again = err == nil
		}
		switch {
		case errors.Is(err, fault.Busy):
			return err
		case err != nil:
			i.refuse(i.lines[n], plain(err))
		case added.Kept.Again:
			i.again++
		default:
			i.kept++
		}
	}
	i.batch, i.lines = i.batch[:0], i.lines[:0]
	return nil
}

// compare looks closer at an answer whose id is taken: an export of this very
// database says the same in other words (its time is rounded to milliseconds,
// its persona worked out, its placement named beside the touchpoint), and that
// is no conflict.
func (i *importing) compare(ctx context.Context, r *survey.Response) error {
	old, err := i.store.Response(ctx, r.ID)
	if err != nil {
		return err
	}
	j, t := r.Journey, r.Touchpoint
	if at, ok := i.spots.codes[strings.ToLower(r.Code)]; ok {
		j, t = at.journey.Key, at.touchpoint.Key
	}
	if old.Journey == j && old.Touchpoint == t && old.AnsweredAt.UnixMilli() == r.AnsweredAt.UnixMilli() &&
		string(old.Answers.JSON()) == string(r.Answers.JSON()) {
		return nil
	}
	return fmt.Errorf("another answer with the id %s is already there; leave response_id empty if this is a new one", r.ID)
}

// plain is the part of an error that is meant for people.
func plain(err error) error {
	if detail := fault.Detail(err); detail != "" {
		return errors.New(detail)
	}
	return err
}
