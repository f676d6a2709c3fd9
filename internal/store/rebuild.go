package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// Rebuild recomputes every contribution and all tallies from the answers and
// says how many tally rows differed from what was there. It looks at one
// moment of the database without holding anybody up, and writes only what it
// found to be wrong.
func (s *Store) Rebuild(ctx context.Context) (answers, differed int64, err error) {
	wrong, err := s.wrongRows(ctx)
	if err != nil {
		return 0, 0, err
	}
	for part := range slices.Chunk(wrong, 256) {
		if err := s.mend(ctx, part); err != nil {
			return 0, 0, err
		}
	}
	found, err := s.audit(ctx)
	if err != nil {
		return 0, 0, err
	}
	for k := range found.days {
		if err := s.recountDay(ctx, k); err != nil {
			return 0, 0, err
		}
	}
	for k := range found.months {
		if err := s.recountMonth(ctx, k); err != nil {
			return 0, 0, err
		}
	}
	blocks, err := s.rebuildBlocks(ctx)
	return found.answers, found.differed + blocks, err
}

// scan calls f for every answer of a snapshot in order of arrival.
func scan(ctx context.Context, db *sql.Tx, f func(*row) error) error {
	const limit = 5000
	for after := int64(0); ; {
		n := 0
		rows, err := db.QueryContext(ctx, pageSQL, after, limit)
		err = each(rows, err, func(rows *sql.Rows) error {
			r, err := scanRow(rows)
			if err != nil {
				return err
			}
			after, n = r.seq, n+1
			return f(r)
		})
		if err != nil || n < limit {
			return err
		}
	}
}

