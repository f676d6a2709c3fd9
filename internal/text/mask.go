package text

import (
	"regexp"
	"strings"
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

const (
	leastDigits  = 7  // a phone number in a small town
	mostDigits   = 15 // E.164
	shortestCard = 13
	longestCard  = 19
	mostPasses   = 8 // a hidden name changes what stands before the next one
)

var (
	mailPattern = regexp.MustCompile(`[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+`)
	ibanPattern = regexp.MustCompile(`(?i)\b[a-z]{2}\d{2}(?:[ \-]?[a-z0-9]{4}){2,7}(?:[ \-]?[a-z0-9]{1,3})?\b`)
	runPattern  = regexp.MustCompile(`[+＋]?[(（]?[0-9０-９](?:[ \x{00A0}\-‐‑–.()（）/]{0,3}[0-9０-９]){6,}`)
	datePattern = regexp.MustCompile(`^\d{1,4}[.\-/]\d{1,2}[.\-/]\d{1,4}(?:[ ,]+\d{1,2})?$`)
)

// Mask hides mail addresses, phone numbers, payment cards and IBANs in s, the
// accounts and pages of people ("[contact]") and their names ("[name]").
// Everything else, dates and prices included, stays as it was. language is that
// of the text, as Detect names it, or "": English is read by prose too. The
// marks are English in all languages, and masking twice changes nothing more.
func Mask(s, language string) string {
	for range mostPasses {
		masked := maskNumbers(maskContacts(maskMail(s)))
		if masked == s {
			break
		}
		s = masked
	}
	for range mostPasses {
		masked := hide(s, names(s, language), maskedName)
		if masked == s {
			break
		}
		s = masked
	}
	return s
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

func maskMail(s string) string {
	if strings.Contains(s, "@") {
		return mailPattern.ReplaceAllString(s, maskedMail)
	}
	return s
}

// maskNumbers hides phones, cards and IBANs.
func maskNumbers(s string) string {
	if digits(s) < leastDigits {
		return s
	}
	s = ibanPattern.ReplaceAllStringFunc(s, func(m string) string {
		if validIBAN(m) {
			return maskedIBAN
		}
		return m
	})
	return runPattern.ReplaceAllStringFunc(s, func(m string) string {
		n := digits(m)
		switch {
		case datePattern.MatchString(m):
			return m
		case n >= shortestCard && n <= longestCard && luhn(m):
			return maskedCard
		case n >= leastDigits && n <= mostDigits:
			return maskedPhone
		case n > mostDigits && n <= longestCard:
			return maskedCard
		}
		return m
	})
}

func digit(r rune) (int, bool) {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0'), true
	case r >= '０' && r <= '９':
		return int(r - '０'), true
	}
	return 0, false
}

func digits(s string) (n int) {
	for _, r := range s {
		if _, ok := digit(r); ok {
			n++
		}
	}
	return n
}

// luhn is the check digit of payment cards (ISO/IEC 7812-1).
func luhn(s string) bool {
	var d []int
	for _, r := range s {
		if v, ok := digit(r); ok {
			d = append(d, v)
		}
	}
	sum := 0
	for i := range d {
		v := d[len(d)-1-i]
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// validIBAN checks length and the remainder of 97 (ISO 13616).
func validIBAN(s string) bool {
	s = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(s))
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	rest := 0
	for _, r := range s[4:] + s[:4] {
		switch {
		case r >= '0' && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			rest = (rest*100 + int(r-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}
