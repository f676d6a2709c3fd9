package text

import (
	"strings"
	"unicode/utf8"
)

func decode(s string) (rune, int) {
	if s == "" {
		return 0, 0
	}
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	return utf8.DecodeRuneInString(s)
}

// longestAddress is how far a mail address is looked for (RFC 5321: 254).
const longestAddress = 254

// address is the length of a link, a mail address or a handle at the beginning
// of s, or 0: their letters are of no language. prev is the character before.
func address(s string, prev rune) int {
	if s[0] >= utf8.RuneSelf || prev != 0 && prev != ' ' && prev != '\n' && prev < 0x80 && prev != '(' && prev != ',' && prev != ':' {
		return 0
	}
	if !wordByte(s[0]) && s[0] != '@' {
		return 0
	}
	end := 0
	at, dot := -1, -1
	for end < min(len(s), longestAddress) && s[end] > ' ' && s[end] < utf8.RuneSelf {
		switch s[end] {
		case '@':
			if at < 0 {
				at = end
			}
		case '.':
			if end+1 < len(s) && s[end+1] > ' ' {
				dot = end
			}
		}
		end++
	}
	w := s[:end]
	switch {
	case strings.HasPrefix(w, "http://"), strings.HasPrefix(w, "https://"), strings.HasPrefix(w, "www."):
		for end < len(s) && (s[end] > ' ' && s[end] < utf8.RuneSelf || s[end]&^3 == 0xD0 || end > 0 && s[end-1]&^3 == 0xD0) {
			end++ // Cyrillic in the path; Chinese is the text that follows without a space
		}
		return end
	case at == 0 && end > 1:
		return end
	case at > 0 && dot > at:
		return end
	}
	return 0
}

func wordByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_'
}
