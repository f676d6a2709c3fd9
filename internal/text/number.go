package text

import (
	"regexp"
	"strings"
)

const (
	leastDigits  = 7  // a phone number in a small town
	leastSpoken  = 8  // of a number with Chinese digits
	fullNumber   = 9  // a number with its area
	mostDigits   = 15 // E.164
	shortestCard = 13
	longestCard  = 19
	shortestIBAN = 15
	longestIBAN  = 34
)

// What stays though it has as many digits as a phone number.
var (
	datePattern   = regexp.MustCompile(`^(\d{1,4})([.\-/])(\d{1,2})([.\-/])(\d{1,4})(?:[ ,]+\d{1,2})?$`)
	periodPattern = regexp.MustCompile(`^(\d{1,4}[.\-/]\d{1,2}[.\-/]\d{1,4}) ?[-–—~] ?(\d{1,4}[.\-/]\d{1,2}[.\-/]\d{1,4})$`)
	rangePattern  = regexp.MustCompile(`^(?:(?:19|20)\d\d ?[-–—~/] ?(?:19|20)\d\d|[1-9]\d{0,2}00 ?[-–—~,] ?[1-9]\d{0,3}00)$`)
	hoursPattern  = regexp.MustCompile(`^(?:[01]?\d|2[0-4])\.[0-5]\d ?[-–—~] ?(?:[01]?\d|2[0-4])\.[0-5]\d$`)
	amountPattern = regexp.MustCompile(`^(?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,2})?(?:[ ~–—-]{1,3}|$))+$`)
	pricePattern  = regexp.MustCompile(`^(?:[1-9]\d{0,6},\d{1,2}|[1-9]\d?(?:,\d{1,2})+)$`)
)

// isPlain reports whether s is a date, a range, opening hours, an amount or a
// list rather than a phone number.
func isPlain(s string) bool {
	if len(s) > 40 {
		return false
	}
	if m := periodPattern.FindStringSubmatch(s); m != nil {
		return isDate(m[1]) && isDate(m[2])
	}
	return isDate(s) || rangePattern.MatchString(s) || hoursPattern.MatchString(s) || amountPattern.MatchString(s) || pricePattern.MatchString(s)
}

// isDate reports whether s is a day that people speak of, with or without the
// hour: the year in front or behind, in the Common Era or that of Taiwan.
func isDate(s string) bool {
	m := datePattern.FindStringSubmatch(s)
	if m == nil || m[2] != m[4] {
		return false
	}
	a, b, c := number(m[1]), number(m[3]), number(m[5])
	day := func(d, m int) bool { return d >= 1 && d <= 31 && m >= 1 && m <= 12 }
	year := func(y int, s string) bool {
		return len(s) == 2 || len(s) == 3 && y >= 80 && y < 150 || len(s) == 4 && y >= 1900 && y < 2100
	}
	return year(a, m[1]) && day(c, b) || year(c, m[5]) && (day(a, b) || day(b, a))
}

func number(s string) (n int) {
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// kind is the mark for a number of these digits, one byte each, or "".
func kind(digits string, parted bool) string {
	n := len(digits)
	switch {
	case n < leastDigits:
		return ""
	case n >= shortestCard && n <= longestCard && luhn(digits):
		return maskedCard
	case n <= mostDigits:
		return maskedPhone
	case n <= longestCard:
		return maskedCard
	case parted || strings.Trim(digits, digits[:1]+digits[n-1:]) != "":
		return maskedPhone // several of them
	}
	return ""
}

// luhn is the check digit of payment cards (ISO/IEC 7812-1).
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		v := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// hideIBANs hides the IBANs of r, whatever stands between their characters.
func hideIBANs(r *reading) {
	for i := 0; i < len(r.text); i++ {
		if c := r.text[i] | 0x20; c < 'a' || c > 'z' || i > 0 && isAlnum(r.text[i-1]) {
			continue
		}
		if to := ibanAt(r.text, i); to > i {
			r.hide(i, to, maskedIBAN)
			i = to - 1
		}
	}
}

// ibanAt is the end of the longest IBAN that begins at s[at:], or 0. The
// remainder of 97 is that of the characters with the first four behind
// (ISO 13616).
func ibanAt(s []byte, at int) (end int) {
	var head [4]byte
	rest, digits := 0, 0
	for n, i := 0, at; n < longestIBAN && i < len(s); n++ {
		c := s[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		if n < 2 && isDigit(c) || (n == 2 || n == 3) && !isDigit(c) {
			return 0
		}
		if isDigit(c) {
			digits++
		}
		if n < len(head) {
			head[n] = c
		} else {
			rest = remainder(rest, c)
		}
		i++
		ended := i == len(s) || !isAlnum(s[i])
		if n+1 >= shortestIBAN && ended && digits >= 10 {
			whole := rest
			for _, h := range head {
				whole = remainder(whole, h)
			}
			if whole == 1 {
				end = i
			}
		}
		for range 3 {
			if i >= len(s) || isAlnum(s[i]) {
				break
			}
			c, size := decodeBytes(s[i:])
			if gapOf(c) == gapNone {
				return end
			}
			i += size
		}
		if i >= len(s) || !isAlnum(s[i]) {
			return end
		}
	}
	return end
}

func remainder(rest int, c byte) int {
	if isDigit(c) {
		return (rest*10 + int(c-'0')) % 97
	}
	return (rest*100 + int(c-'A') + 10) % 97
}
