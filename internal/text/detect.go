// Package text knows what a text is before anybody asks what it feels: its
// language, its words, its folded form, and the contacts in it that must not be
// shown.
package text

import "unicode"

// detectLimit is how many bytes of a text its language is read from.
const detectLimit = 4096

// Detect names the language of s: "zh-Hant", "zh-Hans", "uk", "ru", "en", "ja",
// "other", or "unknown" where there are no letters or too few. prior is the
// language that the survey was shown in, or ""; it decides only what the text
// leaves open, such as 好 or "ок". Written Cantonese is "zh-Hant".
func Detect(s, prior string) string {
	if len(s) > detectLimit {
		s = s[:detectLimit]
	}
	var c letters
	c.read(s)
	prior = known(prior)
	switch {
	case c.kana > 0 && c.kana*8 >= c.han && (c.kana > 1 || c.han < 2 || c.kanji > 0 || prior == "ja"):
		if c.kana+c.han < 2 || (c.kana+c.han)*3 < c.latin+c.cyrillic {
			break
		}
		return "ja"
	case c.han > 0 && c.kana == 0 && c.hans == 0 && (prior == "ja" || c.kanji*5 >= c.han):
		return "ja"
	}
	han := c.han * 5 // a character says as much as a word of five letters
	cyrillic, latins := c.cyrillic, c.latin
	if latins > 0 && han+cyrillic > 0 {
		// A foreign name in a text is no reason to call it English: its other
		// words must be English too.
		n := englishness(s)
		switch {
		case n*2 > c.han && n*4 > cyrillic:
			han, cyrillic = 0, 0
		case han*3 > latins || cyrillic*4 > latins:
			latins = 0
		}
	}
	most := max(han, cyrillic, latins, c.other)
	switch {
	case most < 2:
		return "unknown"
	case most == han:
		return chinese(&c, prior)
	case most == cyrillic:
		return slavic(s, &c, prior)
	case most == latins:
		return latin(s, &c)
	}
	return "other"
}

func known(prior string) string {
	switch prior {
	case "yue", "zh-HK", "zh-TW", "zh-MO":
		return "zh-Hant"
	case "zh", "zh-CN", "zh-SG":
		return "zh-Hans"
	}
	return prior
}

// letters counts what the characters of a text give away.
type letters struct {
	han, hans, hant        int // all, and those of one script only
	kanji, kana            int // characters that only Japanese has
	cyrillic, ukr, rus     int // letters that only Ukrainian (і ї є ґ) or Russian (ы э ъ ё) has
	foreignCyrillic        int // letters of other Cyrillic alphabets
	bulgarian              int // ъ where Russian cannot have it
	latin, accented, other int
}

func (c *letters) read(s string) {
	script := &han().script
	var prev rune
	for i := 0; i < len(s); {
		if n := address(s[i:], prev); n > 0 {
			i += n
			prev = ' '
			continue
		}
		r, n := decode(s[i:])
		i += n
		switch {
		case r < 0x80:
			if 'a' <= r|0x20 && r|0x20 <= 'z' {
				c.latin++
			}
		case IsHan(r):
			c.han++
			if r < 0x10000 {
				switch script[r] {
				case scriptHans:
					c.hans++
				case scriptHant:
					c.hant++
				case scriptKanji:
					c.kanji++
				}
			}
		case r >= 0x3041 && r <= 0x30FF && r != 0x30FB || r >= 0xFF66 && r <= 0xFF9D:
			c.kana++
		case r >= 0x400 && r <= 0x52F:
			c.cyrillic++
			switch r {
			case 'і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є', 'Ґ':
				c.ukr++
			case 'ы', 'э', 'ё', 'Ы', 'Э', 'Ё':
				c.rus++
			case 'ъ', 'Ъ':
				if next, _ := decode(s[i:]); softens(next) {
					c.rus++
				} else {
					c.bulgarian++
				}
			default:
				if !russian(r) {
					c.foreignCyrillic++
				}
			}
		case r == '’' || r == 'ʼ':
		case unicode.Is(unicode.Latin, r):
			c.latin++
			if r < 0xFF00 {
				c.accented++
			}
		case r >= 0xAC00 && r <= 0xD7A3:
			c.other += 4 // a syllable
		case unicode.IsLetter(r):
			c.other++
		}
		if (r == '\'' || r == '’' || r == 'ʼ') && prev >= 0x400 && prev <= 0x52F {
			if next, _ := decode(s[i:]); next == 'я' || next == 'ю' || next == 'є' || next == 'ї' {
				c.ukr++ // the apostrophe of Ukrainian: п'ять
			}
		}
		prev = r
	}
}

// softens reports whether r may follow the ъ of Russian: объект, съесть.
func softens(r rune) bool {
	switch r {
	case 'е', 'ё', 'ю', 'я', 'Е', 'Ё', 'Ю', 'Я':
		return true
	}
	return false
}

func russian(r rune) bool { return r >= 'А' && r <= 'я' }

// chinese chooses the script by the characters that only one of them has.
func chinese(c *letters, prior string) string {
	switch {
	case c.hant > c.hans:
		return "zh-Hant"
	case c.hans > c.hant:
		return "zh-Hans"
	case prior == "zh-Hans":
		return "zh-Hans"
	}
	return "zh-Hant"
}
