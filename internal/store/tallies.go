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
}

// scope of a journey under a filter.
func (s *Store) scope(ctx context.Context, j *journey.Journey, f Filter) (*scope, error) {
	c, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	sc := &scope{key: map[int64]string{}}
	for k, sp := range c.byKey {
		if k.journey == j.Key {
			sc.touchpoints = append(sc.touchpoints, sp.touchpoint)
			sc.key[sp.touchpoint] = k.key
		}
	}
	slices.Sort(sc.touchpoints)
	if f.Persona != "" {
		sc.persona = s.known(f.Persona)
	}
	if f.Language != "" {
		sc.language = s.known(f.Language)
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

const tallySumSQL = `select touchpoint, ` // then the sums of tallyNames

var sumsOfTallies = func() string {
	text := tallySumSQL
	for i, name := range tallyNames {
		if i > 0 {
			text += ", "
		}
		text += "cast(sum(" + name + ") as bigint)"
	}
	return text + " from tallies"
}()

// Tallies sums a period by touchpoint key. It reads day tallies only, never
// answers.
func (s *Store) Tallies(ctx context.Context, j *journey.Journey, p journey.Period, f Filter) (map[string]mood.Tally, error) {
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return nil, err
	}
	var where clause
	sc.where(&where, p)
	sums := make(map[string]mood.Tally, len(sc.touchpoints))
	rows, err := s.dialect.read.QueryContext(ctx, sumsOfTallies+where.String()+" group by touchpoint", where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id int64
		var t mood.Tally
		if err := rows.Scan(append([]any{&id}, tallyTargets(&t)...)...); err != nil {
			return err
		}
		wholeTally(&t)
		if t != (mood.Tally{}) {
			sums[sc.key[id]] = t
		}
		return nil
	})
	return sums, s.dialect.explain("read", err)
}

const optionSumSQL = `select touchpoint, value, cast(sum(answers) as bigint) from option_tallies`

// RatingCounts counts a period's answers by touchpoint key and the raw value
// of the touchpoint's rating question.
func (s *Store) RatingCounts(ctx context.Context, j *journey.Journey, p journey.Period, f Filter) (map[string]map[int]int64, error) {
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return nil, err
	}
	counts := map[string]map[int]int64{}
	for question, ids := range sc.byRating(s, j) {
		part := *sc
		part.touchpoints = ids
		var where clause
		where.in("touchpoint", ids)
		where.and("question = ?", question)
		where.and("day >= ?", int64(p.From))
		where.and("day < ?", int64(p.To))
		part.narrow(&where)
		rows, err := s.dialect.read.QueryContext(ctx, optionSumSQL+where.String()+" group by touchpoint, value", where.args...)
		err = each(rows, err, func(rows *sql.Rows) error {
			var id, value, n int64
			if err := rows.Scan(&id, &value, &n); err != nil || n == 0 {
				return err
			}
			raw, ok := ratingOf(s.word(ctx, value))
			if !ok {
				return nil
			}
			key := sc.key[id]
			if counts[key] == nil {
				counts[key] = map[int]int64{}
			}
			counts[key][raw] += n
			return nil
		})
		if err != nil {
			return nil, s.dialect.explain("read", err)
		}
	}
	return counts, nil
}

// byRating are the touchpoints by the question that is their rating.
func (sc *scope) byRating(s *Store, j *journey.Journey) map[int64][]int64 {
	ids := map[int64][]int64{}
	for _, id := range sc.touchpoints {
		_, tp := j.Touchpoint(sc.key[id])
		if tp == nil {
			continue
		}
		if sv := j.Survey(tp.Survey); sv != nil {
			if q := sv.Rating(); q != nil {
				ids[s.known(q.Key)] = append(ids[s.known(q.Key)], id)
			}
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

// Quotes are the newest texts of each touchpoint in a period, at most limit
// each, by touchpoint key.
func (s *Store) Quotes(ctx context.Context, j *journey.Journey, p journey.Period, f Filter, limit int) (map[string][]mood.Quote, error) {
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return nil, err
	}
	quotes := map[string][]mood.Quote{}
	for _, id := range sc.touchpoints {
		var where clause
		where.and("touchpoint = ?", id)
		where.and("day >= ?", int64(p.From))
		where.and("day < ?", int64(p.To))
		where.and("state = 0 and superseded = 0 and text is not null")
		sc.narrow(&where)
		where.add(" order by day desc, seq desc limit ?", limit)
		found, err := s.quotes(ctx, where)
		if err != nil {
			return nil, s.dialect.explain("read", err)
		}
		if len(found) > 0 {
			quotes[sc.key[id]] = found
		}
	}
	return quotes, nil
}

const quoteSQL = `select r.id, r.language, r.rating_class, r.rating, r.text, r.received_at, r.delay, c.detected, c.text_class from
  (select seq, id, day, language, rating_class, rating, text, received_at, delay from responses`

func (s *Store) quotes(ctx context.Context, where clause) ([]mood.Quote, error) {
	var quotes []mood.Quote
	rows, err := s.dialect.read.QueryContext(ctx, quoteSQL+where.String()+`) r left join scores c on c.seq = r.seq order by r.day desc, r.seq desc`, where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id []byte
		var language, class, received, delay int64
		var rating, detected, textClass sql.NullInt64
		var q mood.Quote
		if err := rows.Scan(&id, &language, &class, &rating, &q.Text, &received, &delay, &detected, &textClass); err != nil {
			return err
		}
		if !rating.Valid {
			class = textClass.Int64
		}
		if detected.Valid {
			language = detected.Int64
		}
		q.ID, q.Language, q.Class, q.AnsweredAt = uuidText(id), s.word(ctx, language), mood.Class(class), moment(received-delay)
		quotes = append(quotes, q)
		return nil
	})
	return quotes, err
}
