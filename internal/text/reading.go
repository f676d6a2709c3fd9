package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// markByte stands in a reading for a mark, one that Mask wrote or a visitor.
const markByte = 0x1A

// reading is a text as a person reads it, with the way back to the text as it
// was written: characters that nobody sees are left out, digits and Latin
// letters of all styles are those of ASCII, all spaces but line ends and tabs
// are one kind.
type reading struct {
	written  string
	text     []byte
	from, to []int32 // where the character behind each byte of text begins and ends in written
	hidden   []hidden
}

// hidden is a part of a written text and the mark that goes there.
type hidden struct {
	span
	mark string
}

// read reads s. With blank a mark in s is read as one markByte, without it as
// it stands. Invisible characters are left out or, with apart, are spaces.
func read(s string, blank, apart bool) *reading {
	r := &reading{written: s, text: make([]byte, 0, len(s)), from: make([]int32, 0, len(s)), to: make([]int32, 0, len(s))}
	var buf [32]byte
	for i := 0; i < len(s); {
		if n := markAt(s[i:]); n > 0 && blank {
			r.add(i, i+n, markByte)
			i += n
			continue
		}
		c, n := decode(s[i:])
		switch {
		case c == utf8.RuneError:
			r.add(i, i+n, []byte(s[i:i+n])...)
		case c == markByte:
			r.add(i, i+n, ' ')
		case c < utf8.RuneSelf:
			r.add(i, i+n, byte(c))
		case isInvisible(c) || unicode.Is(unicode.M, c) && r.endsInDigit():
			switch last := len(r.text) - 1; {
			case apart && unicode.Is(unicode.Cf, c) && c != 0xAD:
				r.add(i, i+n, ' ')
			case r.endsInDigit() && unicode.Is(unicode.M, c):
				r.to[last] = int32(i + n) // the frame of a digit goes with it
			}
		case (c == '。' || c == '｡') && r.endsInLatin() && startsLatin(s[i+n:]):
			r.add(i, i+n, '.')
		default:
			r.add(i, i+n, appendPlain(buf[:0], c)...)
		}
		i += n
	}
	return r
}

func (r *reading) add(from, to int, bytes ...byte) {
	for _, b := range bytes {
		r.text = append(r.text, b)
		r.from = append(r.from, int32(from))
		r.to = append(r.to, int32(to))
	}
}

func (r *reading) endsInDigit() bool { n := len(r.text); return n > 0 && isDigit(r.text[n-1]) }
func (r *reading) endsInLatin() bool { n := len(r.text); return n > 0 && isAlnum(r.text[n-1]) }

// startsLatin reports whether what is read first in s is a Latin letter or a
// digit.
func startsLatin(s string) bool {
	for i := 0; i < len(s); {
		c, n := decode(s[i:])
		if !isInvisible(c) {
			var buf [32]byte
			return isAlnum(appendPlain(buf[:0], c)[0])
		}
		i += n
	}
	return false
}

// hide puts mark in the place of text[from:to]; what is looked for later finds
// marks there.
func (r *reading) hide(from, to int, mark string) {
	r.hidden = append(r.hidden, hidden{span{int(r.from[from]), int(r.to[to-1])}, mark})
	for i := from; i < to; i++ {
		r.text[i] = markByte
	}
}

// masked is the text as it was written, with the marks. Of parts that overlap
// the longest from the left counts.
func (r *reading) masked() string {
	if len(r.hidden) == 0 {
		return r.written
	}
	slices.SortStableFunc(r.hidden, func(a, b hidden) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return b.to - a.to
	})
	var b strings.Builder
	at := 0
	for _, h := range r.hidden {
		if h.from < at {
			at = max(at, h.to)
			continue
		}
		b.WriteString(r.written[at:h.from])
		b.WriteString(h.mark)
		at = h.to
	}
	b.WriteString(r.written[at:])
	return b.String()
}

// isInvisible reports whether nobody sees c: format characters, selectors of a
// glyph, fillers.
func isInvisible(c rune) bool {
	switch {
	case c < 0xAD:
		return false
	case c >= 0xFE00 && c <= 0xFE0F, c >= 0xE0000 && c <= 0xE01EF, c == 0x34F, c == 0x115F, c == 0x1160, c == 0x3164, c == 0xFFA0, c >= 0x180B && c <= 0x180F:
		return true
	}
	return unicode.Is(unicode.Cf, c)
}

// appendPlain appends what c, which is beyond ASCII, is read as.
func appendPlain(dst []byte, c rune) []byte {
	switch {
	case c >= 0x400 && c < 0x483, c >= 0x3001 && c < 0xA000, c == '，':
		return utf8.AppendRune(dst, c)
	case c == 0x85 || c == 0x2028 || c == 0x2029:
		return append(dst, '\n')
	case c == 0x2800 || unicode.IsSpace(c) || unicode.IsControl(c):
		return append(dst, ' ')
	case c >= 0x2776 && c <= 0x2793: // digits in circles, three rows of ten
		return appendCount(dst, (c-0x2776)%10+1)
	case c >= 0x24EB && c <= 0x24F4:
		return appendCount(dst, c-0x24EB+11)
	case c >= 0x24F5 && c <= 0x24FE:
		return appendCount(dst, c-0x24F5+1)
	case c == 0x24FF || c == 0x1F10B || c == 0x1F10C:
		return append(dst, '0')
	}
	if d, ok := decimal(c); ok {
		return append(dst, byte('0'+d))
	}
	switch {
	case c < 0x100, c >= 0x2070 && c < 0x20A0, c >= 0x2100 && c < 0x2150, c >= 0x2460 && c < 0x2500, c >= 0xFE50 && c < 0xFE70, c > 0xFF00 && c < 0xFF5F, c >= 0x1D400 && c < 0x1D800, c >= 0x1F100 && c < 0x1F170:
		n := len(dst)
		dst = norm.NFKC.AppendString(dst, string(c))
		if isASCII(dst[n:]) {
			return dst
		}
		dst = dst[:n]
	}
	return utf8.AppendRune(dst, c)
}

func appendCount(dst []byte, n rune) []byte {
	if n >= 10 {
		dst = append(dst, byte('0'+n/10))
	}
	return append(dst, byte('0'+n%10))
}

// decimal is the value of a digit of any script (Unicode's Nd).
func decimal(c rune) (int, bool) {
	for _, t := range unicode.Nd.R16 {
		if c <= rune(t.Hi) {
			return int(c-rune(t.Lo)) % 10, c >= rune(t.Lo)
		}
	}
	for _, t := range unicode.Nd.R32 {
		if c <= rune(t.Hi) {
			return int(c-rune(t.Lo)) % 10, c >= rune(t.Lo)
		}
	}
	return 0, false
}

func isASCII(b []byte) bool {
	return !slices.ContainsFunc(b, func(c byte) bool { return c >= utf8.RuneSelf })
}
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isAlnum(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' }
