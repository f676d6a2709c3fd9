package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// block is a day or a week over which a touchpoint as a whole is summed: twice
// the day, or twice the week's Monday and one. A long period is a few weeks
// and the days at its ends.
type block int64

func dayBlock(d journey.Day) block { return block(2 * int64(d)) }

func weekBlock(d journey.Day) block { return block(2*int64(monday(d)) + 1) }

// monday of a day's week.
func monday(d journey.Day) journey.Day {
	const first = 4 // 1970-01-05
	return d - ((d-first)%7+7)%7
}

// blocksOf cuts a period into as few blocks as there are.
func blocksOf(p journey.Period) []int64 {
	var blocks []int64
	for d := p.From; d < p.To; {
		if monday(d) == d && d+7 <= p.To {
			blocks, d = append(blocks, int64(weekBlock(d))), d+7
			continue
		}
		blocks, d = append(blocks, int64(dayBlock(d))), d+1
	}
	return blocks
}

// mostBlocks is how many blocks a statement names; of longer periods, decades,
// the days are read.
const mostBlocks = 1000

// inBlocks selects the blocks of a period.
func inBlocks(c *clause, p journey.Period) {
	if p.Days() <= 7*mostBlocks {
		c.in("block", blocksOf(p))
		return
	}
	c.and("block >= ?", int64(dayBlock(p.From)))
	c.and("block < ?", int64(dayBlock(p.To)))
	c.and("block % 2 = 0")
}

// blockKey is the key of a row of block_tallies.
type blockKey struct {
	touchpoint int64
	block      block
}

func (k blockKey) compare(o blockKey) int {
	return cmp.Or(cmp.Compare(k.touchpoint, o.touchpoint), cmp.Compare(k.block, o.block))
}

// blockPart is the key of a row of block_options or block_themes: the question
// and the value, or 0 and the theme.
type blockPart struct {
	blockKey
	option
}

func (k blockPart) compare(o blockPart) int {
	return cmp.Or(k.blockKey.compare(o.blockKey), cmp.Compare(k.question, o.question), cmp.Compare(k.value, o.value))
}

// blocks is what moves do to whole touchpoints.
type blocks struct {
	tallies map[blockKey]*mood.Tally
	options map[blockPart]int64
	themes  map[blockPart]mood.ThemeSum
}

func newBlocks() *blocks {
	return &blocks{map[blockKey]*mood.Tally{}, map[blockPart]int64{}, map[blockPart]mood.ThemeSum{}}
}

// blocks adds the moves up.
func (m *moves) blocks() *blocks {
	b := newBlocks()
	for k, t := range m.tallies { // those that came to nothing too: their marks grow
		for _, at := range both(k.touchpoint, k.day) {
			if b.tallies[at] == nil {
				b.tallies[at] = new(mood.Tally)
			}
			b.tallies[at].Merge(*t)
		}
	}
	for k, n := range m.options {
		for _, at := range both(k.touchpoint, k.day) {
			b.options[blockPart{at, k.option}] += n
		}
	}
	for k, sum := range m.themes {
		for _, at := range both(k.touchpoint, k.day) {
			part := blockPart{at, option{value: k.theme}}
			b.themes[part] = plus(b.themes[part], sum)
		}
	}
	return b
}

// both are the blocks that a day is in.
func both(touchpoint int64, d journey.Day) [2]blockKey {
	return [2]blockKey{{touchpoint, dayBlock(d)}, {touchpoint, weekBlock(d)}}
}

const (
	addBlocksSQL       = `insert into block_tallies (touchpoint, block, mark, ` + tallyColumns + `) values `
	blockSumsSQL       = ` on conflict (touchpoint, block) do update set mark = block_tallies.mark + excluded.mark, `
	addBlockOptionsSQL = `insert into block_options (touchpoint, question, block, value, answers) values `
	blockOptionSumsSQL = ` on conflict (touchpoint, question, block, value) do update set answers = block_options.answers + excluded.answers`
	addBlockThemesSQL  = `insert into block_themes (touchpoint, block, theme, answers, omega, omega_e) values `
	blockThemeSumsSQL  = ` on conflict (touchpoint, block, theme) do update set answers = block_themes.answers + excluded.answers,
  omega = block_themes.omega + excluded.omega, omega_e = block_themes.omega_e + excluded.omega_e`
)

// addToBlocks is addToTallies for whole touchpoints.
var addToBlocks = func() string {
	parts := make([]string, len(tallyNames))
	for i, name := range tallyNames {
		parts[i] = name + " = block_tallies." + name + " + excluded." + name
	}
	return blockSumsSQL + strings.Join(parts, ", ")
}()

// writeBlocks adds to the sums over whole touchpoints, in the order of their
// keys. It comes last: these rows are those on which writers meet most.
func (t *tx) writeBlocks(b *blocks) error {
	keys := slices.SortedFunc(maps.Keys(b.tallies), blockKey.compare)
	for len(keys) > 0 {
		n := chunk(len(keys), mostTallies)
		args := make([]any, 0, n*(3+len(tallyNames)))
		for _, k := range keys[:n] {
			args = append(args, k.touchpoint, int64(k.block), 1)
			args = append(args, tallyValues(b.tallies[k])...)
		}
		if err := t.exec(addBlocksSQL+tuples(n, 3+len(tallyNames))+addToBlocks, args...); err != nil {
			return err
		}
		keys = keys[n:]
	}
	options := slices.SortedFunc(maps.Keys(b.options), blockPart.compare)
	options = slices.DeleteFunc(options, func(k blockPart) bool { return b.options[k] == 0 })
	for len(options) > 0 {
		n := chunk(len(options), mostOptions)
		args := make([]any, 0, n*5)
		for _, k := range options[:n] {
			args = append(args, k.touchpoint, k.question, int64(k.block), k.value, b.options[k])
		}
		if err := t.exec(addBlockOptionsSQL+tuples(n, 5)+blockOptionSumsSQL, args...); err != nil {
			return err
		}
		options = options[n:]
	}
	themes := slices.SortedFunc(maps.Keys(b.themes), blockPart.compare)
	themes = slices.DeleteFunc(themes, func(k blockPart) bool { return b.themes[k] == mood.ThemeSum{} })
	for len(themes) > 0 {
		n := chunk(len(themes), mostOptions)
		args := make([]any, 0, n*6)
		for _, k := range themes[:n] {
			sum := b.themes[k]
			args = append(args, k.touchpoint, int64(k.block), k.value, sum.Answers, sum.Omega, sum.OmegaE)
		}
		if err := t.exec(addBlockThemesSQL+tuples(n, 6)+blockThemeSumsSQL, args...); err != nil {
			return err
		}
		themes = themes[n:]
	}
	return nil
}
