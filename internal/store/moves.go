package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// tallyKey is the key of a row of tallies.
type tallyKey struct {
	touchpoint int64
	day        journey.Day
	placement  int64
	persona    int64
	language   int64
}

func (k tallyKey) compare(o tallyKey) int {
	return cmp.Or(cmp.Compare(k.touchpoint, o.touchpoint), cmp.Compare(k.day, o.day), cmp.Compare(k.placement, o.placement),
		cmp.Compare(k.persona, o.persona), cmp.Compare(k.language, o.language))
}

// optionKey is the key of a row of option_tallies.
type optionKey struct {
	tallyKey
	option
}

func (k optionKey) compare(o optionKey) int {
	return cmp.Or(k.tallyKey.compare(o.tallyKey), cmp.Compare(k.question, o.question), cmp.Compare(k.value, o.value))
}

func (r *row) key() tallyKey {
	return tallyKey{r.touchpoint, r.day, r.placement, r.persona, r.language}
}

// moves collects what changed answers do to the tallies. Whatever happens to
// an answer goes through replace: what it added before is taken back as it
// was stored, what it adds now is added.
type moves struct {
	tallies  map[tallyKey]*mood.Tally
	options  map[optionKey]int64
	themes   map[themeKey]mood.ThemeSum
	mentions map[mention]int64
	hours    map[hourKey]hourSum
}

func newMoves() *moves {
	return &moves{tallies: map[tallyKey]*mood.Tally{}, options: map[optionKey]int64{}, themes: map[themeKey]mood.ThemeSum{}, mentions: map[mention]int64{},
		hours: map[hourKey]hourSum{}}
}

// replace counts now instead of before; either may be nil.
func (m *moves) replace(before, now *row) {
	if before != nil && before.counts() {
		m.tally(before).Sub(before.contribution(), before.sentiment())
		before.eachOption(func(o option) { m.options[optionKey{before.key(), o}]-- })
		m.count(before, -1)
		m.countHour(before, -1)
	}
	if now != nil && now.counts() {
		m.tally(now).Add(now.contribution(), now.sentiment())
		now.eachOption(func(o option) { m.options[optionKey{now.key(), o}]++ })
		m.count(now, 1)
		m.countHour(now, 1)
	}
}

func (m *moves) tally(r *row) *mood.Tally {
	t := m.tallies[r.key()]
	if t == nil {
		t = new(mood.Tally)
		m.tallies[r.key()] = t
	}
	return t
}

const (
	tallyColumns = `answers, waiting, negative, neutral, positive, rating_answers, rating_e, rating_e2, rating_unhappy, rating_happy,
  text_answers, text_omega, text_omega2, text_omega_e, text_omega_e2, text_unhappy, text_happy,
  all_answers, all_omega, all_omega2, all_omega_e, all_omega_e2, all_unhappy, all_happy`
	addTalliesSQL = `insert into tallies (touchpoint, day, placement, persona, language, ` + tallyColumns + `) values `
	tallySumsSQL  = ` on conflict (touchpoint, day, placement, persona, language) do update set `
	addOptionsSQL = `insert into option_tallies (touchpoint, question, day, placement, persona, language, value, answers) values `
	optionSumsSQL = ` on conflict (touchpoint, question, day, placement, persona, language, value) do update set answers = option_tallies.answers + excluded.answers`
)

var tallyNames = strings.FieldsFunc(tallyColumns, func(r rune) bool { return strings.ContainsRune(", \n", r) })

// addToTallies is `answers = tallies.answers + excluded.answers, …`.
var addToTallies = func() string {
	parts := make([]string, len(tallyNames))
	for i, name := range tallyNames {
		parts[i] = name + " = tallies." + name + " + excluded." + name
	}
	return tallySumsSQL + strings.Join(parts, ", ")
}()

// tallyValues are a tally's columns in the order of tallyColumns.
func tallyValues(t *mood.Tally) []any {
	return []any{
		t.Answers, t.Waiting, t.Negative, t.Neutral, t.Positive,
		t.Rating.Answers, t.Rating.OmegaE, t.Rating.OmegaE2, t.Rating.Unhappy, t.Rating.Happy,
		t.Text.Answers, t.Text.Omega, t.Text.Omega2, t.Text.OmegaE, t.Text.OmegaE2, t.Text.Unhappy, t.Text.Happy,
		t.All.Answers, t.All.Omega, t.All.Omega2, t.All.OmegaE, t.All.OmegaE2, t.All.Unhappy, t.All.Happy,
	}
}

// tallyTargets are where a scan puts tallyColumns; wholeTally afterwards
// fills in the sums that are not stored.
func tallyTargets(t *mood.Tally) []any {
	return []any{
		&t.Answers, &t.Waiting, &t.Negative, &t.Neutral, &t.Positive,
		&t.Rating.Answers, &t.Rating.OmegaE, &t.Rating.OmegaE2, &t.Rating.Unhappy, &t.Rating.Happy,
		&t.Text.Answers, &t.Text.Omega, &t.Text.Omega2, &t.Text.OmegaE, &t.Text.OmegaE2, &t.Text.Unhappy, &t.Text.Happy,
		&t.All.Answers, &t.All.Omega, &t.All.Omega2, &t.All.OmegaE, &t.All.OmegaE2, &t.All.Unhappy, &t.All.Happy,
	}
}

func wholeTally(t *mood.Tally) {
	t.Rating.Omega, t.Rating.Omega2 = t.Rating.Answers*mood.Unit, t.Rating.Answers*mood.Unit
}

// most rows in one statement.
const (
	mostTallies = 64
	mostOptions = 64
)

// flush writes what was collected, in the order of the keys: writers that
// meet take rows in the same order and never wait for one another in a ring.
func (t *tx) flush(m *moves) error {
	keys := slices.SortedFunc(maps.Keys(m.tallies), tallyKey.compare)
	keys = slices.DeleteFunc(keys, func(k tallyKey) bool { return *m.tallies[k] == mood.Tally{} })
	for len(keys) > 0 {
		n := chunk(len(keys), mostTallies)
		args := make([]any, 0, n*(5+len(tallyNames)))
		for _, k := range keys[:n] {
			args = append(args, k.touchpoint, int64(k.day), k.placement, k.persona, k.language)
			args = append(args, tallyValues(m.tallies[k])...)
		}
		if err := t.exec(addTalliesSQL+tuples(n, 5+len(tallyNames))+addToTallies, args...); err != nil {
			return err
		}
		keys = keys[n:]
	}
	options := slices.SortedFunc(maps.Keys(m.options), optionKey.compare)
	options = slices.DeleteFunc(options, func(k optionKey) bool { return m.options[k] == 0 })
	for len(options) > 0 {
		n := chunk(len(options), mostOptions)
		args := make([]any, 0, n*8)
		for _, k := range options[:n] {
			args = append(args, k.touchpoint, k.question, int64(k.day), k.placement, k.persona, k.language, k.value, m.options[k])
		}
		if err := t.exec(addOptionsSQL+tuples(n, 8)+optionSumsSQL, args...); err != nil {
			return err
		}
		options = options[n:]
	}
	if err := t.flushThemes(m); err != nil {
		return err
	}
	if err := t.flushHours(m); err != nil {
		return err
	}
	return t.writeBlocks(m.blocks())
}
