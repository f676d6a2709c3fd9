package text

import (
	"strings"
	"unicode/utf8"
)

// mixedFrom is where a name begins of which a part in Latin letters begins at
// s[from:], as 陳MEI does: at the surname, where it is one by what stands before.
func mixedFrom(s string, from int) int {
	r, n := utf8.DecodeLastRuneInString(s[:from])
	if !isSurname(r) || strings.ContainsRune(wordSurnames, r) {
		return from
	}
	before := s[:from-n]
	last, _ := utf8.DecodeLastRuneInString(before)
	if !IsHan(last) || strings.ContainsRune(beforeMixed, last) && !falseName(last, r) {
		return from - n
	}
	for _, role := range rolesBefore {
		if strings.HasSuffix(before, role) {
			return from - n
		}
	}
	return from
}
