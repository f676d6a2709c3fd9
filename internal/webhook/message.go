package webhook

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

func same(s string) string { return s }

// How long a text is, in one of the units in which chat programs count.
func letters(s string) int { return utf8.RuneCountInString(s) }
func octets(s string) int  { return len(s) }

// written is how long a text is in JSON.
func written(s string) int {
	b, err := encode(s)
	if err != nil {
		return len(s)
	}
	return len(b)
}

// units of UTF-16.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// in is the text with its link below, escaped and at most so long. The text is
// cut where it must be, never the link.
func (m Message) in(most int, length func(string) int, escape func(string) string) string {
	end := ""
	if m.Link != "" {
		end = "\n" + m.Link
	}
	return cut(m.Text, most-length(end), length, escape) + end
}

// cut escapes a text and shortens it to at most so much, with an ellipsis where
// something is missing.
func cut(s string, most int, length func(string) int, escape func(string) string) string {
	if whole := escape(s); length(whole) <= most {
		return whole
	}
	r := []rune(s)
	ended := func(n int) string {
		return escape(strings.TrimRightFunc(string(r[:n]), unicode.IsSpace)) + "…"
	}
	// The first number of letters that is one too many.
	n := sort.Search(len(r), func(n int) bool { return length(ended(n+1)) > most })
	return ended(n)
}

// mostLines are told; a message of more is no message.
const mostLines = 20

// tidy takes what is no text out of a message: control characters, and those
// that turn the direction of reading around.
func (m Message) tidy() Message {
	m.Text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == utf8.RuneError:
			return -1
		}
		return r
	}, m.Text)
	if lines := strings.Split(m.Text, "\n"); len(lines) > mostLines {
		m.Text = strings.Join(lines[:mostLines], "\n") + "…"
	}
	return m
}

// longestName is how many letters of a name are told, so that figures and link
// keep their place.
const longestName = 80

// Name makes a name ready to stand in a message: in one line, not too long, and
// no chat program makes a link or a mention of a part of it: an invisible word
// joiner follows what such a part would hang on.
func Name(s string) string {
	s = cut(strings.Join(strings.Fields(s), " "), longestName, letters, same)
	r := []rune(s)
	var b strings.Builder
	for i, c := range r {
		b.WriteRune(c)
		next := rune(' ')
		if i+1 < len(r) {
			next = r[i+1]
		}
		if c == '@' || c == '.' && unicode.IsLetter(next) || c == ':' && next == '/' {
			b.WriteRune('\u2060')
		}
	}
	return b.String()
}
