package theme

import (
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/waymood/waymood/internal/text"
)

// plain is a text as the lists are compared with it: folded, words apart by one
// space, everything that ends a phrase by one full stop, letters drawn out
// ("slooow") as one, no space beside Chinese characters, a space between a
// number and letters. Letters that Ukrainian and Russian spell differently, and
// that people mix up, are one: і ї ы и, е є э ё, г ґ; their apostrophe is left
// out.
type plain struct {
	runes []rune
	at    []int32 // where in the text each rune begins; only where it is asked for
	where bool
	run   int  // how often the last letter has been repeated
	quote bool // an apostrophe after a letter waits for another letter
}

// read takes a text in without places.
func (p *plain) read(s string) {
	s = cut(s)
	for _, r := range text.AppendFold(make([]rune, 0, len(s)), s) {
		p.add(r, 0)
	}
}

// readPlaces takes a text in with places. They refer to the composed text that
// is returned.
func (p *plain) readPlaces(s string) string {
	p.where = true
	s = norm.NFC.String(cut(s))
	var buf [64]rune
	for i, r := range s {
		for _, f := range text.AppendFold(buf[:0], string(r)) {
			p.add(f, int32(i))
		}
	}
	return s
}

const (
	space = ' '
	stop  = '.'
)

func (p *plain) last() rune {
	if len(p.runes) == 0 {
		return stop
	}
	return p.runes[len(p.runes)-1]
}

func (p *plain) push(r rune, at int32) {
	p.runes = append(p.runes, r)
	if p.where {
		p.at = append(p.at, at)
	}
}

func (p *plain) drop() {
	p.runes = p.runes[:len(p.runes)-1]
	if p.where {
		p.at = p.at[:len(p.at)-1]
	}
}

// add takes the next folded rune in.
func (p *plain) add(r rune, at int32) {
	switch {
	case 'a' <= r && r <= 'z':
		p.letter(r, at)
	case '0' <= r && r <= '9':
		p.quote = false
		if last := p.last(); inWord(last) && !isDigit(last) {
			p.push(space, at)
		}
		p.run = 0
		p.push(r, at)
	case r == '\'':
		p.quote = inWord(p.last())
	case r == space, r == '-', r == '/', r == '&', r == '"', r == '«', r == '»', r == '“', r == '”', r == '\u2010', r == '\u2011':
		p.gap(space, at)
	case joined(r):
		p.quote, p.run = false, 0
		if p.last() == space {
			p.drop()
		}
		p.push(r, at)
	case r == 0xAD, r >= 0x200B && r <= 0x200D, r >= 0xFE00 && r <= 0xFE0F, unicode.IsMark(r):
	case unicode.IsLetter(r):
		p.letter(r, at)
	default:
		p.gap(stop, at)
	}
}

func (p *plain) gap(sign rune, at int32) {
	p.quote, p.run = false, 0
	switch last := p.last(); {
	case last == stop:
	case last == space:
		if sign == stop {
			p.runes[len(p.runes)-1] = stop
		}
	case sign == space && joined(last):
	default:
		p.push(sign, at)
	}
}

func (p *plain) letter(r rune, at int32) {
	last := p.last()
	if r >= 0x400 && r < 0x530 {
		r = slavic(r)
	} else {
		if cyrillic(last) {
			r = lookalike(r)
		}
		if p.quote {
			p.push('\'', at)
			last = '\''
		}
	}
	p.quote = false
	if isDigit(last) {
		p.push(space, at)
		last = space
	}
	if r != last {
		p.run = 1
		p.push(r, at)
		return
	}
	switch p.run++; p.run {
	case 2:
		p.push(r, at)
	case 3:
		p.drop()
	}
}

func slavic(r rune) rune {
	switch r {
	case 'і', 'ї', 'ы':
		return 'и'
	case 'є', 'э', 'ё':
		return 'е'
	case 'ґ':
		return 'г'
	}
	return r
}

// lookalike is the Cyrillic letter for a Latin one inside a Cyrillic word.
func lookalike(r rune) rune {
	switch r {
	case 'a':
		return 'а'
	case 'c':
		return 'с'
	case 'e':
		return 'е'
	case 'i':
		return 'и'
	case 'o':
		return 'о'
	case 'p':
		return 'р'
	case 'x':
		return 'х'
	case 'y':
		return 'у'
	}
	return r
}

func cyrillic(r rune) bool { return r >= 0x400 && r < 0x530 }

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// inWord reports whether r is a letter or digit of a script that parts its
// words; of plain runes only.
func inWord(r rune) bool { return r != space && r != stop && !joined(r) }

// joined reports whether r belongs to a script that writes words together.
func joined(r rune) bool {
	return r >= 0x3041 && r <= 0x30FF && r != 0x30FB || text.IsHan(r)
}
