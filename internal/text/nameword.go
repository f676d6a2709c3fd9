package text

import (
	"strings"
	"unicode/utf8"
)

// rank is how much a word may be a name.
type rank byte

const (
	noName   rank = iota
	unlisted      // any word that no list knows
	maybe         // a name that is a common word too: Grace, Віра
	given         // a given name
	never         // a word that is none even after a cue
)

// cue is what a word says about the next one.
type cue byte

const (
	noCue   cue = iota
	weak        // a listed name follows, in lower case too: served by, дякую
	role        // so does a surname by its ending: офіціантка, лікар
	strong      // whatever has a capital is a name: waitress, пані, named
	linking     // keeps the cue of the word before: was, is, you, на ім'я
)

// wordNames finds names among the words of s by given names and by what stands
// before them; in English prose is asked too.
func wordNames(s, language string) (found []span) {
	list := pieces(s)
	headline := isHeadline(list)
	if language == "en" && !headline {
		defer func() { found = append(found, proseNames(s, list, found)...) }()
	}
	before := noCue
	for i := 0; i < len(list); i++ {
		p := &list[i]
		if p.mark {
			before = noCue
			continue
		}
		if i > 0 && (p.starts || !p.joined) && before != strong {
			before = noCue
		}
		kind, ahead := ranks(p), before
		if ahead == noCue && p.capital && !p.shout && acts(list[i+1:]) {
			ahead = strong
		}
		if kind == maybe && ahead == noCue && i+1 < len(list) && surname(p, &list[i+1]) && ranks(&list[i+1]) == given {
			ahead = strong
		}
		if headline && kind != given {
			kind = never
		}
		switch c := cues[bare(p.low)]; {
		case c == linking:
			continue
		case p.low == "i'm" || p.low == "i" || p.low == "я":
			before = weak
			continue
		default:
			before = c
		}
		if !isName(p, kind, ahead) {
			continue
		}
		before = noCue
		end := i
		for end+1 < len(list) && end < i+3 && surname(&list[end], &list[end+1]) {
			end++
		}
		to := list[end].to
		if low := list[end].low; bare(low) != low {
			_, size := utf8.DecodeLastRuneInString(s[:to-1])
			to -= size + 1 // 's stays
		}
		if n := end + 1; n < len(list) && list[n].joined && list[n].capital && list[n].to-list[n].from <= 2 && list[n].to < len(s) && s[list[n].to] == '.' {
			end, to = n, list[n].to+1 // an initial
		}
		found = append(found, span{p.from, to})
		i = end
	}
	return found
}

func isName(p *piece, kind rank, before cue) bool {
	switch kind {
	case given:
		return p.capital || before != noCue
	case maybe:
		return p.capital && before != noCue && !p.shout
	case unlisted:
		return p.capital && !p.shout && (before == strong || before == role && slavicSurname(p.low))
	}
	return p.capital && !p.starts && patronymic(p.low)
}

// surname reports whether next goes on with the name that p belongs to.
func surname(p, next *piece) bool {
	if next.mark || !next.capital || !next.joined || next.starts || p.shout != next.shout {
		return false
	}
	kind := ranks(next)
	return kind == unlisted && cues[next.low] == noCue || kind == given || kind == maybe || patronymic(next.low)
}

// bare is w without the 's of possession.
func bare(w string) string { return strings.TrimSuffix(w, "'s") }

// isHeadline reports whether most words of a text have capitals, which then say
// nothing.
func isHeadline(list []piece) bool {
	capitals, long := 0, 0
	for i := range list {
		if len(list[i].low) < 3 || list[i].mark {
			continue
		}
		long++
		if list[i].capital && ranks(&list[i]) != given {
			capitals++
		}
	}
	return long >= 3 && capitals*3 > long*2
}

// acts reports whether the words after a capital say that it is a person: what
// only people do, or where one of them works.
func acts(next []piece) bool {
	if len(next) == 0 || !next[0].joined || next[0].capital {
		return false
	}
	if deeds[next[0].low] {
		return true
	}
	words := ""
	for i := 0; i < min(3, len(next)) && next[i].joined; i++ {
		words += next[i].low + " "
	}
	for _, place := range workplaces {
		if strings.HasPrefix(words, place+" ") {
			return true
		}
	}
	return false
}

// slavicSurname reports whether w ends as a surname does in Ukrainian or Russian.
func slavicSurname(w string) bool {
	for _, e := range surnameEnds {
		if len(w) > len(e)+3 && strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

func ranks(p *piece) rank {
	low := bare(p.low)
	if k, ok := givenNames()[low]; ok {
		return k
	}
	if stem, ok := fond(low); ok {
		if k := givenNames()[stem+"а"]; k != noName {
			return k
		}
	}
	if len(low) < 3 || cues[low] != noCue || notNames[low] || deeds[low] || latinWords[low] == wordEnglish || latinWords[low] == wordLoan || slavicWords[low] != 0 {
		return never
	}
	return unlisted
}
