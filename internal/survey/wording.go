package survey

import (
	"maps"
	"slices"
)

// Wording is a text in several languages, keyed by the tags of Languages.
type Wording map[string]string

// Languages are the languages of visitors and staff, in the order in which a
// list of them is shown.
var Languages = [...]string{"zh-Hant", "zh-Hans", "uk", "en"}

// In is the wording in a language; where it is missing, the English one, else
// the first by tag, else "". Texts that visitors see are complete in every
// language a journey declares, so the fallback only ever meets staff.
func (w Wording) In(language string) string {
	if s := w[language]; s != "" {
		return s
	}
	if s := w["en"]; s != "" {
		return s
	}
	for _, tag := range slices.Sorted(maps.Keys(w)) {
		if w[tag] != "" {
			return w[tag]
		}
	}
	return ""
}
