package text

import "unicode"

// longestWord is how many bytes of a word are looked at.
const longestWord = 48

// eachWord calls f with each word of s in lower case: apostrophes straight,
// full-width letters narrow, a letter that is drawn out (дуууже, goooood) at
// most twice, in Cyrillic once. f must not keep w.
func eachWord(s string, f func(w []byte)) {
	var buf [longestWord + 4]byte
	w := buf[:0]
	prev, last, same := ' ', rune(0), 0
	for i := 0; i < len(s); {
		if n := address(s[i:], prev); n > 0 {
			i += n
			prev = ' '
			continue
		}
		r, n := decode(s[i:])
		i += n
		prev = r
		r = lower(r)
		if !inWord(r) || r == '\'' && len(w) == 0 {
			if len(w) > 0 {
				f(w)
				w = w[:0]
			}
			last = 0
			continue
		}
		if r == last {
			same++
		} else {
			last, same = r, 0
		}
		if same >= 2 || len(w) >= longestWord {
			if same == 2 && r >= 0x400 && r < 0x530 {
				w = w[:max(0, len(w)-2)]
			}
			continue
		}
		switch {
		case r < 0x80:
			w = append(w, byte(r))
		case r < 0x800:
			w = append(w, 0xC0|byte(r>>6), 0x80|byte(r)&0xBF)
		default:
			w = append(w, string(r)...)
		}
	}
	if len(w) > 0 {
		f(w)
	}
}

// lower is the lower case of r with apostrophes straight and full-width letters
// narrow, quickly for the letters that texts are made of.
func lower(r rune) rune {
	switch {
	case r < 0x80:
		if 'A' <= r && r <= 'Z' {
			return r + 0x20
		}
		if r == '`' {
			return '\''
		}
		return r
	case r >= 0x410 && r < 0x430:
		return r + 0x20
	case r >= 0x400 && r < 0x410:
		return r + 0x50
	case r >= 0x430 && r < 0x460:
		return r
	case r == '’' || r == 'ʼ':
		return '\''
	case r >= 'Ａ' && r <= 'ｚ':
		return lower(r - 0xFEE0)
	}
	return unicode.ToLower(r)
}

// inWord reports whether r, a lower-case character, belongs to a word.
func inWord(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || r == '\''
	}
	return r >= 0x430 && r < 0x460 || unicode.IsLetter(r) || unicode.IsMark(r)
}
