package store

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/survey"
)

const setStatesSQL = `update responses set state = $1, superseded = 0 where seq in (`

// respondentOf is an answer and who gave it, as far as that is known.
type respondentOf struct {
	seq        int64
	respondent []byte
}

func (t *tx) respondents(query string, args ...any) ([]respondentOf, error) {
	var found []respondentOf
	rows, err := t.rows(query, args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var r respondentOf
		err := rows.Scan(&r.seq, &r.respondent)
		found = append(found, r)
		return err
	})
	return found, err
}

// restate moves those of some answers that are in one state to another, with
// their tallies, and says which were moved.
func (t *tx) restate(c *catalog, of []respondentOf, from, to survey.State) ([]int64, error) {
	seqs := make([]int64, len(of))
	var stripes []int64
	for i, r := range of {
		seqs[i] = r.seq
		if r.respondent != nil {
			stripes = append(stripes, stripe(r.respondent))
		}
	}
	if err := t.lockStripes(stripes); err != nil {
		return nil, err
	}
	rows, err := t.load(append([]int64(nil), seqs...))
	if err != nil {
		return nil, err
	}
	m, groups := newMoves(), map[group]bool{}
	var moved []int64
	var included []*row
	for _, seq := range seqs {
		before := rows[seq]
		if before == nil || before.state != from {
			continue
		}
		now := before.copy()
		now.state, now.superseded = to, false
		m.replace(before, now)
		if now.respondent != nil {
			groups[now.group()] = true
		}
		moved = append(moved, seq)
		included = append(included, now)
	}
	for rest := moved; len(rest) > 0; {
		n := chunk(len(rest), decideBatch)
		args := make([]any, 0, n+1)
		args = append(args, int64(to))
		for _, seq := range rest[:n] {
			args = append(args, seq)
		}
		if err := t.exec(setStatesSQL+list(2, n)+`)`, args...); err != nil {
			return nil, err
		}
		rest = rest[n:]
	}
	if err := t.regroup(m, groups); err != nil {
		return nil, err
	}
	if err := t.flush(m); err != nil {
		return nil, err
	}
	return moved, t.raiseIncluded(c, included)
}

// Prove counts a waiting answer whose sender's device did a proof of work, if
// that outweighs its doubts. Anything else stays as it is: staff may have
// decided meanwhile, and a proof counts once.
func (s *Store) Prove(ctx context.Context, id uuid.UUID) error {
	_, err := s.change(ctx, id, func(_ *catalog, r *row) error {
		if r.state == survey.Quarantined && r.doubts.Earns() {
			r.state, r.doubts = survey.Counted, r.doubts|survey.Worked
		}
		return nil
	})
	return err
}
