package mail

import (
	"strings"
	"unicode"
)

// longestHeadline is how many characters of a subject or a name are sent; mail
// programs show a third of it.
const longestHeadline = 200

// headline makes a text fit for a header: one line, no characters that
// control anything, not so long that it must be broken, and nothing that reads
// as an encoded word of its own.
func headline(s string) string {
	s = strings.Join(strings.Fields(plain(s)), " ")
	s = strings.ReplaceAll(s, "=?", "= ?")
	if r := []rune(s); len(r) > longestHeadline {
		s = strings.TrimRightFunc(string(r[:longestHeadline-1]), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsMark(r) || r == joiner }) + "…"
	}
	return s
}

// joiner holds the parts of an emoji together.
const joiner = '\u200d'

// plain is a text without characters that control anything: a line break of
// any kind becomes a space, the rest goes, and so do marks that turn the
// direction of what follows.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u2028', r == '\u2029', r == '\n', r == '\r', r == '\t', r == '\v', r == '\f', r == '\u0085':
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff', r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// body is a part's text with the line ends of mails and without characters
// that mail programs stumble over.
func body(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.ReplaceAll(s, "\n", "\r\n")
}

// fileName keeps letters, digits and . - _ @ of a name.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(".-_@", r)) {
			return r
		}
		return '-'
	}, s)
	if s == "" {
		return "picture.png"
	}
	return s
}
