package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// joinThemes is how the themes of an answer are stored: the numbers of their
// keys, ascending, parted by spaces, so that equal sets are equal strings.
func joinThemes(ids []int64) string {
	var b []byte
	for i, id := range ids {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, id, 10)
	}
	return string(b)
}

// joined is a list of themes as it is stored; their keys have numbers.
func (s *Store) joined(keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	ids := make([]int64, len(keys))
	for i, key := range keys {
		ids[i] = s.known(key)
	}
	slices.Sort(ids)
	return joinThemes(slices.Compact(ids))
}

// eachTheme calls f for every theme of a joined list.
func eachTheme(joined string, f func(id int64)) {
	for part := range strings.SplitSeq(joined, " ") {
		if id, err := strconv.ParseInt(part, 10, 64); err == nil {
			f(id)
		}
	}
}

// withoutThemes is a joined list less another.
func withoutThemes(joined, without string) string {
	if without == "" || joined == "" {
		return joined
	}
	var drop, keep []int64
	eachTheme(without, func(id int64) { drop = append(drop, id) })
	eachTheme(joined, func(id int64) {
		if !slices.Contains(drop, id) {
			keep = append(keep, id)
		}
	})
	return joinThemes(keep)
}

// themeKeys are the keys of a joined list.
func (s *Store) themeKeys(ctx context.Context, joined string) []string {
	var keys []string
	eachTheme(joined, func(id int64) { keys = append(keys, s.word(ctx, id)) })
	return keys
}

// eachTheme calls f for every theme that the answer is counted under.
func (r *row) eachTheme(f func(id int64)) {
	if r.score != nil && !r.waiting {
		eachTheme(r.score.themes, f)
	}
}

// themeKey is the key of a row of theme_tallies.
type themeKey struct {
	tallyKey
	theme int64
}

func (k themeKey) compare(o themeKey) int {
	return cmp.Or(k.tallyKey.compare(o.tallyKey), cmp.Compare(k.theme, o.theme))
}

// mention is a row of mentions.
type mention struct {
	touchpoint, theme int64
	day               journey.Day
	seq               int64
}

func (m mention) compare(o mention) int {
	return cmp.Or(cmp.Compare(m.touchpoint, o.touchpoint), cmp.Compare(m.theme, o.theme), cmp.Compare(m.day, o.day), cmp.Compare(m.seq, o.seq))
}

// count adds a row to the sums of its themes, or with sign -1 takes it back.
func (m *moves) count(r *row, sign int64) {
	r.eachTheme(func(id int64) {
		k := themeKey{r.key(), id}
		sum := m.themes[k]
		sum.Add(r.contribution(), sign)
		m.themes[k] = sum
		n := mention{r.touchpoint, id, r.day, r.seq}
		if m.mentions[n] += sign; m.mentions[n] == 0 {
			delete(m.mentions, n) // most stay where they are
		}
	})
}

const (
	addThemesSQL = `insert into theme_tallies (touchpoint, theme, day, placement, persona, language, answers, omega, omega_e) values `
	themeSumsSQL = ` on conflict (touchpoint, theme, day, placement, persona, language) do update set answers = theme_tallies.answers + excluded.answers,
  omega = theme_tallies.omega + excluded.omega, omega_e = theme_tallies.omega_e + excluded.omega_e`
	addMentionsSQL   = `insert into mentions (touchpoint, theme, day, seq) values `
	knownMentionsSQL = ` on conflict (touchpoint, theme, day, seq) do nothing`
	dropMentionsSQL  = `delete from mentions where touchpoint = $1 and theme = $2 and day = $3 and seq in (`
)

// flushThemes writes the sums and mentions that were collected, in the order
// of their keys.
func (t *tx) flushThemes(m *moves) error {
	keys := slices.SortedFunc(maps.Keys(m.themes), themeKey.compare)
	keys = slices.DeleteFunc(keys, func(k themeKey) bool { return m.themes[k] == mood.ThemeSum{} })
	for len(keys) > 0 {
		n := chunk(len(keys), mostOptions)
		args := make([]any, 0, n*9)
		for _, k := range keys[:n] {
			sum := m.themes[k]
			args = append(args, k.touchpoint, k.theme, int64(k.day), k.placement, k.persona, k.language, sum.Answers, sum.Omega, sum.OmegaE)
		}
		if err := t.exec(addThemesSQL+tuples(n, 9)+themeSumsSQL, args...); err != nil {
			return err
		}
		keys = keys[n:]
	}
	return t.flushMentions(m)
}

