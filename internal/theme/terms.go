package theme

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/text"
)

const (
	mostTerms    = 64  // a text
	leastTexts   = 3   // a term in fewer texts can't stand out
	almostAlways = 0.8 // a term that is mostly part of a longer one says less than it
)

// marks are what text.Mask writes in place of contacts and names.
var marks = regexp.MustCompile(`\[[a-z]+\]`)

// candidate is a term in one text: its form for counting and as it was written.
type candidate struct{ key, surface string }

// Terms finds, over a sample of texts in one language, what they name beside
// the themes: for each text its terms, each once, at most 64. A term is the same
// string in all texts: its commonest written form. Terms of fewer than three
// texts are left out, so are words without content, numbers, contacts, names
// and what an alias covers; and a term that is nearly always part of a longer
// one. English gives noun phrases of one or two words by their parts of speech
// (about 6,000 texts a second, which is what a sample is for); Ukrainian and
// Russian words and pairs of words, grouped by stem; Chinese words by a word list that
// is read at the first Chinese sample, two of them side by side, and short runs
// of characters that no listed word holds.
func (r *Reader) Terms(texts []string, language string) [][]string {
	found := make([][]candidate, len(texts))
	for i, s := range texts {
		s = marks.ReplaceAllString(text.Mask(cut(s), language), ". ")
		switch language {
		case "en":
			found[i] = r.english(s)
		case "zh-Hant", "zh-Hans":
			found[i] = r.chinese(s)
		default:
			found[i] = r.words(s)
		}
	}
	return name(found)
}

// name keeps the terms that enough texts hold and writes each in its commonest
// form.
func name(found [][]candidate) [][]string {
	texts := map[string]int{}
	forms := map[string]map[string]int{}
	for i := range found {
		found[i] = once(found[i])
		for _, c := range found[i] {
			texts[c.key]++
			if forms[c.key] == nil {
				forms[c.key] = map[string]int{}
			}
			forms[c.key][c.surface]++
		}
	}
	common := map[string]string{}
	for key, n := range texts {
		if n < leastTexts {
			continue
		}
		best := ""
		for form, k := range forms[key] {
			if c := cmp.Compare(k, forms[key][best]); best == "" || c > 0 || c == 0 && form < best {
				best = form
			}
		}
		common[key] = best
	}
	covered := map[string]bool{}
	for key := range common {
		for part := range parts(key) {
			if float64(texts[key]) >= almostAlways*float64(texts[part]) {
				covered[part] = true
			}
		}
	}
	for part := range covered {
		delete(common, part)
	}
	out := make([][]string, len(found))
	for i := range found {
		for _, c := range found[i] {
			if surface, ok := common[c.key]; ok && len(out[i]) < mostTerms {
				out[i] = append(out[i], surface)
			}
		}
	}
	return out
}

// once leaves one candidate of each key.
func once(all []candidate) []candidate {
	seen := make(map[string]bool, len(all))
	return slices.DeleteFunc(all, func(c candidate) bool {
		if seen[c.key] {
			return true
		}
		seen[c.key] = true
		return false
	})
}

// parts yields the shorter terms that stand in a term: the words of a pair, or
// the runs of a Chinese one.
func parts(key string) func(func(string) bool) {
	return func(yield func(string) bool) {
		if strings.ContainsRune(key, space) {
			for w := range strings.FieldsSeq(key) {
				if !yield(w) {
					return
				}
			}
			return
		}
		s := []rune(key)
		if !joined(s[0]) {
			return
		}
		for n := 2; n < len(s); n++ {
			for i := 0; i+n <= len(s); i++ {
				if !yield(string(s[i : i+n])) {
					return
				}
			}
		}
	}
}

// word is a word of plain runes with its place in the text.
type word struct {
	key, surface string
	covered      bool // by an alias
	joined       bool // to the word before, without a stop between
}

// split cuts s into the words of scripts that part them.
func (r *Reader) split(s string) []word {
	var p plain
	s = p.readPlaces(s)
	covered := r.covered(p.runes)
	var words []word
	for i := 0; i < len(p.runes); i++ {
		if !inWord(p.runes[i]) {
			continue
		}
		end := wordEnd(p.runes, i)
		to := len(s)
		if end < len(p.runes) {
			to = int(p.at[end])
		}
		surface := strings.TrimFunc(s[p.at[i]:to], func(c rune) bool { return !letter(c) })
		words = append(words, word{
			key: string(p.runes[i:end]), surface: strings.ToLower(surface),
			covered: covered[i], joined: i > 0 && p.runes[i-1] == space,
		})
		i = end - 1
	}
	return words
}

// covered marks the runes that aliases stand on, weak ones too.
func (r *Reader) covered(s []rune) []bool {
	covered := make([]bool, len(s))
	r.aliases.each(s, true, func(sp span) {
		if sp.said == (said{nothing}) || sp.said == (said{clause}) {
			return
		}
		for i := sp.start; i < sp.end; i++ {
			covered[i] = true
		}
	})
	return covered
}
