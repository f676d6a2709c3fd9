package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

const (
	seqSQL        = `select seq, respondent from responses where id = $1`
	lockRowsSQL   = `select r.seq from responses r where r.seq in (`
	lockGroupSQL  = `select r.seq from responses r where r.respondent = $1 and r.touchpoint = $2 and r.day = $3 and r.state = 0 order by r.seq`
	rowsOfSQL     = rowSQL + ` where r.seq in (`
	setRowSQL     = `update responses set sum = $1, touchpoint = $2, placement = $3, persona = $4, language = $5, survey = $6, respondent = $7, received_at = $8, delay = $9, claimed_at = $10, day = $11, hour = $12, state = $13, doubts = $14, superseded = $15, revision = $16, rating = $17, scale = $18, rating_e = $19, rating_class = $20, answers = $21, text_key = $22, text = $23, rest = $24, fields = $25 where seq = $26`
	setCountsSQL  = `update responses set day = $1, hour = $2, superseded = $3, rating_e = $4, rating_class = $5 where seq = $6`
	waitSQL       = `insert into waiting (seq) values ($1) on conflict (seq) do nothing`
	stopWaitSQL   = `delete from waiting where seq = $1`
	dropScoreSQL  = `delete from scores where seq = $1`
	setScoreSQL   = `insert into scores (seq, revision, hash, model, detected, sentiment, tokens, quality, text_omega, text_e, text_class, omega, e, mixed, lesson, lists, themes) values `
	scoreAgainSQL = ` on conflict (seq) do update set revision = excluded.revision, hash = excluded.hash, model = excluded.model, detected = excluded.detected, sentiment = excluded.sentiment, tokens = excluded.tokens, quality = excluded.quality, text_omega = excluded.text_omega, text_e = excluded.text_e, text_class = excluded.text_class, omega = excluded.omega, e = excluded.e, mixed = excluded.mixed, lesson = excluded.lesson, lists = excluded.lists, themes = excluded.themes`
)

// load locks rows and reads them as they are once the locks are held, by
// number. Two statements, because a row that was waited for must be seen
// with the scores that were committed meanwhile.
func (t *tx) load(seqs []int64) (map[int64]*row, error) {
	found := make(map[int64]*row, len(seqs))
	slices.Sort(seqs)
	for len(seqs) > 0 {
		n := chunk(len(seqs), 256)
		args := make([]any, n)
		for i, seq := range seqs[:n] {
			args[i] = seq
		}
		if t.s.dialect.crowded() {
			rows, err := t.rows(t.s.dialect.lock(lockRowsSQL+list(1, n)+`) order by r.seq`), args...)
			if err := each(rows, err, func(*sql.Rows) error { return nil }); err != nil {
				return nil, err
			}
		}
		rows, err := t.rows(rowsOfSQL+list(1, n)+`)`, args...)
		err = each(rows, err, func(rows *sql.Rows) error {
			r, err := scanRow(rows)
			if err != nil {
				return err
			}
			found[r.seq] = r
			return t.s.readOptions(t.ctx, r)
		})
		if err != nil {
			return nil, err
		}
		seqs = seqs[n:]
	}
	return found, nil
}

// change is the one way in which a stored answer becomes another: it locks
// the row, lets f edit a copy, stores the copy and moves the tallies.
func (s *Store) change(ctx context.Context, id uuid.UUID, f func(c *catalog, r *row) error) (*row, error) {
	var after *row
	err := s.writeIn(ctx, func(tx *tx, c *catalog) error {
		var seq int64
		var respondent []byte
		err := tx.row(seqSQL, id[:]).Scan(&seq, &respondent)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "there is no answer with this id")
		}
		if err != nil {
			return err
		}
		if respondent != nil {
			if err := tx.lockStripes([]int64{stripe(respondent)}); err != nil {
				return err
			}
		}
		rows, err := tx.load([]int64{seq})
		if err != nil {
			return err
		}
		before := rows[seq]
		if before.state == survey.Erased {
			return fault.New(fault.Gone, "this answer was erased")
		}
		after = before.copy()
		if err := f(c, after); err != nil {
			return err
		}
		if err := tx.put(before, after); err != nil {
			return err
		}
		if before.state == after.state {
			return nil
		}
		return tx.raiseIncluded(c, []*row{after})
	})
	return after, err
}

