package text

import (
	"strings"
	"unicode"
)

// What Mask writes in place of what it hides.
const (
	maskedMail    = "[mail]"
	maskedPhone   = "[phone]"
	maskedCard    = "[card]"
	maskedIBAN    = "[iban]"
	maskedContact = "[contact]"
	maskedName    = "[name]"
)

var marks = [...]string{maskedMail, maskedPhone, maskedCard, maskedIBAN, maskedContact, maskedName}

const mostPasses = 8 // a mark changes what stands before the next one

// Mask hides mail addresses, phone numbers, payment cards and IBANs in s, the
// accounts and pages of people ("[contact]") and their names ("[name]").
// Everything else, dates and prices included, stays as it was, byte by byte.
// What only looks different, by invisible characters or digits of another style,
// is hidden too, and a mark that a visitor wrote divides nothing. language is that
// of the text, as Detect names it, or "": English is read by prose too. The
// marks are the same in all languages, for programs to read (people read what
// Word makes of them), and masking twice changes nothing more.
func Mask(s, language string) string {
	suspect, odd := suspicious(s)
	for range mostPasses {
		masked := s
		if suspect {
			masked = maskContacts(masked)
		}
		masked = hide(masked, names(masked, language), maskedName)
		if odd {
			masked = maskReadNames(masked, language)
		}
		if masked == s {
			break
		}
		s = masked
	}
	return s
}

// maskContacts hides all but names.
func maskContacts(s string) string {
	for range mostPasses {
		r := read(s, true, false)
		hideMail(r)
		hideContacts(r)
		hideNumbers(r)
		if len(r.hidden) == 0 {
			break
		}
		s = r.masked()
	}
	return s
}

// maskReadNames hides the names that a reader sees in s, whether the characters
// that nobody sees stand within words or between them.
func maskReadNames(s, language string) string {
	for _, apart := range [...]bool{false, true} {
		r := read(s, false, apart)
		for _, f := range names(string(r.text), language) {
			r.hide(f.from, f.to, maskedName)
		}
		s = r.masked()
	}
	return s
}

// suspicious reports whether s may hold contacts at all, and if it has
// characters that are not what they look like.
func suspicious(s string) (suspect, odd bool) {
	count, link := 0, false
	prev := rune(0)
	for i := 0; i < len(s); {
		c, n := decode(s[i:])
		switch {
		case c < 0x80:
			switch {
			case c >= '0' && c <= '9':
				count++
			case c == '@':
				suspect = true
			case c == '/':
				link = true
			}
		case isNumeral(c):
			count++
		case !odd && isOdd(c, prev):
			odd = true
		}
		prev = c
		i += n
	}
	suspect = suspect || odd || count >= leastDigits || link && strings.ContainsAny(s, ".。") || spells(s)
	for i := 0; !suspect && i < len(messengers); i++ {
		suspect = strings.Contains(s, messengers[i])
	}
	return suspect, odd
}

// isOdd reports whether c, behind prev, is not what it looks like. Those that
// emoji and ordinary texts are made of are not odd.
func isOdd(c, prev rune) bool {
	switch {
	case c >= 0xC0 && c < 0x34F, c >= 0x400 && c < 0x600, c >= 0x3000 && c < 0x3164, c > 0x3164 && c < 0xA000, c == 0xA0, c >= 0x1F170:
		return c >= 0xE0000 && c < 0xE01F0
	case c == '，', c == '！', c == '？', c == '：', c == '；', c == '（', c == '）':
		return false
	case c == 0x200D || c == 0xFE0F:
		return prev < 0x2000 || unicode.IsLetter(prev)
	}
	var buf [32]byte
	return isInvisible(c) || string(appendPlain(buf[:0], c)) != string(c)
}

// Word puts what word says in place of each mark in a masked text. It is asked
// for what was hidden: mail, phone, card, iban, contact or name. Programs read the
// marks as they are; people read them in their own language.
func Word(masked string, word func(kind string) string) string {
	for _, m := range marks {
		if strings.Contains(masked, m) {
			masked = strings.ReplaceAll(masked, m, word(m[1:len(m)-1]))
		}
	}
	return masked
}

// markAt is the length of the mark that s begins with, or 0.
func markAt(s string) int {
	if s[0] == '[' {
		for _, m := range marks {
			if strings.HasPrefix(s, m) {
				return len(m)
			}
		}
	}
	return 0
}
