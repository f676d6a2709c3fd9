package text

import "unicode"

// Count is the number of tokens that the weight of a text grows with: half the
// Han characters, rounded up, plus the words in other scripts. A word is a run
// of letters, marks and digits with at least one letter, joined over
// apostrophes and hyphens; numbers alone, signs and emoji count nothing.
func Count(s string) int {
	chars, words := 0, 0
	inWord, joint := false, false
	for _, r := range s {
		switch {
		case IsHan(r):
			chars++
			inWord, joint = false, false
		case unicode.IsLetter(r):
			if !inWord {
				words++
			}
			inWord, joint = true, false
		case inWord && (unicode.IsMark(r) || unicode.IsDigit(r)):
			joint = false
		case inWord && !joint && isJoint(r):
			joint = true
		default:
			inWord, joint = false, false
		}
	}
	return (chars+1)/2 + words
}

// isJoint reports whether r may stand inside a word: об'єкт, don't, e-mail.
func isJoint(r rune) bool {
	switch r {
	case '\'', '’', 'ʼ', '`', '-', '‐', '‑', 0xAD, 0x200D:
		return true
	}
	return false
}
