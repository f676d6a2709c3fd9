package theme

import (
	"cmp"
	"slices"
)

// Signs of a pattern that stand for more than themselves. They lie in the
// private use area, which no plain text holds.
const (
	restOfWord rune = 0xE000 + iota // *: the rest of a word, or nothing
	anyWord                         // _: one word
	number                          // #: digits or Chinese numerals
)

// Bits beside those of the themes.
const (
	nothing uint64 = 1 << 63 // names no theme and hides shorter aliases in it
	clause  uint64 = 1 << 62 // a new clause begins
)

// span is where an alias stands in plain runes, and the themes it names.
type span struct {
	start, end int
	letters    int // how many runes of the alias stand for themselves
	said
}

// said is the themes an alias names by its weakness: 0 always, the others only
// where their clause names nothing less weak, the weakest only where the whole
// text names nothing else.
type said [weakest + 1]uint64

const weakest = 4

func (s *said) add(o said) {
	for i := range s {
		s[i] |= o[i]
	}
}

// strongest is what one clause names, but for the weakest. In "the coffee was cold" coffee only says
// what was cold, in "great coffee" it is about taste; "quick" is about waiting,
// but not of wifi.
func (s said) strongest() uint64 {
	for _, themes := range s[:weakest] {
		if themes != 0 {
			return themes
		}
	}
	return 0
}

// node is one step of the patterns. Its edges are edges[first:end] in order of
// their runes; the three special steps have fields of their own (0: none).
type node struct {
	first, end     int32
	rest, any, num int32
	letters        int32
	said
}

type trie struct {
	nodes   []node
	runes   []rune  // of the edges
	targets []int32 // of the edges
	root    [0x10000]int32
}

// pattern is an alias as plain runes and signs.
type pattern struct {
	runes []rune
	said
}

// grow builds the trie: patterns sorted, so that each node's edges are
// together.
func grow(patterns []pattern) *trie {
	slices.SortFunc(patterns, func(a, b pattern) int { return slices.Compare(a.runes, b.runes) })
	t := &trie{nodes: make([]node, 1, 4*len(patterns))}
	t.sprout(0, patterns, 0)
	for i := t.nodes[0].first; i < t.nodes[0].end; i++ {
		if r := t.runes[i]; r < 0x10000 {
			t.root[r] = t.targets[i]
		}
	}
	return t
}

// sprout gives node n the steps that its patterns take at depth.
func (t *trie) sprout(n int32, patterns []pattern, depth int) {
	for len(patterns) > 0 && len(patterns[0].runes) == depth {
		t.nodes[n].add(patterns[0].said)
		patterns = patterns[1:]
	}
	type step struct {
		target   int32
		patterns []pattern
	}
	var steps []step
	t.nodes[n].first = int32(len(t.runes))
	for len(patterns) > 0 {
		r := patterns[0].runes[depth]
		same := 1
		for same < len(patterns) && patterns[same].runes[depth] == r {
			same++
		}
		target := int32(len(t.nodes))
		letters := t.nodes[n].letters
		switch r {
		case restOfWord:
			t.nodes[n].rest = target
		case anyWord:
			t.nodes[n].any = target
		case number:
			t.nodes[n].num = target
		default:
			letters++
			t.runes = append(t.runes, r)
			t.targets = append(t.targets, target)
		}
		t.nodes = append(t.nodes, node{letters: letters})
		steps = append(steps, step{target, patterns[:same]})
		patterns = patterns[same:]
	}
	t.nodes[n].end = int32(len(t.runes))
	for _, s := range steps {
		t.sprout(s.target, s.patterns, depth+1)
	}
}

// each calls f with every alias in s, in order, and with every beginning of a
// clause. At each place the longest one
// counts, of two that end together the one with more letters of its own; one
// that lies inside an earlier one doesn't count, nor one that begins inside
// what only looks like a theme. han false leaves out what begins with a Chinese
// character.
func (t *trie) each(s []rune, han bool, f func(span)) {
	reach, hidden := 0, 0
	for i := 0; i < len(s); i++ {
		r := s[i]
		if inWord(r) {
			if i > 0 && inWord(s[i-1]) {
				continue
			}
		} else if r == stop {
			f(span{start: i, end: i, said: said{clause}})
			continue
		} else if r == space || !han {
			continue
		}
		best := span{start: i}
		if r < 0x10000 && t.root[r] != 0 {
			t.walk(s, i+1, t.root[r], &best)
		}
		if n := t.nodes[0].num; n != 0 {
			if end := numberEnd(s, i); end > i {
				t.walk(s, end, n, &best)
			}
		}
		if best.end > reach && i >= hidden {
			reach = best.end
			if best.said == (said{nothing}) {
				hidden = best.end
			}
			f(best)
		}
	}
}

// walk follows the patterns from node n at s[i] and keeps the best end.
func (t *trie) walk(s []rune, i int, n int32, best *span) {
	for {
		at := &t.nodes[n]
		if at.said != (said{}) && wordEnds(s, i) {
			if letters := int(at.letters); i > best.end || i == best.end && letters > best.letters {
				best.end, best.letters, best.said = i, letters, at.said
			} else if i == best.end && letters == best.letters {
				if at.said == (said{nothing}) || best.said == (said{nothing}) {
					best.said = said{nothing}
				} else {
					best.add(at.said)
				}
			}
		}
		if at.rest != 0 {
			t.walk(s, wordEnd(s, i), at.rest, best)
		}
		if at.any != 0 {
			if end := wordEnd(s, i); end > i {
				t.walk(s, end, at.any, best)
			}
		}
		if at.num != 0 {
			if end := numberEnd(s, i); end > i {
				t.walk(s, end, at.num, best)
			}
		}
		if i == len(s) {
			return
		}
		k, found := slices.BinarySearchFunc(t.runes[at.first:at.end], s[i], func(a, b rune) int { return cmp.Compare(a, b) })
		if !found {
			return
		}
		n = t.targets[int(at.first)+k]
		i++
	}
}

// wordEnds reports whether no word goes on over the place before s[i].
func wordEnds(s []rune, i int) bool {
	return i == len(s) || !inWord(s[i-1]) || !inWord(s[i])
}

func wordEnd(s []rune, i int) int {
	for i < len(s) && inWord(s[i]) {
		i++
	}
	return i
}

func numberEnd(s []rune, i int) int {
	for i < len(s) && (isDigit(s[i]) || numeral(s[i])) {
		i++
	}
	return i
}

// numeral reports whether r is a Chinese character that counts, as folded.
func numeral(r rune) bool {
	switch r {
	case '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '半', '几', '多':
		return true
	}
	return false
}