func (r *row) copy() *row {
	c := *r
	if r.score != nil {
		sc := *r.score
		c.score = &sc
	}
	if r.judged != nil {
		g := *r.judged
		c.judged = &g
	}
	return &c
}

// put stores a changed row and what follows from the change.
func (t *tx) put(before, now *row) error {
	if now.state != survey.Counted {
		now.superseded = false // only counted answers take each other's place
	}
	if err := t.setRow(now); err != nil {
		return err
	}
	switch {
	case now.waiting && !before.waiting:
		if err := t.exec(waitSQL, now.seq); err != nil {
			return err
		}
	case !now.waiting && before.waiting:
		if err := t.exec(stopWaitSQL, now.seq); err != nil {
			return err
		}
	}
	switch {
	case now.score == nil && before.score != nil:
		if err := t.exec(dropScoreSQL, now.seq); err != nil {
			return err
		}
	case now.score != nil && *now.score != *before.score:
		if err := t.setScores([]*row{now}); err != nil {
			return err
		}
	}
	if err := t.setJudgement(before, now); err != nil {
		return err
	}
	m := newMoves()
	m.replace(before, now)
	groups := map[group]bool{}
	for _, r := range []*row{before, now} {
		if r.respondent != nil {
			groups[r.group()] = true
		}
	}
	if err := t.regroup(m, groups); err != nil {
		return err
	}
	return t.flush(m)
}

func (t *tx) setRow(r *row) error {
	return t.exec(setRowSQL, append(r.values()[1:], r.seq)...)
}

