package survey

import "slices"

// MaxKeyLength is the longest key of a question, option, touchpoint and so on.
const MaxKeyLength = 40

// Key says whether s can be the key of something in a journey file: 1 to 40
// of a-z, 0-9, "_" and "-", and the first one a letter or a digit.
func Key(s string) bool {
	if len(s) == 0 || len(s) > MaxKeyLength || s[0] == '-' || s[0] == '_' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-') {
			return false
		}
	}
	return true
}

// Field says whether s can be the name of a hidden field: as Key, with
// capitals and dots, because other people's systems choose them.
func Field(s string) bool {
	if len(s) == 0 || len(s) > MaxKeyLength || s[0] == '-' || s[0] == '_' || s[0] == '.' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.') {
			return false
		}
	}
	return true
}

// ConsentField is the name of the tick box with which a visitor agrees that a
// contact is kept.
const ConsentField = "consent"

// Reserved names are no questions and no hidden fields: they are parameters
// of the survey page or words of conditions. The page's other inputs start
// with "_", which no key does.
var reserved = []string{"lang", "persona", ConsentField, "and", "or", "has", "answers"}

// Reserved says whether a name is taken.
func Reserved(s string) bool { return slices.Contains(reserved, s) }
