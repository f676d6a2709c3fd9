package text

import (
	"strings"
	"unicode/utf8"
)

// leastShout is how many letters a shouted word must have to be a name that no
// list knows: shorter ones are mostly USA and NYT.
const leastShout = 5

// isName reports whether p is a name. Words that shout are taken for one on
// less than others: Waitress XOCHITL, касир ПЕТРЕНКО, but офіціантка ЧУДОВА.
func isName(p *piece, kind rank, before cue) bool {
	switch kind {
	case given:
		return p.capital || before != noCue
	case maybe:
		return p.capital && before != noCue && (!p.shout || before == strong)
	case unlisted:
		switch {
		case !p.capital || before == noCue || before == weak:
			return false
		case p.shout && familyName(p.low):
			return true
		case p.shout:
			return before == strong && utf8.RuneCountInString(p.low) >= leastShout
		case before == strong:
			return true
		}
		return slavicSurname(p.low) || before == feminine && (strings.HasSuffix(p.low, "а") || strings.HasSuffix(p.low, "я"))
	}
	return p.capital && !p.starts && patronymic(p.low)
}

// follows reports whether before is the surname that stands before the given name
// p, as on lists: ІВАНЕНКО Анна.
func (p *piece) follows(before *piece) bool {
	return !before.mark && before.capital && p.joined && ranks(before) == unlisted && familyName(before.low)
}

// familyName reports whether w ends as hardly anything but a surname does.
func familyName(w string) bool { return endsWith(w, familyEnds) }

// surname reports whether next goes on with the name that p belongs to.
func surname(p, next *piece) bool {
	if next.mark || !next.capital || !next.joined || next.starts || p.shout && !next.shout {
		return false
	}
	if next.shout && !p.shout && (bare(p.low) != p.low || utf8.RuneCountInString(next.low) < leastShout) {
		return false
	}
	kind := ranks(next)
	return kind == unlisted && cues[next.low] == noCue || kind == given || kind == maybe || patronymic(next.low)
}

// slavicSurname reports whether w ends as a surname does in Ukrainian or Russian.
func slavicSurname(w string) bool { return endsWith(w, surnameEnds) }

func endsWith(w string, ends []string) bool {
	for _, e := range ends {
		if len(w) > len(e)+3 && strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}
