package store

import (
	"context"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// Filter narrows a map. Empty fields do not filter. Place is the place's
// wording in any of its languages.
type Filter struct {
	Persona  string
	Place    string
	Channel  string
	Language string
}

// Empty is true when nothing is filtered.
func (f Filter) Empty() bool { return f == Filter{} }

// Tallies sums a period by touchpoint key. It reads day tallies only, never
// answers.
func (s *Store) Tallies(ctx context.Context, j *journey.Journey, p journey.Period, f Filter) (map[string]mood.Tally, error) {
	panic("not yet")
}

// RatingCounts counts a period's answers by touchpoint key and the raw value
// of the touchpoint's rating question.
func (s *Store) RatingCounts(ctx context.Context, j *journey.Journey, p journey.Period, f Filter) (map[string]map[int]int64, error) {
	panic("not yet")
}

// Quarantined counts the answers of a period that wait for a decision.
func (s *Store) Quarantined(ctx context.Context, j *journey.Journey, p journey.Period, f Filter) (int64, error) {
	panic("not yet")
}

// Quotes are the newest texts of each touchpoint in a period, at most limit
// each, by touchpoint key.
func (s *Store) Quotes(ctx context.Context, j *journey.Journey, p journey.Period, f Filter, limit int) (map[string][]mood.Quote, error) {
	panic("not yet")
}

// Rebuild recomputes every contribution and all tallies from the answers and
// says how many tally rows differed from what was there.
func (s *Store) Rebuild(ctx context.Context) (answers, differed int64, err error) {
	panic("not yet")
}
