package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// baseline is what an action is measured against, frozen when it went live:
// answers that are corrected, erased or scored anew later do not move it.
type baseline struct {
	Short  int64    `json:"short_days"` // of the window, before the journey's first answer
	Models []string `json:"models"`     // that scored its texts
	mood.Baseline
}

const baselineSQL = `select baseline from actions where id = $1`

// baseline is what is to be stored beside an action: what was frozen when it went
// live, frozen now if it goes live now or has another day, nothing before.
func (s *Store) baseline(ctx context.Context, j *journey.Journey, was, a *action.Action) (sql.NullString, error) {
	var kept sql.NullString
	if a.State != action.Live && a.State != action.Measured {
		return kept, nil
	}
	if was.State == a.State && was.LiveOn == a.LiveOn && was.Touchpoint == a.Touchpoint || a.State == action.Measured {
		err := s.dialect.read.QueryRowContext(ctx, baselineSQL, a.ID).Scan(&kept)
		return kept, s.dialect.explain("read", err)
	}
	b, err := s.freeze(ctx, j, journey.Day(a.LiveOn))
	if err != nil {
		return kept, err
	}
	text, err := json.Marshal(b)
	return sql.NullString{String: string(text), Valid: true}, err
}

func (s *Store) freeze(ctx context.Context, j *journey.Journey, live journey.Day) (baseline, error) {
	pre := journey.Period{From: live - action.PreFrom, To: live - action.PreTo}
	sums, err := s.Tallies(ctx, j, pre, Filter{})
	if err != nil {
		return baseline{}, err
	}
	b := baseline{Baseline: mood.Freeze(j, sums)}
	if b.Models, err = s.modelNames(ctx, j, pre); err != nil {
		return b, err
	}
	first, any, err := s.FirstDay(ctx, j)
	if err != nil {
		return b, err
	}
	if !any {
		first = pre.To
	}
	b.Short = int64(min(max(first-pre.From, 0), journey.Day(pre.Days())))
	return b, nil
}

const modelValuesSQL = `select distinct value from option_tallies`

// modelNames are the models that scored the texts that count in a period.
func (s *Store) modelNames(ctx context.Context, j *journey.Journey, p journey.Period) ([]string, error) {
	sc, err := s.scope(ctx, j, Filter{})
	if err != nil {
		return nil, err
	}
	var where clause
	sc.where(&where, p)
	where.and("question = ?", int64(byModel))
	where.and("answers > ?", int64(0))
	var ids []int64
	rows, err := s.dialect.read.QueryContext(ctx, modelValuesSQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return nil, s.dialect.explain("read", err)
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = s.word(ctx, id)
	}
	slices.Sort(names)
	return names, nil
}

// frozen reads the baseline of a live or measured action.
func (s *Store) frozen(ctx context.Context, a *action.Action) (b baseline, err error) {
	var text sql.NullString
	if err := s.dialect.read.QueryRowContext(ctx, baselineSQL, a.ID).Scan(&text); err != nil {
		return b, s.dialect.explain("read", err)
	}
	if err := json.Unmarshal([]byte(text.String), &b); err != nil {
		return b, fmt.Errorf("read the baseline of action %d: %w", a.ID, err)
	}
	return b, nil
}
