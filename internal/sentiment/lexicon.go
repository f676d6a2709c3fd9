package sentiment

import (
	"cmp"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/text"
)

// An Entry is what the word lists know of one word, a prefix or a phrase.
type Entry struct {
	Key     uint32 // hash of the folded word
	General int8   // valence by the general lists, 25 to a point of -4..4
	Own     int8   // valence by the service list, the same scale
	Concept uint8  // notion of the service list, 0 none
	Role    uint8
}

// Roles of a word in its clause.
const (
	roleNone uint8 = iota
	roleNegator
	roleBooster
	roleDamper
	roleBut
)

// flagStarter marks, in Role, a word that a phrase begins with.
const (
	flagStarter = 0x80
	roleMask    = 0x0F
)

// Lexicon finds entries by hash. The zero value is empty.
type Lexicon struct {
	slots []Entry
	mask  uint32
	// longest word that begins with a character, 0 none: Han only.
	longest [0x10000]uint8
	heads   []rune
}

// NewLexicon builds the table. heads are the Han words' first characters, each
// followed by the length of its longest word.
func NewLexicon(entries []Entry, heads []rune) *Lexicon {
	size := 64
	for size < 2*len(entries) {
		size *= 2
	}
	x := &Lexicon{slots: make([]Entry, size), mask: uint32(size - 1), heads: heads}
	for _, e := range entries {
		i := mix(e.Key) & x.mask
		for x.slots[i].Key != 0 {
			i = (i + 1) & x.mask
		}
		x.slots[i] = e
	}
	for i := 0; i+1 < len(heads); i += 2 {
		if heads[i] >= 0 && heads[i] < 0x10000 {
			x.longest[heads[i]] = uint8(heads[i+1])
		}
	}
	return x
}

func (x *Lexicon) find(key uint32) *Entry {
	if len(x.slots) == 0 {
		return nil
	}
	for i := mix(key) & x.mask; ; i = (i + 1) & x.mask {
		e := &x.slots[i]
		if e.Key == key {
			return e
		}
		if e.Key == 0 {
			return nil
		}
	}
}

// wordKey hashes a folded word as the lexicon does.
func wordKey(w []rune) uint32 {
	h := uint32(hashBasis)
	for _, r := range w {
		h = step(h, r)
	}
	return h | 1
}

// Build makes the lexicon of what was added, in an order of its own.
func (b *LexiconBuilder) Build() *Lexicon {
	var entries []Entry
	for _, e := range b.entries {
		entries = append(entries, *e)
	}
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Key, b.Key) })
	var heads []rune
	for r := range b.longest {
		heads = append(heads, r)
	}
	slices.Sort(heads)
	var pairs []rune
	for _, r := range heads {
		pairs = append(pairs, r, rune(b.longest[r]))
	}
	return NewLexicon(entries, pairs)
}

// Picture enters an emoji.
func (b *LexiconBuilder) Picture(r rune, set func(*Entry)) { set(b.entry(pictureKey(r))) }

// LexiconBuilder collects entries for training.
type LexiconBuilder struct {
	entries map[uint32]*Entry
	longest map[rune]int
}

func NewLexiconBuilder() *LexiconBuilder {
	return &LexiconBuilder{entries: map[uint32]*Entry{}, longest: map[rune]int{}}
}

// Add enters a word, a prefix ("смачн*") or a phrase of up to three words and
// lets set fill its entry.
func (b *LexiconBuilder) Add(term string, set func(*Entry)) {
	folded := text.Fold(strings.TrimSpace(term))
	if parted := strings.ReplaceAll(folded, "n't", " n't"); parted != folded {
		b.add(parted, set) // as prose tokenises it
	}
	b.add(folded, set)
}

func (b *LexiconBuilder) add(folded string, set func(*Entry)) {
	prefix := strings.HasSuffix(folded, "*")
	folded = strings.TrimSuffix(folded, "*")
	words := strings.Fields(folded)
	if len(words) == 0 || len(words) > 3 {
		return
	}
	var key uint32
	for i, w := range words {
		k := wordKey([]rune(w))
		if prefix && i == len(words)-1 {
			k ^= kindPrefix
		}
		if i == 0 {
			key = k
		} else {
			key = join(key, k)
		}
		if i < len(words)-1 {
			b.entry(key).Role |= flagStarter
		}
	}
	set(b.entry(key))
	if r := []rune(words[0]); len(words) == 1 && text.IsHan(r[0]) && len(r) <= longestHanWord {
		b.longest[r[0]] = max(b.longest[r[0]], len(r))
	}
}

// Stem enters a Cyrillic word by its stem, which all its forms share.
func (b *LexiconBuilder) Stem(term string, set func(*Entry)) {
	var letters []rune
	for _, r := range text.Fold(term) {
		if r < 0x400 || r > 0x52F {
			if r == '\'' {
				continue
			}
			return
		}
		if r = slavicLetter(r); r != 0 {
			letters = append(letters, r)
		}
	}
	if stem := slavicStem(letters); len(stem) > shortestStem {
		set(b.entry(stemKey(stem)))
	}
}

// stemKey keeps stems apart from words.
func stemKey(stem []rune) uint32 { return wordKey(stem) ^ kindWord }

func (b *LexiconBuilder) entry(key uint32) *Entry {
	e := b.entries[key]
	if e == nil {
		e = &Entry{Key: key}
		b.entries[key] = e
	}
	return e
}