// flushMentions writes the mentions that were collected, and forgets them.
func (t *tx) flushMentions(m *moves) error {
	var added, dropped []mention
	for _, n := range slices.SortedFunc(maps.Keys(m.mentions), mention.compare) {
		switch sign := m.mentions[n]; {
		case sign > 0:
			added = append(added, n)
		case sign < 0:
			dropped = append(dropped, n)
		}
	}
	clear(m.mentions)
	for len(dropped) > 0 {
		n, args := 0, []any{dropped[0].touchpoint, dropped[0].theme, int64(dropped[0].day)}
		for n < min(len(dropped), mostOptions) && dropped[n].touchpoint == dropped[0].touchpoint && dropped[n].theme == dropped[0].theme && dropped[n].day == dropped[0].day {
			args, n = append(args, dropped[n].seq), n+1
		}
		n = chunk(n, mostOptions)
		if err := t.exec(dropMentionsSQL+list(4, n)+`)`, args[:3+n]...); err != nil {
			return err
		}
		dropped = dropped[n:]
	}
	for len(added) > 0 {
		n := chunk(len(added), mostOptions)
		args := make([]any, 0, n*4)
		for _, a := range added[:n] {
			args = append(args, a.touchpoint, a.theme, int64(a.day), a.seq)
		}
		if err := t.exec(addMentionsSQL+tuples(n, 4)+knownMentionsSQL, args...); err != nil {
			return err
		}
		added = added[n:]
	}
	return nil
}

const namedSQL = `select distinct theme from block_themes`

// themesNamed are those that anybody named in a period.
func (s *Store) themesNamed(ctx context.Context, sc *scope, p journey.Period) ([]int64, error) {
	var where clause
	where.in("touchpoint", sc.touchpoints)
	inBlocks(&where, p)
	themes, err := s.seqs(ctx, namedSQL+where.String(), where.args...)
	return themes, s.dialect.explain("read", err)
}

const sumsOfThemesSQL = `select touchpoint, theme, cast(sum(answers) as bigint), cast(sum(omega) as bigint), cast(sum(omega_e) as bigint) from `

// Themes sums a period by touchpoint key and theme key. It reads day sums
// only, never answers.
func (s *Store) Themes(ctx context.Context, j *journey.Journey, p journey.Period, f Filter) (map[string]map[string]mood.ThemeSum, error) {
	sc, err := s.scope(ctx, j, f)
	if err != nil {
		return nil, err
	}
	themes, err := s.themeSums(ctx, sc, p)
	return byKey(sc, themes), err
}

// themeSums is Themes by touchpoint.
func (s *Store) themeSums(ctx context.Context, sc *scope, p journey.Period) (map[int64]map[string]mood.ThemeSum, error) {
	var where clause
	if !sc.filter.Empty() {
		// The table's key goes on with the theme before the day: named, each
		// theme's days are looked up instead of reading all there ever were.
		named, err := s.themesNamed(ctx, sc, p)
		if err != nil || len(named) == 0 {
			return nil, err
		}
		where.in("theme", named)
	}
	sc.summed(&where, p)
	// Keys are told in words once the rows are closed: that may take a
	// connection, and all of them may be reading.
	type sum struct {
		touchpoint, theme int64
		mood.ThemeSum
	}
	var sums []sum
	rows, err := s.dialect.read.QueryContext(ctx, sumsOfThemesSQL+sc.table("theme_tallies", "block_themes")+where.String()+" group by touchpoint, theme", where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var one sum
		err := rows.Scan(&one.touchpoint, &one.theme, &one.Answers, &one.Omega, &one.OmegaE)
		sums = append(sums, one)
		return err
	})
	if err != nil {
		return nil, s.dialect.explain("read", err)
	}
	themes := map[int64]map[string]mood.ThemeSum{}
	for _, one := range sums {
		if one.Answers == 0 {
			continue
		}
		if themes[one.touchpoint] == nil {
			themes[one.touchpoint] = map[string]mood.ThemeSum{}
		}
		themes[one.touchpoint][s.word(ctx, one.theme)] = one.ThemeSum
	}
	return themes, nil
}
