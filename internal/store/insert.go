package store

import (
	"context"
	"database/sql"
	"errors"
	"hash/fnv"
	"slices"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

const (
	addRowsSQL    = `insert into responses (` + rowColumns + `) values `
	addedRowsSQL  = ` on conflict (id) do nothing returning seq, id`
	addWaitingSQL = `insert into waiting (seq) values `
	sameIDSQL     = `select id, sum, state, received_at from responses where id in (`
	stripesSQL    = `select r.id from stripes r where r.id in (`
)

// storeBatch stores answers in one transaction. Answers that were prepared
// with journeys as they no longer are, are prepared again.
func (s *Store) storeBatch(batch []*pending) error {
	ctx := context.Background()
	for range tries {
		var live []*pending
		for _, p := range batch {
			if p.refused == nil {
				live = append(live, p)
			}
		}
		if len(live) == 0 {
			return nil
		}
		err := s.write(ctx, func(tx *tx) error {
			if err := tx.holdAll(live); err != nil {
				return err
			}
			return tx.insert(live)
		})
		if !errors.Is(err, errStale) {
			return err
		}
		if err := s.prepareAgain(ctx, live); err != nil {
			return err
		}
	}
	return busy("journeys are being changed", errStale)
}

// holdAll is hold for answers that may have been prepared at different times.
func (t *tx) holdAll(batch []*pending) error {
	for _, p := range batch {
		if p.catalog.revision != batch[0].catalog.revision {
			return errStale
		}
	}
	return t.hold(batch[0].catalog)
}

func (s *Store) prepareAgain(ctx context.Context, batch []*pending) error {
	c, err := s.fresh(ctx)
	if err != nil {
		return err
	}
	for _, p := range batch {
		sp, err := s.find(ctx, &c, p.response)
		if err == nil {
			p.row, err = s.newRow(ctx, p.response, sp)
		}
		p.catalog, p.refused, p.err = c, err, err
	}
	return nil
}

// insert adds rows, their tallies, and gives every pending its outcome. The
// outcome is true once the transaction has been committed.
func (t *tx) insert(batch []*pending) error {
	for _, p := range batch {
		p.kept, p.err = Kept{}, nil // of an attempt that came to nothing
	}
	if err := t.lockRespondents(batch); err != nil {
		return err
	}
	added, err := t.insertRows(batch)
	if err != nil {
		return err
	}
	m := newMoves()
	var waiting []any
	groups := map[group]bool{}
	var again []*pending
	told := batch[0].catalog.wanted(ResponseCreated)
	var fresh []*row
	for _, p := range batch {
		seq, ok := added[p.row.id]
		if !ok {
			again = append(again, p)
			continue
		}
		delete(added, p.row.id) // a second answer of the batch with this id is a repetition
		p.row.seq = seq
		p.kept = Kept{ID: p.row.id, Receipt: p.receipt, ReceivedAt: moment(p.row.received)}
		m.replace(nil, p.row)
		if told {
			fresh = append(fresh, p.row)
		}
		if p.row.waiting {
			waiting = append(waiting, seq)
		}
		if p.row.respondent != nil && p.row.state == survey.Counted {
			groups[p.row.group()] = true
		}
	}
	if err := t.addWaiting(waiting); err != nil {
		return err
	}
	if err := t.regroup(m, groups); err != nil {
		return err
	}
	if err := t.flush(m); err != nil {
		return err
	}
	if err := t.raiseCreated(batch[0].catalog, fresh); err != nil {
		return err
	}
	return t.repeated(again)
}

// insertRows says which ids are new and what numbers they were given.
func (t *tx) insertRows(batch []*pending) (map[uuid.UUID]int64, error) {
	added := make(map[uuid.UUID]int64, len(batch))
	for len(batch) > 0 {
		n := chunk(len(batch), 64)
		args := make([]any, 0, n*rowWidth)
		for _, p := range batch[:n] {
			args = append(args, p.row.values()...)
		}
		rows, err := t.rows(addRowsSQL+tuples(n, rowWidth)+addedRowsSQL, args...)
		err = each(rows, err, func(rows *sql.Rows) error {
			var seq int64
			var id []byte
			err := rows.Scan(&seq, &id)
			added[uuid.UUID(id)] = seq
			return err
		})
		if err != nil {
			return nil, err
		}
		batch = batch[n:]
	}
	return added, nil
}

func (t *tx) addWaiting(seqs []any) error {
	for len(seqs) > 0 {
		n := chunk(len(seqs), 256)
		if err := t.exec(addWaitingSQL+tuples(n, 1), seqs[:n]...); err != nil {
			return err
		}
		seqs = seqs[n:]
	}
	return nil
}

// repeated tells answers whose ids were here before what became of them.
func (t *tx) repeated(batch []*pending) error {
	if len(batch) == 0 {
		return nil
	}
	type before struct {
		sum, received int64
		state         survey.State
	}
	found := map[uuid.UUID]before{}
	args := make([]any, len(batch))
	for i, p := range batch {
		args[i] = p.row.id[:]
	}
	rows, err := t.rows(sameIDSQL+list(1, len(args))+`)`, args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id []byte
		var b before
		err := rows.Scan(&id, &b.sum, &b.state, &b.received)
		found[uuid.UUID(id)] = b
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range batch {
		b, ok := found[p.row.id]
		switch {
		case !ok:
			return errors.New("an answer was neither stored nor there before")
		case b.state == survey.Erased:
			p.err = fault.New(fault.Gone, "the answer with this id was erased")
		case b.sum != p.row.sum:
			p.err = fault.New(fault.Conflict, "another answer was sent with this id; use a new id")
		default:
			p.kept = Kept{ID: p.row.id, Receipt: p.receipt, ReceivedAt: moment(b.received), Again: true}
		}
	}
	return nil
}

// group is the answers of one respondent at one touchpoint on one day, of
// which only the latest counts.
type group struct {
	touchpoint int64
	respondent [16]byte
	day        journey.Day
}

func (r *row) group() group { return group{r.touchpoint, [16]byte(r.respondent), r.day} }

// stripe is the row that writers lock who may meet in a group.
func stripe(respondent []byte) int64 {
	h := fnv.New32a()
	h.Write(respondent)
	return int64(h.Sum32() % 1024)
}

func (t *tx) lockRespondents(batch []*pending) error {
	var stripes []int64
	for _, p := range batch {
		if p.row.respondent != nil {
			stripes = append(stripes, stripe(p.row.respondent))
		}
	}
	return t.lockStripes(stripes)
}

// lockStripes takes locks in order; only engines with several writers need
// them.
func (t *tx) lockStripes(stripes []int64) error {
	if len(stripes) == 0 || !t.s.dialect.crowded() {
		return nil
	}
	slices.Sort(stripes)
	stripes = slices.Compact(stripes)
	args := make([]any, len(stripes))
	for i, n := range stripes {
		args[i] = n
	}
	rows, err := t.rows(t.s.dialect.lock(stripesSQL+list(1, len(args))+`) order by r.id`), args...)
	return each(rows, err, func(*sql.Rows) error { return nil })
}
