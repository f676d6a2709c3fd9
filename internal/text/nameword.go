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
		if headline && kind != given && !(before == strong && p.joined && titles[list[i-1].low]) && !(before != noCue && kind == unlisted && familyName(p.low)) {
			kind = never
		}
		switch c := cueOf(p); {
		case c == linking:
			continue
		case p.low == "i'm" || p.low == "i" || p.low == "я":
			before = weak
			continue
		case c == role && (strings.HasSuffix(p.low, "ка") || strings.HasSuffix(p.low, "ця") || strings.HasSuffix(p.low, "ня") || strings.HasSuffix(p.low, "ца")):
			before = feminine
		default:
			before = c
		}
		if !isName(p, kind, ahead) || ahead == noCue && i > 0 && partOfProduct(&list[i-1], p) {
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
		from := mixedFrom(s, p.from)
		if i > 0 && kind == given && p.follows(&list[i-1]) {
			from = list[i-1].from
		}
		found = append(found, span{from, to})
		if n := end + 1; n < len(list) && list[n].joined && ands[list[n].low] {
			before, end = strong, n // Anna and Xochitl
		}
		i = end
	}
	return found
}

var ands = wordSet("and & і й та и")

// partOfProduct reports whether the word before makes a name part of something
// else: the Victoria line, a Bloody Mary, a street.
func partOfProduct(before, p *piece) bool {
	if before.mark || !p.joined {
		return false
	}
	switch before.low {
	case "the", "a", "an", "святого", "святої", "св", "вулиця", "вулиці", "вул", "площі", "проспекті", "імені", "улица", "улице", "ул", "имени", "st", "saint":
		return true
	}
	return before.capital && !before.starts && cues[before.low] == noCue && ranks(before) == never && before.low != "i"
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
