package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

var sumNames = func() string {
	parts := make([]string, len(tallyNames))
	for i, name := range tallyNames {
		parts[i] = "cast(sum(" + name + ") as bigint)"
	}
	return strings.Join(parts, ", ")
}()

var (
	blockSeriesSQL = `select touchpoint, block, ` + tallyColumns + ` from block_tallies`
	daySeriesSQL   = `select touchpoint, day, ` + sumNames + ` from tallies`
)

// Series are the tallies of each day of a period by touchpoint key, days in
// ascending order. Days without an answer that counts are absent. It reads day
// sums only, never answers. What it gives is shared and must not be changed.
func (s *Store) Series(ctx context.Context, j *journey.Journey, p journey.Period, f Filter) (map[string][]mood.Day, error) {
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return nil, err
	}
	series, err := recall(ctx, s, s.followed, sc, question{journey: j.Key, period: p}, func(sc *scope) (map[int64][]mood.Day, error) { return s.daySums(ctx, sc, p) })
	return byKey(sc, series), err
}

// daySums is Series by touchpoint.
func (s *Store) daySums(ctx context.Context, sc *scope, p journey.Period) (map[int64][]mood.Day, error) {
	series := make(map[int64][]mood.Day, len(sc.touchpoints))
	query, perDay := daySeriesSQL, int64(1)
	var where clause
	if sc.filter.Empty() {
		query, perDay = blockSeriesSQL, 2
		where.in("touchpoint", sc.touchpoints)
		where.and("block >= ?", int64(dayBlock(p.From)))
		where.and("block < ?", int64(dayBlock(p.To)))
		where.and("block % 2 = 0")
	} else {
		sc.where(&where, p)
		where.add(" group by touchpoint, day")
	}
	rows, err := s.dialect.read.QueryContext(ctx, query+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id, at int64
		var d mood.Day
		if err := rows.Scan(append([]any{&id, &at}, tallyTargets(&d.Tally)...)...); err != nil {
			return err
		}
		wholeTally(&d.Tally)
		d.Day = journey.Day(at / perDay)
		if d.Tally != (mood.Tally{}) {
			series[id] = append(series[id], d)
		}
		return nil
	})
	for _, days := range series {
		slices.SortFunc(days, func(a, b mood.Day) int { return cmp.Compare(a.Day, b.Day) })
	}
	return series, s.dialect.explain("read", err)
}