func (s *Store) snapshot(ctx context.Context) (*sql.Tx, error) {
	return s.dialect.read.BeginTx(long(ctx), &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
}

// wrongRows are the answers whose stored numbers are not what rating, score
// and settings make, or whose turn within their group is wrong.
func (s *Store) wrongRows(ctx context.Context) ([]int64, error) {
	c, err := s.fresh(ctx)
	if err != nil {
		return nil, err
	}
	db, err := s.snapshot(ctx)
	if err != nil {
		return nil, s.dialect.explain("read", err)
	}
	defer db.Rollback()
	var wrong []int64
	err = scan(ctx, db, func(r *row) error {
		of := c.touchpoints[r.touchpoint]
		if of != nil && r.state != survey.Erased && !r.recomputed(of.Journey.Analysis, of.of.zone).same(r) {
			wrong = append(wrong, r.seq)
		}
		return nil
	})
	if err != nil {
		return nil, s.dialect.explain("read", err)
	}
	turns, err := wrongTurns(ctx, db)
	return append(wrong, turns...), s.dialect.explain("read", err)
}

const turnsSQL = `select r.seq, r.respondent, r.touchpoint, r.day, r.received_at - r.delay, r.superseded, r.state from responses r
  where r.respondent is not null order by r.respondent, r.touchpoint, r.day`

// wrongTurns are answers of groups in which not the latest counts.
func wrongTurns(ctx context.Context, db *sql.Tx) ([]int64, error) {
	type member struct {
		seq, answered int64
		superseded    bool
	}
	var wrong []int64
	var current group
	var members []member
	judge := func() {
		if len(members) == 0 {
			return
		}
		latest := slices.MaxFunc(members, func(a, b member) int { return cmp.Or(cmp.Compare(a.answered, b.answered), cmp.Compare(a.seq, b.seq)) })
		for _, m := range members {
			if m.superseded != (m.seq != latest.seq) {
				wrong = append(wrong, m.seq)
			}
		}
		members = members[:0]
	}
	rows, err := db.QueryContext(ctx, turnsSQL)
	err = each(rows, err, func(rows *sql.Rows) error {
		var m member
		var g group
		var respondent []byte
		var superseded, state int64
		if err := rows.Scan(&m.seq, &respondent, &g.touchpoint, &g.day, &m.answered, &superseded, &state); err != nil {
			return err
		}
		g.respondent, m.superseded = [16]byte(respondent), superseded != 0
		if g != current {
			judge()
			current = g
		}
		if state == int64(survey.Counted) {
			members = append(members, m)
		} else if m.superseded {
			wrong = append(wrong, m.seq)
		}
		return nil
	})
	judge()
	return wrong, err
}

// mend recomputes some answers and their groups.
func (s *Store) mend(ctx context.Context, seqs []int64) error {
	return s.writeIn(ctx, func(tx *tx, c *catalog) error {
		rows, err := tx.load(slices.Clone(seqs))
		if err != nil {
			return err
		}
		m, groups := newMoves(), map[group]bool{}
		for _, seq := range slices.Sorted(maps.Keys(rows)) {
			r := rows[seq]
			of := c.touchpoints[r.touchpoint]
			if of == nil || r.state == survey.Erased {
				continue
			}
			now := r.recomputed(of.Journey.Analysis, of.of.zone)
			if now.state != survey.Counted {
				now.superseded = false
			}
			if r.respondent != nil {
				groups[r.group()], groups[now.group()] = true, true
			}
			if err := tx.setCounts(now); err != nil {
				return err
			}
			if now.score != nil {
				if err := tx.setScores([]*row{now}); err != nil {
					return err
				}
			}
			m.replace(r, now)
		}
		if err := tx.regroup(m, groups); err != nil {
			return err
		}
		return tx.flush(m)
	})
}

// dayKey names the tallies of one touchpoint on one day.
type dayKey struct {
	touchpoint int64
	day        journey.Day
}

const (
	allTalliesSQL = `select touchpoint, day, placement, persona, language, ` + tallyColumns + ` from tallies`
	allOptionsSQL = `select touchpoint, question, day, placement, persona, language, value, answers from option_tallies`
)

// audited is what audit found: how many answers there are, how many rows of
// sums differ from them, and where.
type audited struct {
	answers, differed int64
	days              map[dayKey]bool
	months            map[monthKey]bool
}

// audit compares sums with answers at one moment.
func (s *Store) audit(ctx context.Context) (found audited, err error) {
	db, err := s.snapshot(ctx)
	if err != nil {
		return found, s.dialect.explain("read", err)
	}
	defer db.Rollback()
	m := newMoves()
	mentioned := mentionCounts{}
	err = scan(ctx, db, func(r *row) error {
		if r.state != survey.Erased {
			found.answers++
		}
		if err := s.readOptions(ctx, r); err != nil {
			return err
		}
		m.replace(nil, r)
		mentioned.take(m)
		return nil
	})
	if err == nil {
		rows, queryErr := db.QueryContext(ctx, allTalliesSQL)
		err = m.subtractTallies(rows, queryErr)
	}
	if err == nil {
		rows, queryErr := db.QueryContext(ctx, allOptionsSQL)
		err = m.subtractOptions(rows, queryErr)
	}
	if err == nil {
		rows, queryErr := db.QueryContext(ctx, allThemesSQL)
		err = m.subtractThemes(rows, queryErr)
	}
	if err == nil {
		rows, queryErr := db.QueryContext(ctx, mentionCountsSQL)
		err = mentioned.subtract(rows, queryErr)
	}
	if err == nil {
		rows, queryErr := db.QueryContext(ctx, allHoursSQL)
		err = m.subtractHours(rows, queryErr)
	}
	if err != nil {
		return found, s.dialect.explain("read", err)
	}
	days, differed := map[dayKey]bool{}, int64(0)
	for k, t := range m.tallies {
		if *t != (mood.Tally{}) {
			days[dayKey{k.touchpoint, k.day}] = true
			differed++
		}
	}
	for k, n := range m.options {
		if n != 0 {
			days[dayKey{k.touchpoint, k.day}] = true
			differed++
		}
	}
	for k, sum := range m.themes {
		if sum != (mood.ThemeSum{}) {
			days[dayKey{k.touchpoint, k.day}] = true
			differed++
		}
	}
	for k, n := range mentioned {
		if n != (mentionCount{}) {
			days[dayKey{k.touchpoint, k.day}] = true
			differed++
		}
	}
	months, hours := m.wrongMonths()
	found.days, found.months, found.differed = days, months, differed+hours
	return found, nil
}

// subtractTallies takes stored tallies away from computed ones; what is left
// is the mistake.
func (m *moves) subtractTallies(rows *sql.Rows, err error) error {
	return each(rows, err, func(rows *sql.Rows) error {
		var k tallyKey
		var t mood.Tally
		if err := rows.Scan(append([]any{&k.touchpoint, &k.day, &k.placement, &k.persona, &k.language}, tallyTargets(&t)...)...); err != nil {
			return err
		}
		wholeTally(&t)
		have := m.tallies[k]
		if have == nil {
			have = new(mood.Tally)
			m.tallies[k] = have
		}
		have.Merge(negative(t))
		return nil
	})
}

func (m *moves) subtractOptions(rows *sql.Rows, err error) error {
	return each(rows, err, func(rows *sql.Rows) error {
		var k optionKey
		var n int64
		err := rows.Scan(&k.touchpoint, &k.question, &k.day, &k.placement, &k.persona, &k.language, &k.value, &n)
		m.options[k] -= n
		return err
	})
}

func negative(t mood.Tally) mood.Tally {
	part := func(p mood.Part) mood.Part {
		return mood.Part{Answers: -p.Answers, Omega: -p.Omega, Omega2: -p.Omega2, OmegaE: -p.OmegaE, OmegaE2: -p.OmegaE2, Unhappy: -p.Unhappy, Happy: -p.Happy}
	}
	return mood.Tally{Answers: -t.Answers, Waiting: -t.Waiting, Negative: -t.Negative, Neutral: -t.Neutral, Positive: -t.Positive, All: part(t.All), Rating: part(t.Rating), Text: part(t.Text)}
}

const (
	holdCatalogSQL = `select r.value from counters r where r.name = 'catalog'`
	dayRowsSQL     = rowSQL + ` where r.touchpoint = $1 and r.day = $2`
	dayTalliesSQL  = allTalliesSQL + ` where touchpoint = $1 and day = $2`
	dayOptionsSQL  = allOptionsSQL + ` where touchpoint = $1 and day = $2`
)

// recountDay sets one day's tallies right while nobody writes.
func (s *Store) recountDay(ctx context.Context, k dayKey) error {
	return s.write(long(ctx), func(tx *tx) error {
		var revision int64
		if err := tx.row(s.dialect.lock(holdCatalogSQL)).Scan(&revision); err != nil {
			return err
		}
		m := newMoves()
		rows, err := tx.rows(dayRowsSQL, k.touchpoint, int64(k.day))
		err = each(rows, err, func(rows *sql.Rows) error {
			r, err := scanRow(rows)
			if err != nil {
				return err
			}
			if err := s.readOptions(ctx, r); err != nil {
				return err
			}
			m.replace(nil, r)
			return nil
		})
		if err != nil {
			return err
		}
		rows, err = tx.rows(dayTalliesSQL, k.touchpoint, int64(k.day))
		if err := m.subtractTallies(rows, err); err != nil {
			return err
		}
		rows, err = tx.rows(dayOptionsSQL, k.touchpoint, int64(k.day))
		if err := m.subtractOptions(rows, err); err != nil {
			return err
		}
		rows, err = tx.rows(dayThemesSQL, k.touchpoint, int64(k.day))
		if err := m.subtractThemes(rows, err); err != nil {
			return err
		}
		rows, err = tx.rows(dayMentionsSQL, k.touchpoint, int64(k.day))
		if err := m.subtractMentions(rows, err); err != nil {
			return err
		}
		clear(m.hours) // which are of whole months, see recountMonth
		return tx.flush(m)
	})
}
