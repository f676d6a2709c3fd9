package i18n

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// marks are a pair of quotation marks.
type marks struct{ open, close rune }

// quotations are a language's marks and those for what is quoted within them:
// Taiwan's Revised Handbook of Punctuation, GB/T 15834-2011 4.8, the Ukrainian
// orthography of 2019 § 163, and for English the marks that the messages use.
var quotations = map[string][2]marks{
	"zh-Hant": {{'「', '」'}, {'『', '』'}},
	"zh-Hans": {{'“', '”'}, {'‘', '’'}},
	"uk":      {{'«', '»'}, {'„', '“'}},
	"en":      {{'“', '”'}, {'‘', '’'}},
}

// nest gives quotation marks within the same ones the other form: a name that
// has marks of its own stands in a message's. Each level takes the marks that the
// one around it does not have; a text whose marks do not pair stays as it is.
func nest(lang, s string) string {
	both := quotations[lang]
	outer := string(both[0].open)
	if first := strings.Index(s, outer); first < 0 || !strings.Contains(s[first+len(outer):], outer) {
		return s
	}
	type level struct {
		written marks // as it stands in s
		as      int   // which of both it becomes
	}
	var around []level
	b := make([]byte, 0, len(s))
	changed := false
	for _, r := range s {
		if n := len(around); n > 0 && around[n-1].written.close == r {
			b, around = utf8.AppendRune(b, both[around[n-1].as].close), around[:n-1]
			continue
		}
		i := slices.IndexFunc(both[:], func(m marks) bool { return m.open == r })
		switch {
		case i >= 0:
			was := i
			if n := len(around); n > 0 && around[n-1].as == i {
				i = 1 - i
			}
			changed = changed || i != was
			around = append(around, level{both[was], i})
			b = utf8.AppendRune(b, both[i].open)
		case r == both[0].close:
			return s
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	if !changed || len(around) > 0 {
		return s
	}
	return string(b)
}
