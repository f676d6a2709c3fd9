package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// Source is where answers of a touchpoint came from.
type Source struct {
	Placement *journey.Placement // nil: imports that name the touchpoint only
	Channel   journey.Channel
	Tally     mood.Tally
	Viewed    Viewed // zero where nothing is known
}

var sourcesSQL = `select placement, ` + sumNames + ` from tallies`

// Sources are the sums of a touchpoint's answers by placement, those with most
// answers first; placements without an answer and without a view are absent. A
// touchpoint that the journey does not have has none.
func (s *Store) Sources(ctx context.Context, j *journey.Journey, touchpoint string, p journey.Period, f Filter) ([]Source, error) {
	c, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return nil, err
	}
	sp := c.byKey[touchpointKey{j.Key, touchpoint}]
	if sp == nil {
		return nil, nil
	}
	viewed, err := s.viewed(ctx, c, j, p, f)
	if err != nil {
		return nil, err
	}
	var sources []Source
	add := func(placement int64, t mood.Tally) {
		source := Source{Channel: journey.Import, Tally: t, Viewed: viewed[placement]}
		if at := c.placements[placement]; placement != 0 && at != nil {
			source.Placement, source.Channel = at.Placement, at.Placement.Channel
		}
		sources = append(sources, source)
	}
	seen := map[int64]bool{}
	sc.touchpoints = []int64{sp.touchpoint}
	var where clause
	sc.where(&where, p)
	rows, err := s.dialect.read.QueryContext(ctx, sourcesSQL+where.String()+" group by placement", where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var placement int64
		var t mood.Tally
		if err := rows.Scan(append([]any{&placement}, tallyTargets(&t)...)...); err != nil {
			return err
		}
		if wholeTally(&t); t != (mood.Tally{}) {
			seen[placement] = true
			add(placement, t)
		}
		return nil
	})
	if err != nil {
		return nil, s.dialect.explain("read", err)
	}
	for id := range viewed {
		if !seen[id] && c.placements[id].touchpoint == sp.touchpoint {
			add(id, mood.Tally{})
		}
	}
	slices.SortFunc(sources, func(a, b Source) int {
		return cmp.Or(cmp.Compare(b.Tally.Answers, a.Tally.Answers), cmp.Compare(b.Viewed.Views, a.Viewed.Views), cmp.Compare(a.code(), b.code()))
	})
	return sources, nil
}

func (s *Source) code() string {
	if s.Placement == nil {
		return ""
	}
	return s.Placement.Code
}
