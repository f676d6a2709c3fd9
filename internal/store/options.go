package store

import (
	"context"
	"database/sql"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

const optionsSQL = `select question, value, cast(sum(answers) as bigint) from `

// Options counts a touchpoint's answers by the key of a question and what was
// chosen there: an option's key, a mark as a number, "yes", "better". Questions
// that nobody answered are absent; so is everything of a touchpoint that the
// journey does not have.
func (s *Store) Options(ctx context.Context, j *journey.Journey, touchpoint string, p journey.Period, f Filter) (map[string]map[string]int64, error) {
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return nil, err
	}
	var where clause
	sc.touchpoints = sc.only(touchpoint)
	sc.summed(&where, p)
	where.and("question > ?", int64(byModel))
	type sum struct{ question, value, answers int64 }
	var sums []sum
	rows, err := s.dialect.read.QueryContext(ctx, optionsSQL+sc.table("option_tallies", "block_options")+where.String()+" group by question, value", where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var one sum
		err := rows.Scan(&one.question, &one.value, &one.answers)
		sums = append(sums, one)
		return err
	})
	if err != nil {
		return nil, s.dialect.explain("read", err)
	}
	chosen := map[string]map[string]int64{}
	for _, one := range sums {
		if one.answers == 0 {
			continue
		}
		question := s.word(ctx, one.question)
		if chosen[question] == nil {
			chosen[question] = map[string]int64{}
		}
		chosen[question][s.word(ctx, one.value)] += one.answers
	}
	return chosen, nil
}

// only is the number of one of the touchpoints, none where it is not among
// them.
func (sc *scope) only(touchpoint string) []int64 {
	for id, key := range sc.key {
		if key == touchpoint {
			return []int64{id}
		}
	}
	return nil
}

// QuotesAt are the newest texts of one touchpoint in a period, at most limit.
func (s *Store) QuotesAt(ctx context.Context, j *journey.Journey, touchpoint string, p journey.Period, f Filter, limit int) ([]mood.Quote, error) {
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return nil, err
	}
	sc.touchpoints = sc.only(touchpoint)
	newest, err := s.newest(ctx, sc, p, limit)
	if err != nil {
		return nil, err
	}
	var all []mood.Quote
	quotes, err := s.quotes(ctx, newest)
	for _, of := range quotes {
		all = append(all, of...) // of the one touchpoint
	}
	return all, err
}
