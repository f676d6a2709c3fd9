package survey

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Lengths in characters, counted after cleaning.
const (
	DefaultMaxLength = 1000 // of a text
	LongMaxLength    = 2000 // of a long text
	HardMaxLength    = 5000 // that no max_length may pass
	MaxField         = 200  // of a hidden field's value
	maxMailLength    = 254  // of a mail address (RFC 5321)
)

// Limit is how many characters an answer to a text question may have.
func (q *Question) Limit() int {
	switch {
	case q.Type == Email:
		return maxMailLength
	case q.MaxLength > 0:
		return min(q.MaxLength, HardMaxLength)
	case q.Type == LongText:
		return LongMaxLength
	}
	return DefaultMaxLength
}

// Clean makes a text safe to keep and to show: line ends become \n; control
// characters and the characters that turn the direction of writing are
// removed (they only ever serve to make a text look like another); NFC; no
// white space around it. Emoji with their joiners are left alone. ok is false
// when s is not valid UTF-8. Clean(Clean(s)) is Clean(s).
func Clean(s string) (text string, ok bool) {
	if !utf8.ValidString(s) {
		return "", false
	}
	if strings.ContainsRune(s, '\r') {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	}
	s = strings.Map(keep, s)
	// Removing characters can bring others together, so compose afterwards.
	return strings.TrimFunc(norm.NFC.String(s), blank), true
}

// keep is for strings.Map: -1 removes.
func keep(r rune) rune {
	switch {
	case r == '\n', r == '\t':
		return r
	case r < 0x20, 0x7F <= r && r < 0xA0: // C0, DEL, C1
		return -1
	case r == '\u2028', r == '\u2029': // line and paragraph separator
		return '\n'
	case 0x202A <= r && r <= 0x202E, 0x2066 <= r && r <= 0x2069: // bidi embedding, override, isolate
		return -1
	case r == '\uFEFF', r&0xFFFE == 0xFFFE, 0xFDD0 <= r && r <= 0xFDEF: // byte order mark, non-characters
		return -1
	}
	return r
}

// blank is white space, or invisible characters that mean nothing at an edge.
func blank(r rune) bool {
	switch r {
	case ' ', '\n', '\t', 0xA0, 0x1680, 0x202F, 0x205F, 0x3000, 0x200B, 0x2060:
		return true
	}
	return 0x2000 <= r && r <= 0x200A
}

// cleanLine is Clean for names and field values: one line, at most n
// characters, broken bytes dropped.
func cleanLine(s string, n int) string {
	if len(s) > 16*n { // cleaning shortens little; don't clean a megabyte for 200 characters
		s = s[:16*n]
	}
	s, _ = Clean(strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	for i := range s {
		if n--; n < 0 {
			s = strings.TrimFunc(s[:i], blank)
			break
		}
	}
	return s
}
