package journey

import (
	"strings"
	"unicode"
)

// beginnings are the words with which people speak of themselves, lower case.
// Ukrainian leaves the pronoun out, so its verbs are told by their endings.
var beginnings = map[string][]string{
	"en": {"i", "i’m", "i'm", "i’d", "i'd", "i’ve", "i've", "i’ll", "i'll", "we", "my", "our"},
	"uk": {"я", "мені", "мене", "ми", "нам", "мій", "моя", "моє", "мої"},
}

// FirstPerson says whether a touchpoint's action or expectation speaks as the
// customer does: "I wait in line", "Чекаю на відповідь", "我排隊". It is for a
// gentle hint: in doubt it says yes, as it does of languages it does not know
// and of an empty text.
func FirstPerson(language, text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '’' && r != '\''
	})
	if len(words) == 0 {
		return true
	}
	switch language {
	case "zh-Hant", "zh-Hans":
		return strings.Contains(text, "我") || strings.Contains(text, "咱")
	case "uk":
		for _, ending := range []string{"ю", "у", "юсь", "усь", "юся", "уся"} {
			if strings.HasSuffix(words[0], ending) {
				return true
			}
		}
	case "en":
	default:
		return true
	}
	for _, known := range beginnings[language] {
		if words[0] == known {
			return true
		}
	}
	return false
}
