package text

import (
	"strings"
	"unicode"
)

func words(list string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// eachWord calls f with each word of s in lower case, apostrophes straight.
func eachWord(s string, f func(w string)) {
	var buf [64]byte
	w := buf[:0]
	prev := ' '
	for i := 0; i < len(s); {
		if n := address(s[i:], prev); n > 0 {
			i += n
			prev = ' '
			continue
		}
		r, n := decode(s[i:])
		i += n
		prev = r
		switch r {
		case '’', 'ʼ', '`':
			r = '\''
		}
		if unicode.IsLetter(r) || unicode.IsMark(r) || r == '\'' && len(w) > 0 {
			if len(w) < 48 {
				w = append(w, string(unicode.ToLower(r))...)
			}
			continue
		}
		if len(w) > 0 {
			f(string(w))
			w = w[:0]
		}
	}
	if len(w) > 0 {
		f(string(w))
	}
}
