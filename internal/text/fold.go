package text

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// foldTable holds the folded form of every character of the basic plane that
// folds to exactly one character; foldSlow marks the rest.
const foldSlow = 0xFFFF

var foldTable = sync.OnceValue(func() *[0x10000]uint16 {
	simplified := &han().simplified
	t := new([0x10000]uint16)
	var buf [64]byte
	for r := rune(0); r < 0x10000; r++ {
		if r >= 0xD800 && r < 0xE000 {
			t[r] = ' '
			continue
		}
		f := r
		if r >= 0xA0 {
			out := norm.NFKC.AppendString(buf[:0], string(r))
			one, n := utf8.DecodeRune(out)
			if n != len(out) || one >= 0x10000 {
				t[r] = foldSlow
				continue
			}
			f = one
		}
		f = unicode.ToLower(f)
		switch f {
		case '’', 'ʼ', '‘', '`', '´':
			f = '\''
		}
		if s := simplified[f]; s != 0 {
			f = rune(s)
		}
		if unicode.IsSpace(f) || unicode.IsControl(f) || f == 0xFEFF {
			f = ' '
		}
		t[r] = uint16(f)
	}
	return t
})

// Fold normalises s for matching: NFKC, lower case, Traditional characters to
// Simplified, typographic apostrophes to ', white space and control characters
// to single-character spaces. Invalid UTF-8 becomes U+FFFD.
func Fold(s string) string {
	runes := AppendFold(make([]rune, 0, len(s)), s)
	return string(runes)
}

// AppendFold appends the runes of Fold(s) to dst. It allocates only when dst is
// too small or a character folds to several.
func AppendFold(dst []rune, s string) []rune {
	t := foldTable()
	for _, r := range s {
		if r < 0x300 {
			if f := t[r]; f != foldSlow {
				dst = append(dst, rune(f))
				continue
			}
		} else if r < 0x370 && len(dst) > 0 {
			// A combining mark joins the letter before it: и + ̆ is й.
			if c, ok := compose(dst[len(dst)-1], r); ok {
				dst[len(dst)-1] = c
				continue
			}
		} else if r < 0x10000 {
			if f := t[r]; f != foldSlow {
				dst = append(dst, rune(f))
				continue
			}
		}
		dst = appendSlow(dst, r, t)
	}
	return dst
}

// appendSlow folds what the table cannot hold: characters that become several
// (㎏, ﬁ) and those beyond the basic plane (𝓰𝓸𝓸𝓭).
func appendSlow(dst []rune, r rune, t *[0x10000]uint16) []rune {
	if r >= 0x1F000 && r < 0x20000 {
		return append(dst, r)
	}
	var in, out [64]byte
	n := utf8.EncodeRune(in[:], r)
	for _, c := range string(norm.NFKC.Append(out[:0], in[:n]...)) {
		if c < 0x10000 && t[c] != foldSlow {
			c = rune(t[c])
		} else {
			c = unicode.ToLower(c)
		}
		dst = append(dst, c)
	}
	return dst
}

func compose(base, mark rune) (rune, bool) {
	switch {
	case base == 'и' && mark == 0x306:
		return 'й', true
	case base == 'і' && mark == 0x308:
		return 'ї', true
	case base == 'е' && mark == 0x308:
		return 'ё', true
	}
	var in, out [16]byte
	n := utf8.EncodeRune(in[:], base)
	n += utf8.EncodeRune(in[n:], mark)
	c, size := utf8.DecodeRune(norm.NFC.Append(out[:0], in[:n]...))
	if c == utf8.RuneError || size == 0 || c == base {
		return 0, false
	}
	return c, true
}
