// Package theme knows what texts talk about: the themes of service that its
// lists name, and the candidates for what they do not name. It says nothing of
// how people feel about it: "no queue" talks about the queue.
package theme

import (
	"math/bits"
)

// Theme is something that answers about a service talk about. Key is stored
// and part of the API: it never changes. Label is a short noun by language:
// zh-Hant, zh-Hans, uk, en.
type Theme struct {
	Key   string
	Label map[string]string
}

// Reader finds themes in texts. It holds no state that changes and is safe for
// concurrent use.
type Reader struct {
	themes  []Theme
	aliases *trie
	stop    map[string]bool
	version string
}

// Themes lists all themes in the order that Find answers in. The slice is the
// Reader's own: don't write to it.
func (r *Reader) Themes() []Theme { return r.themes }

// Version changes whenever the lists or the rules that read them change: 8
// hexadecimal digits. Themes found by another version may differ.
func (r *Reader) Version() string { return r.version }

// Find names the themes that s talks about, each once, in the order of Themes;
// nil where it names none. language is as text.Detect says it. All lists are
// tried wherever their script stands in the text, because answers mix them
// ("wifi很慢"); only the Chinese characters of Japanese are left out, which
// mean other things. It reads the first 12 KB, about a microsecond for twenty
// letters.
func (r *Reader) Find(s, language string) []string {
	var buf [256]rune
	p := plain{runes: buf[:0]}
	p.read(s)
	var found, faint uint64
	var here said
	r.aliases.each(p.runes, language != japanese, func(sp span) {
		switch sp.said {
		case said{clause}:
			found |= here.strongest()
			here = said{}
		case said{nothing}:
		default:
			here.add(sp.said)
			faint |= sp.said[weakest]
		}
	})
	if found |= here.strongest(); found == 0 {
		found = faint
	}
	if found == 0 {
		return nil
	}
	keys := make([]string, 0, bits.OnesCount64(found))
	for ; found != 0; found &= found - 1 {
		keys = append(keys, r.themes[bits.TrailingZeros64(found)].Key)
	}
	return keys
}

// japanese is the one language that shares a script with the lists and few of
// their meanings.
const japanese = "ja"

// readLimit is the most bytes of a text that are read.
const readLimit = 12 << 10

// cut is s up to the limit; a character cut in half reads as a sign.
func cut(s string) string {
	if len(s) > readLimit {
		return s[:readLimit]
	}
	return s
}
