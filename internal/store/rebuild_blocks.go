package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

const (
	allBlocksSQL       = `select touchpoint, block, ` + tallyColumns + ` from block_tallies`
	allBlockOptionsSQL = `select touchpoint, question, block, value, answers from block_options`
	allBlockThemesSQL  = `select touchpoint, block, theme, answers, omega, omega_e from block_themes`
	oneBlockSQL        = ` where touchpoint = $1 and block = $2`
	daysOfBlockSQL     = ` where touchpoint = $1 and day >= $2 and day < $3`
)

// asker is a transaction or a snapshot.
type asker func(query string, args ...any) (*sql.Rows, error)

// misfits are by how much the sums over whole touchpoints are above what the
// sums they are made of say. The clauses, which may be empty, tell which are
// looked at.
func misfits(ask asker, ofDays string, days []any, ofBlocks string, blocks []any) (*blocks, error) {
	m := newMoves()
	rows, err := ask(allTalliesSQL+ofDays, days...)
	if err := m.subtractTallies(rows, err); err != nil {
		return nil, err
	}
	rows, err = ask(allOptionsSQL+ofDays, days...)
	if err := m.subtractOptions(rows, err); err != nil {
		return nil, err
	}
	rows, err = ask(allThemesSQL+ofDays, days...)
	if err := m.subtractThemes(rows, err); err != nil {
		return nil, err
	}
	b := m.blocks()
	rows, err = ask(allBlocksSQL+ofBlocks, blocks...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var k blockKey
		var t mood.Tally
		if err := rows.Scan(append([]any{&k.touchpoint, &k.block}, tallyTargets(&t)...)...); err != nil {
			return err
		}
		wholeTally(&t)
		if b.tallies[k] == nil {
			b.tallies[k] = new(mood.Tally)
		}
		b.tallies[k].Merge(t)
		return nil
	})
	if err != nil {
		return nil, err
	}
	rows, err = ask(allBlockOptionsSQL+ofBlocks, blocks...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var k blockPart
		var n int64
		err := rows.Scan(&k.touchpoint, &k.question, &k.block, &k.value, &n)
		b.options[k] += n
		return err
	})
	if err != nil {
		return nil, err
	}
	rows, err = ask(allBlockThemesSQL+ofBlocks, blocks...)
	return b, each(rows, err, func(rows *sql.Rows) error {
		var k blockPart
		var sum mood.ThemeSum
		err := rows.Scan(&k.touchpoint, &k.block, &k.value, &sum.Answers, &sum.Omega, &sum.OmegaE)
		b.themes[k] = plus(b.themes[k], sum)
		return err
	})
}

func plus(a, b mood.ThemeSum) mood.ThemeSum {
	return mood.ThemeSum{Answers: a.Answers + b.Answers, Omega: a.Omega + b.Omega, OmegaE: a.OmegaE + b.OmegaE}
}

// wrong are the blocks of which something is not zero, and how many rows that
// is.
func (b *blocks) wrong() (keys []blockKey, rows int64) {
	wrong := map[blockKey]bool{}
	for k, t := range b.tallies {
		if *t != (mood.Tally{}) {
			wrong[k] = true
			rows++
		}
	}
	for k, n := range b.options {
		if n != 0 {
			wrong[k.blockKey] = true
			rows++
		}
	}
	for k, sum := range b.themes {
		if sum != (mood.ThemeSum{}) {
			wrong[k.blockKey] = true
			rows++
		}
	}
	return slices.SortedFunc(maps.Keys(wrong), blockKey.compare), rows
}

// rebuildBlocks sets the sums over whole touchpoints right, once those that
// they are made of are, and says how many rows differed.
func (s *Store) rebuildBlocks(ctx context.Context) (int64, error) {
	keys, rows, err := s.wrongBlocks(ctx)
	if err != nil {
		return 0, s.dialect.explain("read", err)
	}
	for _, k := range keys {
		if err := s.recountBlock(ctx, k); err != nil {
			return 0, err
		}
	}
	return rows, nil
}

func (s *Store) wrongBlocks(ctx context.Context) ([]blockKey, int64, error) {
	db, err := s.snapshot(ctx)
	if err != nil {
		return nil, 0, err
	}
	defer db.Rollback()
	b, err := misfits(func(query string, args ...any) (*sql.Rows, error) { return db.QueryContext(ctx, query, args...) }, "", nil, "", nil)
	if err != nil {
		return nil, 0, err
	}
	keys, rows := b.wrong()
	return keys, rows, nil
}

// recountBlock sets one block right while nobody writes.
func (s *Store) recountBlock(ctx context.Context, k blockKey) error {
	return s.write(long(ctx), func(tx *tx) error {
		var revision int64
		if err := tx.row(s.dialect.lock(holdCatalogSQL)).Scan(&revision); err != nil {
			return err
		}
		p := k.block.period()
		b, err := misfits(tx.rows, daysOfBlockSQL, []any{k.touchpoint, int64(p.From), int64(p.To)}, oneBlockSQL, []any{k.touchpoint, int64(k.block)})
		if err != nil {
			return err
		}
		return tx.writeBlocks(b.taken(k))
	})
}

// taken is what takes the misfits of one block away.
func (b *blocks) taken(at blockKey) *blocks {
	t := newBlocks()
	if sum := b.tallies[at]; sum != nil {
		less := negative(*sum)
		t.tallies[at] = &less
	}
	for k, n := range b.options {
		if k.blockKey == at {
			t.options[k] = -n
		}
	}
	for k, sum := range b.themes {
		if k.blockKey == at {
			t.themes[k] = mood.ThemeSum{Answers: -sum.Answers, Omega: -sum.Omega, OmegaE: -sum.OmegaE}
		}
	}
	return t
}

// period of a block.
func (b block) period() journey.Period {
	if b&1 == 0 {
		return journey.Period{From: journey.Day(b / 2), To: journey.Day(b/2) + 1}
	}
	from := journey.Day((b - 1) / 2)
	return journey.Period{From: from, To: from + 7}
}
