package chart

import (
	"html"
	"regexp"
	"strings"
	"unicode"
)

var shownText = regexp.MustCompile(`(?s)<text[^>]*>(.*?)</text>`)

// label is the name of what leads to a touchpoint: its words, which hold what
// is drawn within, so that who speaks to the screen can name what they see.
// Where the words say it otherwise, both are said.
func label(words, drawn string) string {
	var shown []string
	for _, m := range shownText.FindAllStringSubmatch(drawn, -1) {
		shown = append(shown, html.UnescapeString(m[1]))
	}
	seen := strings.Join(shown, " ")
	if strings.Contains(spelled(words), spelled(seen)) {
		return words
	}
	return seen + " · " + words
}

// spelled is a text by its letters and digits alone, as speech has them.
func spelled(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}
