package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// watchedSQL reads what a score is made from, which is half of a tally.
const watchedSQL = `select touchpoint, block, rating_answers, rating_e, rating_e2, rating_unhappy,
  all_answers, all_omega, all_omega2, all_omega_e, all_omega_e2, all_unhappy from block_tallies`

// watched are the tallies that a period's signals are made from, by
// touchpoint: some hundred rows a touchpoint, however many answers there are.
func (s *Store) watched(ctx context.Context, sc *scope, key string, p journey.Period) (map[int64][]mood.Day, error) {
	weeks, days := mood.Watched(p)
	all := question{journey: key, period: journey.Period{From: weeks.From, To: days.To}}
	return recall(ctx, s, s.watching, sc, all, func(sc *scope) (map[int64][]mood.Day, error) { return s.watch(ctx, sc, weeks, days) })
}

func (s *Store) watch(ctx context.Context, sc *scope, weeks, days journey.Period) (map[int64][]mood.Day, error) {
	var old, recent clause
	old.in("touchpoint", sc.touchpoints)
	old.in("block", blocksOf(weeks))
	recent.in("touchpoint", sc.touchpoints)
	recent.and("block >= ?", int64(dayBlock(days.From)))
	recent.and("block < ?", int64(dayBlock(days.To)))
	recent.and("block % 2 = 0")
	series := make(map[int64][]mood.Day, len(sc.touchpoints))
	for _, where := range []clause{old, recent} {
		rows, err := s.dialect.read.QueryContext(ctx, watchedSQL+where.String(), where.args...)
		err = each(rows, err, func(rows *sql.Rows) error {
			var id, at int64
			var d mood.Day
			r, all := &d.Rating, &d.All
			if err := rows.Scan(&id, &at, &r.Answers, &r.OmegaE, &r.OmegaE2, &r.Unhappy,
				&all.Answers, &all.Omega, &all.Omega2, &all.OmegaE, &all.OmegaE2, &all.Unhappy); err != nil {
				return err
			}
			wholeTally(&d.Tally)
			d.Day = journey.Day(at >> 1) // of a week its Monday
			series[id] = append(series[id], d)
			return nil
		})
		if err != nil {
			return nil, s.dialect.explain("read", err)
		}
	}
	for _, days := range series {
		slices.SortFunc(days, func(a, b mood.Day) int { return cmp.Compare(a.Day, b.Day) })
	}
	return series, nil
}
