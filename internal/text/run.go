package text

import (
	"unicode"
	"unicode/utf8"
)

// gap is what stands between two groups of digits, the looser the greater.
type gap byte

const (
	gapNone  gap = iota // what no number goes on behind
	gapTight            // what people put into numbers
	gapLoose            // a line end, a sign that is seldom within a number
	gapList             // a comma with a space behind
	gapClock            // a colon
)

const (
	tightest = 3 // characters of a gap that is no looser for its length
	longest  = 8
	mostRun  = 1000 // groups
)

// group is some digits of one kind side by side and the gap before them.
type group struct {
	from, to int
	n        int
	chinese  bool
	before   gap
}

// isNumeral reports whether c is a digit in Chinese characters.
func isNumeral(c rune) bool { return numeral(c) != 0 }

func numeral(c rune) byte {
	switch c {
	case '零', '〇', '○', '洞':
		return '0'
	case '一', '壹', '幺':
		return '1'
	case '二', '貳', '贰':
		return '2'
	case '三', '參', '叁':
		return '3'
	case '四', '肆':
		return '4'
	case '五', '伍':
		return '5'
	case '六', '陸', '陆':
		return '6'
	case '七', '柒':
		return '7'
	case '八', '捌':
		return '8'
	case '九', '玖':
		return '9'
	}
	return 0
}

func decodeBytes(s []byte) (rune, int) {
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	return utf8.DecodeRune(s)
}

// gapOf is what c makes of the gap it stands in.
func gapOf(c rune) gap {
	switch c {
	case ' ', '-', '.', '(', ')', '/', '\\', '_', '~', '*', '|', ',', '·', '•', '・', '‧', '･', '∙', '⋅', '（', '）', '〜', '―', '─', '−', '﹣', 'ー', '¯', markByte:
		return gapTight
	case ':':
		return gapClock
	case '，', '、', ';', '；':
		return gapList
	case '\n', '\r', '\t':
		return gapLoose
	case '%', '+', '?', '!', '"', '“', '”', '«', '»', '「', '」', '。', '！', '？', '<', '>', '=', '@', '&', utf8.RuneError:
		return gapNone
	}
	switch {
	case unicode.Is(unicode.Pd, c):
		return gapTight
	case unicode.Is(unicode.Sc, c):
		return gapNone
	case unicode.IsPunct(c), unicode.IsSymbol(c):
		return gapLoose
	}
	return gapNone
}

// gapAt measures the gap that s begins with: what it is, where the digits
// behind it begin, and gapNone if there are none.
func gapAt(s []byte) (kind gap, size int) {
	kind = gapTight
	comma, n := false, 0
	for prev := rune(0); size < len(s); n++ {
		c, w := decodeBytes(s[size:])
		if isDigit(s[size]) || isNumeral(c) {
			if n > tightest && kind == gapTight {
				kind = gapLoose
			}
			return kind, size
		}
		if c == markByte && prev == markByte {
			n--
		}
		g := gapOf(c)
		if g == gapNone || n >= longest {
			return gapNone, 0
		}
		if comma && c == ' ' {
			g = gapList
		}
		comma = c == ','
		kind = max(kind, g)
		size, prev = size+w, c
	}
	return gapNone, 0
}

// runAt is the groups of digits that begin at s[at:], with nothing but gaps
// between them.
func runAt(s []byte, at int, run []group) []group {
	for before := gapTight; len(run) < mostRun; {
		c, w := decodeBytes(s[at:])
		g := group{from: at, to: at, chinese: !isDigit(s[at]), before: before}
		for isDigit(byte(min(c, utf8.RuneSelf))) && !g.chinese || isNumeral(c) && g.chinese {
			g.n++
			g.to += w
			if g.to == len(s) {
				break
			}
			c, w = decodeBytes(s[g.to:])
		}
		run = append(run, g)
		kind, size := gapAt(s[g.to:])
		if kind == gapNone {
			break
		}
		before, at = kind, g.to+size
	}
	return run
}

// unclock cuts run at the colons of clocks: up to three groups of one or two
// digits.
func unclock(run []group) {
	for i := 1; i < len(run); {
		if run[i].before != gapClock {
			i++
			continue
		}
		end, clock := i, run[i-1].n <= 2
		for end < len(run) && run[end].before == gapClock {
			clock = clock && run[end].n <= 2
			end++
		}
		clock = clock && end-i < 3
		for ; i < end; i++ {
			if run[i].before = gapTight; clock {
				run[i].before = gapNone
			}
		}
	}
}
