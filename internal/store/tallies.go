package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"

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

// scope is what a question about a journey selects, in numbers.
type scope struct {
	touchpoints []int64
	key         map[int64]string // of touchpoints
	placements  []int64          // nil: all
	some        bool             // placements filter
	persona     int64            // 0: all
	language    int64
	filter      Filter
	revision    int64           // of the catalog
	rating      map[int64]int64 // question by touchpoint; nil where nobody asks
}

// scope of a journey under a filter.
func (s *Store) scope(ctx context.Context, j *journey.Journey, f Filter) (*scope, error) {
	c, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	sc := &scope{key: map[int64]string{}, filter: f, revision: c.revision}
	for k, sp := range c.byKey {
		if k.journey == j.Key {
			sc.touchpoints = append(sc.touchpoints, sp.touchpoint)
			sc.key[sp.touchpoint] = k.key
		}
	}
	slices.Sort(sc.touchpoints)
	if sc.persona, err = s.lookup(ctx, f.Persona); err != nil {
		return nil, err
	}
	if sc.language, err = s.lookup(ctx, f.Language); err != nil {
		return nil, err
	}
	if f.Place == "" && f.Channel == "" {
		return sc, nil
	}
	sc.some = true
	for id, sp := range c.placements {
		if sp.Journey.Key == j.Key && f.matches(sp.Placement) {
			sc.placements = append(sc.placements, id)
		}
	}
	if f.Place == "" && f.Channel == string(journey.Import) {
		sc.placements = append(sc.placements, 0) // imports that name only a touchpoint
	}
	slices.Sort(sc.placements)
	return sc, nil
}

func (f Filter) matches(p *journey.Placement) bool {
	if f.Channel != "" && f.Channel != string(p.Channel) {
		return false
	}
	if f.Place == "" {
		return true
	}
	for _, name := range p.Place {
		if name == f.Place {
			return true
		}
	}
	return false
}

// where is the conditions on a table with the columns of a tally's key.
func (sc *scope) where(c *clause, p journey.Period) {
	c.in("touchpoint", sc.touchpoints)
	c.and("day >= ?", int64(p.From))
	c.and("day < ?", int64(p.To))
	sc.narrow(c)
}

// table is where a scope's sums are: without a filter those over whole
// touchpoints will do.
func (sc *scope) table(narrow, whole string) string {
	if sc.filter.Empty() {
		return whole
	}
	return narrow
}

// summed is where on the sums of table.
func (sc *scope) summed(c *clause, p journey.Period) {
	if !sc.filter.Empty() {
		sc.where(c, p)
		return
	}
	c.in("touchpoint", sc.touchpoints)
	inBlocks(c, p)
}

// narrow adds the filter alone.
func (sc *scope) narrow(c *clause) {
	if sc.persona != 0 {
		c.and("persona = ?", sc.persona)
	}
	if sc.language != 0 {
		c.and("language = ?", sc.language)
	}
	if sc.some {
		c.in("placement", sc.placements)
	}
}

// Tallies sums a period by touchpoint key. It reads day tallies only, never
// answers.
func (s *Store) Tallies(ctx context.Context, j *journey.Journey, p journey.Period, f Filter) (map[string]mood.Tally, error) {
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return nil, err
	}
	sums, err := recall(ctx, s, s.tallied, sc, question{journey: j.Key, period: p}, func(sc *scope) (map[int64]mood.Tally, error) { return s.tallySums(ctx, sc, p) })
	return byKey(sc, sums), err
}

// byKey names touchpoints as their journey does.
func byKey[V any](sc *scope, byID map[int64]V) map[string]V {
	named := make(map[string]V, len(byID))
	for id, v := range byID {
		named[sc.key[id]] = v
	}
	return named
}

var tallySumSQL = `select touchpoint, ` + sumNames + ` from `

