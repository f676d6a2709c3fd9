package store

import (
	"context"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// Map reads what a period's map needs and builds it: the tallies of the
// period and of the one before, the rating counts, the themes, and the newest
// quotes of each touchpoint, at most quotes each.
func (s *Store) Map(ctx context.Context, j *journey.Journey, p journey.Period, f Filter, quotes int) (*mood.Map, error) {
	in := mood.Input{Journey: j, Period: p, Filtered: !f.Empty()}
	var err error
	if in.Current, err = s.Tallies(ctx, j, p, f); err != nil {
		return nil, err
	}
	if in.Previous, err = s.Tallies(ctx, j, p.Before(), f); err != nil {
		return nil, err
	}
	if in.Counts, err = s.RatingCounts(ctx, j, p, f); err != nil {
		return nil, err
	}
	if in.Quarantined, err = s.Quarantined(ctx, j, p, f); err != nil {
		return nil, err
	}
	// While a new model scores what an older one had scored, and where texts are
	// no longer there to be scored again, only ratings can be compared.
	models, err := s.models(ctx, j, journey.Period{From: p.Before().From, To: p.To}, f)
	if err != nil {
		return nil, err
	}
	in.RatingsOnly = models > 1
	if in.Themes, err = s.Themes(ctx, j, p, f); err != nil {
		return nil, err
	}
	if f.Empty() {
		if in.Series, err = s.watched(ctx, j, p); err != nil {
			return nil, err
		}
	}
	m := mood.Build(in)
	if quotes == 0 {
		return m, nil
	}
	said, err := s.Quotes(ctx, j, p, f, quotes)
	if err != nil {
		return nil, err
	}
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			point := &m.Stages[i].Points[k]
			point.Quotes = said[point.Touchpoint.Key]
		}
	}
	return m, nil
}
