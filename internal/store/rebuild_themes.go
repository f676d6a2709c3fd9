package store

import (
	"database/sql"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

const (
	allThemesSQL     = `select touchpoint, theme, day, placement, persona, language, answers, omega, omega_e from theme_tallies`
	dayThemesSQL     = allThemesSQL + ` where touchpoint = $1 and day = $2`
	mentionCountsSQL = `select touchpoint, theme, day, count(*), cast(sum(seq) as bigint) from mentions group by touchpoint, theme, day`
	dayMentionsSQL   = `select touchpoint, theme, day, seq from mentions where touchpoint = $1 and day = $2`
)

// subtractThemes takes stored sums away from computed ones.
func (m *moves) subtractThemes(rows *sql.Rows, err error) error {
	return each(rows, err, func(rows *sql.Rows) error {
		var k themeKey
		var sum mood.ThemeSum
		err := rows.Scan(&k.touchpoint, &k.theme, &k.day, &k.placement, &k.persona, &k.language, &sum.Answers, &sum.Omega, &sum.OmegaE)
		have := m.themes[k]
		m.themes[k] = mood.ThemeSum{Answers: have.Answers - sum.Answers, Omega: have.Omega - sum.Omega, OmegaE: have.OmegaE - sum.OmegaE}
		return err
	})
}

// subtractMentions takes stored mentions away from computed ones.
func (m *moves) subtractMentions(rows *sql.Rows, err error) error {
	return each(rows, err, func(rows *sql.Rows) error {
		var k mention
		err := rows.Scan(&k.touchpoint, &k.theme, &k.day, &k.seq)
		m.mentions[k]--
		return err
	})
}

// mentionKey is a day's mentions of a theme at a touchpoint.
type mentionKey struct {
	touchpoint, theme int64
	day               journey.Day
}

// mentionCounts are the mentions of the whole database by day: one for every
// answer would not fit into memory. The sum tells whether they are of the
// right answers.
type mentionCounts map[mentionKey]mentionCount

type mentionCount struct{ answers, seqs int64 }

// take moves what m has collected into the counts.
func (c mentionCounts) take(m *moves) {
	for k, n := range m.mentions {
		c.add(mentionKey{k.touchpoint, k.theme, k.day}, mentionCount{n, n * k.seq})
	}
	clear(m.mentions)
}

func (c mentionCounts) add(k mentionKey, n mentionCount) {
	c[k] = mentionCount{c[k].answers + n.answers, c[k].seqs + n.seqs}
}

// subtract takes stored mentions away from counted ones.
func (c mentionCounts) subtract(rows *sql.Rows, err error) error {
	return each(rows, err, func(rows *sql.Rows) error {
		var k mentionKey
		var n mentionCount
		err := rows.Scan(&k.touchpoint, &k.theme, &k.day, &n.answers, &n.seqs)
		c.add(k, mentionCount{-n.answers, -n.seqs})
		return err
	})
}
