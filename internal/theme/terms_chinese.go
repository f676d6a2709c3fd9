package theme

import (
	"slices"
	"strings"
)

// chinese are the nouns, verbs and adjectives of s between aliases, two such
// words side by side, and runs of characters that are no words: names of dishes
// and of things that no dictionary has.
func (r *Reader) chinese(s string) []candidate {
	var p plain
	s = p.readPlaces(s)
	covered := r.covered(p.runes)
	var out []candidate
	for i := 0; i < len(p.runes); {
		to := i
		for to < len(p.runes) && joined(p.runes[to]) {
			to++
		}
		if to > i {
			for _, c := range r.chineseRun(p.runes[i:to], covered[i:to]) {
				end := len(s)
				if i+c.to < len(p.at) {
					end = int(p.at[i+c.to])
				}
				surface := strings.TrimFunc(s[p.at[i+c.from]:end], func(c rune) bool { return !letter(c) })
				out = append(out, candidate{string(p.runes[i+c.from : i+c.to]), surface})
			}
		}
		i = to + 1
	}
	return out
}

// longestPhrase is the most characters of two words that make one term.
const longestPhrase = 6

// chineseRun are the places of the candidates in a run. It is cut whole, so
// that an alias of one character does not tear the word it stands in.
func (r *Reader) chineseRun(run []rune, covered []bool) (out []piece) {
	pieces := chineseWords().cut(run)
	before := -1 // where the content word begins that the next may join
	for i := 0; i < len(pieces); i++ {
		w := pieces[i]
		if slices.Contains(covered[w.from:w.to], true) {
			before = -1
			continue
		}
		if w.to-w.from == 1 {
			// Single characters side by side may be a word that is not listed.
			to := i
			for to < len(pieces) && pieces[to].to-pieces[to].from == 1 && bare(pieces[to].class) && !covered[pieces[to].from] {
				to++
			}
			if n := to - i; n >= 2 && n <= longestZh {
				out = append(out, piece{w.from, pieces[to-1].to, 0})
			}
			i, before = max(i, to-1), -1
			continue
		}
		if !strings.ContainsRune("nvaijlz", rune(w.class)) || r.stop[string(run[w.from:w.to])] {
			before = -1
			continue
		}
		out = append(out, w)
		if before >= 0 && w.to-before <= longestPhrase {
			out = append(out, piece{before, w.to, 0})
		}
		before = w.from
	}
	return out
}

// bare is the class of a character that may be part of an unlisted word: none,
// or that of a noun, a root, an interjection or a sign.
func bare(class byte) bool { return class == 0 || strings.IndexByte("ngxh", class) >= 0 }
