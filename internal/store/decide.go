package store

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/survey"
)

const (
	undecidedSQL   = `select r.seq, r.respondent from responses r left join scores c on c.seq = r.seq`
	addDecisionSQL = `insert into decisions (id, journey, state, made_at) values ($1, $2, $3, $4)`
	addDecidedSQL  = `insert into decided (decision, seq) values `
	nextDecidedSQL = `select d.seq, r.respondent from decided d join responses r on r.seq = d.seq where d.decision = $1 order by d.seq limit $2`
	dropDecidedSQL = `delete from decided where decision = $1 and seq in (`
	dropDecision   = `delete from decisions where id = $1`
	oldDecidedSQL  = `delete from decided where decision in (select d.id from decisions d where d.made_at < $1)`
	oldDecisionSQL = `delete from decisions where made_at < $1`
)

// decideBatch is how many answers one transaction decides about.
const decideBatch = 256

// Decide moves quarantined answers that a query selects to a state, Counted or
// LeftOut, most of them at once; tallies follow. With the id of an earlier
// decision it goes on with that one. What was done stays done where it ends
// early, and the same call goes on with the rest. The Answers told are those
// that this call moved. The query's limit and states do not matter.
func (s *Store) Decide(ctx context.Context, q Query, to survey.State, decision int64, most int) (Decision, error) {
	q.States = []survey.State{survey.Quarantined}
	d := Decision{ID: decision, State: to, MadeAt: s.clock()}
	if decision != 0 {
		was, err := s.Decision(ctx, q.Journey, decision)
		if err != nil {
			return d, err
		}
		if was.State != to {
			return d, fault.New(fault.Conflict, "this decision was another one")
		}
	}
	for done := 0; done < most; {
		if err := ctx.Err(); err != nil {
			return d, err
		}
		seen, next := 0, d
		err := s.writeIn(ctx, func(tx *tx, c *catalog) error {
			next = d // again, where the transaction is begun again
			where, err := s.selection(ctx, c, q)
			if err != nil {
				return err
			}
			where.add(" order by r.seq desc limit ?", min(decideBatch, most-done))
			of, err := tx.respondents(undecidedSQL+where.String(), where.args...)
			if err != nil {
				return err
			}
			moved, err := tx.restate(c, of, survey.Quarantined, to)
			if seen = len(of); err != nil || len(moved) == 0 {
				return err
			}
			return tx.note(&next, q.Journey, moved)
		})
		if err != nil || seen == 0 {
			return d, err
		}
		d = next
		done += seen
	}
	return d, nil
}

// note adds answers to a decision, which is made if it is not there yet.
func (t *tx) note(d *Decision, journey string, seqs []int64) error {
	id := d.ID
	if id == 0 {
		for _, old := range []string{oldDecidedSQL, oldDecisionSQL} {
			if err := t.exec(old, milli(d.MadeAt.Add(-decisionLife))); err != nil {
				return err
			}
		}
		// Random, so that an old page's button never means a later decision.
		id = 1 + rand.Int64N(math.MaxInt64)
		if err := t.exec(addDecisionSQL, id, journey, int64(d.State), milli(d.MadeAt)); err != nil {
			return err
		}
	}
	for rest := seqs; len(rest) > 0; {
		n := chunk(len(rest), decideBatch)
		args := make([]any, 0, 2*n)
		for _, seq := range rest[:n] {
			args = append(args, id, seq)
		}
		if err := t.exec(addDecidedSQL+tuples(n, 2), args...); err != nil {
			return err
		}
		rest = rest[n:]
	}
	d.ID = id
	d.Answers += int64(len(seqs))
	return nil
}

// TakeBack lets answers of a decision wait again, most of them at once, but
// not those that somebody decided about since. It says how many are left.
func (s *Store) TakeBack(ctx context.Context, journey string, id int64, most int) (left int64, err error) {
	d, err := s.Decision(ctx, journey, id)
	if err != nil {
		return 0, err
	}
	for left = d.Answers; left > 0; {
		batch := min(decideBatch, int64(most)-(d.Answers-left))
		if batch <= 0 {
			return left, nil
		}
		if err := ctx.Err(); err != nil {
			return left, err
		}
		seen := 0
		err := s.writeIn(ctx, func(tx *tx, c *catalog) error {
			of, err := tx.respondents(nextDecidedSQL, id, batch)
			if seen = len(of); err != nil || seen == 0 {
				return err
			}
			if _, err := tx.restate(c, of, d.State, survey.Quarantined); err != nil {
				return err
			}
			return tx.forget(id, of)
		})
		if err != nil {
			return left, err
		}
		if left -= int64(seen); seen == 0 {
			left = 0 // somebody else took the rest back
		}
	}
	return 0, s.write(ctx, func(tx *tx) error { return tx.exec(dropDecision, id) })
}

func (t *tx) forget(decision int64, rest []respondentOf) error {
	for len(rest) > 0 {
		n := chunk(len(rest), decideBatch)
		args := make([]any, 0, n+1)
		args = append(args, decision)
		for _, r := range rest[:n] {
			args = append(args, r.seq)
		}
		if err := t.exec(dropDecidedSQL+list(2, n)+`)`, args...); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}
