package journey

import (
	"fmt"
	"strings"

	"github.com/waymood/waymood/internal/survey"
)

// latin writes Ukrainian letters as the resolution of the Cabinet of Ministers
// No. 55 of 27 January 2010 does within a word; at its beginning five differ.
var (
	latin = map[rune]string{
		'а': "a", 'б': "b", 'в': "v", 'г': "h", 'ґ': "g", 'д': "d", 'е': "e", 'є': "ie", 'ж': "zh", 'з': "z", 'и': "y", 'і': "i", 'ї': "i", 'й': "i",
		'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch",
		'ш': "sh", 'щ': "shch", 'ь': "", 'ю': "iu", 'я': "ia", '’': "", '\'': "", 'ʼ': "",
		'é': "e", 'è': "e", 'ü': "u", 'ö': "o", 'ä': "a", 'ß': "ss", 'ñ': "n", 'ç': "c", 'ł': "l", 'ó': "o",
	}
	latinFirst = map[rune]string{'є': "ye", 'ї': "yi", 'й': "y", 'ю': "yu", 'я': "ya"}
)

// KeyOf makes a key of a name: Latin letters and digits as they are, Ukrainian
// ones transliterated, "-" for all between. It is "" where nothing of the name
// can be written so, as in Chinese.
func KeyOf(name string) string {
	var b strings.Builder
	before := '-'
	runes := []rune(strings.ToLower(name))
	for i, r := range runes {
		switch s, known := latin[r]; {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == 'г' && before == 'з':
			b.WriteString("gh")
		case known && before == '-' && latinFirst[r] != "":
			b.WriteString(latinFirst[r])
		case known:
			b.WriteString(s)
			if s == "" && before == '-' {
				continue
			}
		default:
			r = '-'
			if before != '-' && i < len(runes)-1 {
				b.WriteByte('-')
			}
		}
		before = r
	}
	key := strings.Trim(b.String(), "-")
	if len(key) > survey.MaxKeyLength {
		key = strings.Trim(key[:survey.MaxKeyLength], "-")
	}
	return key
}

// FreeKey is wanted, or wanted with the first number from 2 that is not taken.
func FreeKey(wanted string, taken func(string) bool) string {
	key := wanted
	for n := 2; taken(key); n++ {
		tail := fmt.Sprintf("-%d", n)
		key = strings.Trim(wanted[:min(len(wanted), survey.MaxKeyLength-len(tail))], "-") + tail
	}
	return key
}