func (t *tx) setScores(rows []*row) error {
	for len(rows) > 0 {
		n := chunk(len(rows), 64)
		args := make([]any, 0, n*17)
		for _, r := range rows[:n] {
			sc := r.score
			args = append(args, r.seq, sc.revision, sc.hash, sc.model, sc.detected, int64(sc.sentiment), sc.tokens, sc.quality,
				sc.textOmega, sc.textE, int64(sc.textClass), sc.omega, sc.e, bit(sc.mixed), sc.lesson, sc.lists, sc.themes)
		}
		if err := t.exec(setScoreSQL+tuples(n, 17)+scoreAgainSQL, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

func (t *tx) setCounts(r *row) error {
	return t.exec(setCountsSQL, int64(r.day), r.hour, bit(r.superseded), r.ratingE, int64(r.ratingClass), r.seq)
}

// regroup lets the latest answer of each group count and the others not. The
// caller holds the stripes of the respondents.
func (t *tx) regroup(m *moves, groups map[group]bool) error {
	order := slices.SortedFunc(maps.Keys(groups), func(a, b group) int {
		return cmp.Or(cmp.Compare(a.touchpoint, b.touchpoint), cmp.Compare(a.day, b.day), slices.Compare(a.respondent[:], b.respondent[:]))
	})
	for _, g := range order {
		var seqs []int64
		rows, err := t.rows(lockGroupSQL, g.respondent[:], g.touchpoint, int64(g.day))
		err = each(rows, err, func(rows *sql.Rows) error {
			var seq int64
			err := rows.Scan(&seq)
			seqs = append(seqs, seq)
			return err
		})
		if err != nil {
			return err
		}
		members, err := t.load(seqs)
		if err != nil {
			return err
		}
		latest := latestOf(members)
		for _, r := range members {
			if r.superseded == (r.seq != latest) {
				continue
			}
			now := r.copy()
			now.superseded = !r.superseded
			if err := t.setCounts(now); err != nil {
				return err
			}
			m.replace(r, now)
		}
	}
	return nil
}

// latestOf a group is the one answered last; of several, the last to arrive.
func latestOf(members map[int64]*row) int64 {
	var best *row
	for _, r := range members {
		if best == nil || r.answered() > best.answered() || r.answered() == best.answered() && r.seq > best.seq {
			best = r
		}
	}
	if best == nil {
		return 0
	}
	return best.seq
}

// SetState leaves an answer out (survey.LeftOut) or takes it back
// (survey.Counted); tallies follow in the same transaction.
func (s *Store) SetState(ctx context.Context, id uuid.UUID, state survey.State) error {
	if state == survey.Erased {
		return s.Erase(ctx, id)
	}
	_, err := s.change(ctx, id, func(_ *catalog, r *row) error {
		r.state = state
		return nil
	})
	return err
}

// Correct replaces the answers of a response that its own visitor gave a
// moment ago; the id stays, and so do the times and the place. An answer that
// was given elsewhere is fault.Conflict.
func (s *Store) Correct(ctx context.Context, r *survey.Response) (Kept, error) {
	c, err := s.current(ctx)
	if err != nil {
		return Kept{}, err
	}
	sp, err := s.find(ctx, &c, r)
	if err != nil {
		return Kept{}, err
	}
	fresh, err := s.newRow(ctx, r, sp)
	if err != nil {
		return Kept{}, err
	}
	after, err := s.change(ctx, r.ID, func(c *catalog, now *row) error {
		if now.touchpoint != fresh.touchpoint || now.placement != fresh.placement {
			return fault.New(fault.Conflict, "the answer with this id was given elsewhere; use a new id")
		}
		next := now.version() + 1
		now.sum, now.persona, now.language, now.survey, now.revision = fresh.sum, fresh.persona, fresh.language, fresh.survey, next
		now.rating, now.scale, now.answers, now.options = fresh.rating, fresh.scale, fresh.answers, fresh.options
		now.rest, now.fields, now.textKey = fresh.rest, fresh.fields, fresh.textKey
		if now.text != fresh.text {
			now.text, now.waiting, now.score, now.judged = fresh.text, fresh.text.Valid, nil, nil
		}
		if of := c.touchpoints[now.touchpoint]; of != nil {
			now.compute(of.Journey.Analysis)
		}
		return nil
	})
	if err != nil {
		return Kept{}, err
	}
	return Kept{ID: after.id, Receipt: s.receipt(after.id), ReceivedAt: moment(after.received)}, nil
}

const pageSQL = rowSQL + ` where r.seq > $1 order by r.seq limit $2`

// recount recomputes days and contributions of a journey's answers with its
// new settings. The caller holds the catalog, so that no answer changes
// beside it.
func (t *tx) recount(j *journey.Journey) (int64, error) {
	mine := map[int64]bool{}
	for _, stage := range j.Stages {
		for _, tp := range stage.Touchpoints {
			var id int64
			if err := t.row(touchIDSQL, j.Key, tp.Key).Scan(&id); err != nil {
				return 0, err
			}
			mine[id] = true
		}
	}
	m, groups, zone := newMoves(), map[group]bool{}, j.Location()
	var changed, after int64
	for {
		page, err := t.page(after, 1000)
		if err != nil {
			return 0, err
		}
		var scored []*row
		for _, r := range page {
			after = r.seq
			if !mine[r.touchpoint] || r.state == survey.Erased {
				continue
			}
			now := r.recomputed(j.Analysis, zone)
			if r.respondent != nil {
				groups[r.group()], groups[now.group()] = true, true
			}
			if now.same(r) {
				continue
			}
			changed++
			if err := t.setCounts(now); err != nil {
				return 0, err
			}
			if now.score != nil {
				scored = append(scored, now)
			}
			m.replace(r, now)
		}
		if err := t.setScores(scored); err != nil {
			return 0, err
		}
		if err := t.flushMentions(m); err != nil {
			return 0, err
		}
		if len(page) == 0 {
			break
		}
	}
	if err := t.regroup(m, groups); err != nil {
		return 0, err
	}
	return changed, t.flush(m)
}

// recomputed is a row as the settings of its journey make it.
func (r *row) recomputed(set journey.Analysis, zone *time.Location) *row {
	now := r.copy()
	now.day, now.hour = placeTime(moment(now.answered()), zone)
	if now.judged != nil && now.score != nil {
		now.find(now.judged.found)
	}
	now.compute(set)
	return now
}

// same tells whether two versions of a row count alike.
func (r *row) same(o *row) bool {
	if r.day != o.day || r.hour != o.hour || r.ratingE != o.ratingE || r.ratingClass != o.ratingClass || (r.score == nil) != (o.score == nil) {
		return false
	}
	return r.score == nil || *r.score == *o.score
}

// page is the next rows in order of arrival.
func (t *tx) page(after int64, limit int) ([]*row, error) {
	var page []*row
	rows, err := t.rows(pageSQL, after, limit)
	err = each(rows, err, func(rows *sql.Rows) error {
		r, err := scanRow(rows)
		if err != nil {
			return err
		}
		page = append(page, r)
		return t.s.readOptions(t.ctx, r)
	})
	return page, err
}