// tallySums sums a period by touchpoint; those without an answer are absent.
func (s *Store) tallySums(ctx context.Context, sc *scope, p journey.Period) (map[int64]mood.Tally, error) {
	var where clause
	sc.summed(&where, p)
	sums := make(map[int64]mood.Tally, len(sc.touchpoints))
	rows, err := s.dialect.read.QueryContext(ctx, tallySumSQL+sc.table("tallies", "block_tallies")+where.String()+" group by touchpoint", where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id int64
		var t mood.Tally
		if err := rows.Scan(append([]any{&id}, tallyTargets(&t)...)...); err != nil {
			return err
		}
		wholeTally(&t)
		if t != (mood.Tally{}) {
			sums[id] = t
		}
		return nil
	})
	return sums, s.dialect.explain("read", err)
}

const optionSumSQL = `select touchpoint, value, cast(sum(answers) as bigint) from `

// RatingCounts counts a period's answers by touchpoint key and the raw value
// of the touchpoint's rating question.
func (s *Store) RatingCounts(ctx context.Context, j *journey.Journey, p journey.Period, f Filter) (map[string]map[int]int64, error) {
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return nil, err
	}
	if err := sc.ask(ctx, s, j); err != nil {
		return nil, err
	}
	counts, err := s.ratingSums(ctx, sc, p)
	return byKey(sc, counts), err
}

// ratingSums is RatingCounts by touchpoint.
func (s *Store) ratingSums(ctx context.Context, sc *scope, p journey.Period) (map[int64]map[int]int64, error) {
	// Values are told in words once the rows are closed: that may take a
	// connection, and all of them may be reading.
	type sum struct{ touchpoint, value, answers int64 }
	var sums []sum
	for question, ids := range sc.byRating() {
		part := *sc
		part.touchpoints = ids
		var where clause
		part.summed(&where, p)
		where.and("question = ?", question)
		rows, err := s.dialect.read.QueryContext(ctx, optionSumSQL+sc.table("option_tallies", "block_options")+where.String()+" group by touchpoint, value", where.args...)
		err = each(rows, err, func(rows *sql.Rows) error {
			var one sum
			err := rows.Scan(&one.touchpoint, &one.value, &one.answers)
			sums = append(sums, one)
			return err
		})
		if err != nil {
			return nil, s.dialect.explain("read", err)
		}
	}
	counts := map[int64]map[int]int64{}
	for _, one := range sums {
		raw, ok := ratingOf(s.word(ctx, one.value))
		if !ok || one.answers == 0 {
			continue
		}
		if counts[one.touchpoint] == nil {
			counts[one.touchpoint] = map[int]int64{}
		}
		counts[one.touchpoint][raw] += one.answers
	}
	return counts, nil
}

// ask looks up which question is the rating of each touchpoint.
func (sc *scope) ask(ctx context.Context, s *Store, j *journey.Journey) error {
	sc.rating = make(map[int64]int64, len(sc.touchpoints))
	for _, id := range sc.touchpoints {
		_, tp := j.Touchpoint(sc.key[id])
		if tp == nil {
			continue
		}
		if sv := j.Survey(tp.Survey); sv != nil {
			if q := sv.Rating(); q != nil {
				question, err := s.lookup(ctx, q.Key)
				if err != nil {
					return err
				}
				sc.rating[id] = question
			}
		}
	}
	return nil
}

// byRating are the touchpoints by the question that is their rating.
func (sc *scope) byRating() map[int64][]int64 {
	ids := map[int64][]int64{}
	for _, id := range sc.touchpoints {
		if question, ok := sc.rating[id]; ok {
			ids[question] = append(ids[question], id)
		}
	}
	return ids
}

// ratingOf reads an option's value as a raw rating.
func ratingOf(value string) (int, bool) {
	switch value {
	case "yes":
		return 1, true
	case "no":
		return 0, true
	}
	n, err := strconv.Atoi(value)
	return n, err == nil
}

const quarantinedSQL = `select count(*) from responses`

// Quarantined counts the answers of a period that wait for a decision.
func (s *Store) Quarantined(ctx context.Context, j *journey.Journey, p journey.Period, f Filter) (int64, error) {
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return 0, err
	}
	var where clause
	sc.where(&where, p)
	where.and("state = 3")
	var n int64
	err = s.dialect.read.QueryRowContext(ctx, quarantinedSQL+where.String(), where.args...).Scan(&n)
	return n, s.dialect.explain("read", err)
}
