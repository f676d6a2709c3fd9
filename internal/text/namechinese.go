package text

import (
	"strings"
	"unicode/utf8"
)

// cueStarts are the characters that a title or a role begins with.
var cueStarts = func() map[rune]bool {
	m := map[rune]bool{}
	for _, list := range [][]string{titlesBehind, tradesBehind, rolesBefore, selfBefore} {
		for _, w := range list {
			r, _ := utf8.DecodeRuneInString(w)
			m[r] = true
		}
	}
	return m
}()

// chineseNames finds names in Chinese by surnames and titles, and by what
// stands before them. A title alone, 小姐 or 老師, is no name.
func chineseNames(s string) (found []span) {
	for i := 0; i < len(s); {
		if s[i] < 0xE0 {
			i++
			continue
		}
		rest := s[i:]
		r, n := decode(rest)
		if strings.HasPrefix(rest[n:], "姓") && isSurname(r) && prefixed(rest[n+len("姓"):], staffBehind) != "" {
			found = append(found, span{i, i + n})
		}
		if !cueStarts[r] {
			i += n
			continue
		}
		if t := prefixed(rest, titlesBehind); t != "" {
			if from := nameBefore(s, i, t); from < i {
				found = append(found, span{from, i})
			}
		} else if t := prefixed(rest, tradesBehind); t != "" && !strings.HasPrefix(rest[len(t):], "務") && !strings.HasPrefix(rest[len(t):], "务") {
			if from := nameBeforeTrade(s, i); from < i {
				found = append(found, span{from, i})
			}
		}
		cueLength, self := 0, false
		if t := prefixed(rest, selfBefore); t != "" {
			cueLength, self = len(t), true
		} else if t := prefixed(rest, rolesBefore); t != "" {
			cueLength = len(t)
		}
		if cueLength > 0 {
			if n := nameAt(s[i+cueLength:], self); n > 0 {
				found = append(found, span{i + cueLength, i + cueLength + n})
				i += cueLength + n
				continue
			}
		}
		if strings.HasPrefix(rest, "我姓") {
			r, n := decode(rest[len("我姓"):])
			if next, _ := decode(rest[len("我姓")+n:]); isSurname(r) || IsHan(r) && !IsHan(next) {
				found = append(found, span{i + len("我姓"), i + len("我姓") + n})
			}
		}
		i += n
	}
	return found
}

func prefixed(s string, list []string) string {
	for _, p := range list {
		if strings.HasPrefix(s, p) {
			return p
		}
	}
	return ""
}

func isSurname(r rune) bool { return IsHan(r) && strings.ContainsRune(surnames, r) }

// falseName reports whether the two characters are a word that only looks like
// a surname.
func falseName(a, b rune) bool {
	var w [8]byte
	n := utf8.EncodeRune(w[:], a)
	n += utf8.EncodeRune(w[n:], b)
	return pairIn(falseNames, string(w[:n]))
}

// pairIn reports whether w is one of the words of list, spaces around each.
func pairIn(list, w string) bool {
	for at := 0; ; {
		i := strings.Index(list[at:], w)
		if i < 0 {
			return false
		}
		i += at
		if end := i + len(w); list[i-1] <= ' ' && list[end] <= ' ' {
			return true
		}
		at = i + len(w)
	}
}

// nameBefore is where the name begins that ends at s[end:], before the title t,
// or end. The longest that begins with a surname counts.
func nameBefore(s string, end int, t string) int {
	var back [4]rune // back[0] stands right before the title
	var at [4]int
	n, i := 0, end
	for n < len(back) {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if size == 0 || !IsHan(r) {
			break
		}
		i -= size
		back[n], at[n] = r, i
		n++
	}
	if n == 0 {
		return end
	}
	if n >= 2 && pairIn(compounds, string(back[1])+string(back[0])) {
		return at[1]
	}
	if n >= 3 && pairIn(compounds, string(back[2])+string(back[1])) && !strings.ContainsRune(afterNames, back[0]) {
		return at[2]
	}
	if n >= 2 && (back[1] == '小' || back[1] == '阿') && !strings.ContainsRune(afterNames, back[0]) && !pairIn(falseNicks, string(back[1])+string(back[0])) {
		return at[1]
	}
	for k := min(n-1, givenLetters); k >= 0; k-- {
		if !isSurname(back[k]) || k+1 < n && falseName(back[k+1], back[k]) || k > 0 && falseName(back[k], back[k-1]) {
			continue
		}
		whole := true
		for j := range k {
			whole = whole && !strings.ContainsRune(afterNames, back[j]) && (j > 0 || !isSurname(back[j]) || k == 2)
		}
		if first, _ := decode(t); k == 0 && falseName(back[0], first) {
			continue
		}
		if whole {
			return at[k]
		}
	}
	return end
}

// ends reports whether a name that is the first k of r may end there.
func ends(r []rune, k int) bool { return k >= len(r) || strings.ContainsRune(behindNames, r[k]) }

// nameAt is the length of the name that s begins with, after a role or 我叫: a
// surname with one or two characters, or 小 or 阿 with one.
func nameAt(s string, self bool) int {
	var r [5]rune // two for a compound surname, two given, one behind
	var at [6]int
	n := 0
	for n < len(r) {
		c, size := decode(s[at[n]:])
		if !IsHan(c) {
			break
		}
		r[n], at[n+1] = c, at[n]+size
		n++
	}
	if n < 2 {
		return 0
	}
	belongs := func(c rune) bool { return !strings.ContainsRune(afterNames, c) }
	if r[0] == '小' || r[0] == '阿' {
		if !belongs(r[1]) || pairIn(falseNicks, string(r[:2])) {
			return 0
		}
		return at[2]
	}
	if r[0] == '老' && isSurname(r[1]) && ends(r[:n], 2) {
		return at[2]
	}
	first := 1
	if pairIn(compounds, string(r[:2])) {
		first = 2
	} else if !isSurname(r[0]) || falseName(r[0], r[1]) {
		return 0
	}
	small := n > first+1 && r[first] == '小' && belongs(r[first+1]) && !pairIn(falseNicks, string(r[first:first+2]))
	if first >= n || !belongs(r[first]) && !small {
		return 0
	}
	if n > first+1 && belongs(r[first+1]) && !falseName(r[first], r[first+1]) && ends(r[:n], first+2) {
		return at[first+2]
	}
	if small || !ends(r[:n], first+1) || !self && strings.ContainsRune(wordSurnames, r[0]) {
		return 0
	}
	if !self && n > first+1 && prefixed(s[at[first+1]:], titlesBehind) != "" {
		return 0 // the title finds it
	}
	return at[first+1]
}
