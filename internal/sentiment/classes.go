package sentiment

import (
	"sync"
	"unicode"

	"github.com/waymood/waymood/internal/text"
)

// The classes of characters that the features tell apart.
const (
	other   byte = iota // spaces and signs without a meaning of their own
	han                 // Chinese characters
	latin               // Latin letters, and all letters without a class
	slavic              // Cyrillic letters
	digit               // digits
	inner               // an apostrophe or hyphen, part of a word between letters
	clause              // , ; : and their kin: a clause ends
	stop                // . ! ? and line ends: a sentence ends
	picture             // emoji and other pictures
)

// classTable is the class of every character of the basic plane; built once.
var classTable = sync.OnceValue(func() *[0x10000]byte {
	t := new([0x10000]byte)
	for r := rune(0); r < 0x10000; r++ {
		switch {
		case text.IsHan(r):
			t[r] = han
		case r >= 0x400 && r <= 0x52F:
			t[r] = slavic
		case unicode.IsLetter(r):
			t[r] = latin
		case unicode.IsDigit(r):
			t[r] = digit
		case r >= 0x2190 && r <= 0x21FF, r >= 0x2600 && r <= 0x27BF, r >= 0x2B00 && r <= 0x2BFF, r == 0x203C, r == 0x2049:
			t[r] = picture
		}
	}
	for _, r := range "'-" {
		t[r] = inner
	}
	for _, r := range ",;:、—–" {
		t[r] = clause
	}
	for _, r := range ".!?\n。…~" {
		t[r] = stop
	}
	return t
})

func classOf(t *[0x10000]byte, r rune) byte {
	if r < 0x10000 {
		return t[r]
	}
	switch {
	case r >= 0x1F000 && r < 0x20000:
		return picture
	case text.IsHan(r):
		return han
	}
	return other
}
