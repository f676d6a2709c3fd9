package staff

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/survey"
)

// input is a text to type.
type input struct {
	ID, Label, Hint, Value string
	Lang                   string // of what is typed, "" for the page's
	Wrong                  string
	Max                    int
	Long                   bool
}

// radios is a choice of one.
type radios struct {
	ID, Label, Hint, Wrong string
	Options                []option
}

// Longest texts of the forms, in characters; those of the journey file are
// longer, but nobody reads them on a map.
const (
	longestName = 200
	longestText = 500
)

// typed is an input of a form as it was sent: one line, without what steers a
// screen, and no longer than most characters.
func typed(c echo.Context, id string) string {
	s, ok := survey.Clean(c.FormValue(id))
	if !ok { // no browser sends it
		return ""
	}
	return strings.Join(strings.Fields(s), " ")
}

// tooLong notes a text that is longer than most characters.
func (pg *sketchPage) tooLong(id, text string, most int) {
	if n := len([]rune(text)); n > most {
		pg.wrong(id, "wizard.wrong.long", "Most", strconv.Itoa(most), "N", strconv.Itoa(n))
	}
}

// text is an input with its label and hint, which are messages; "" for no
// hint.
func (pg *sketchPage) text(id, label, hint, value string, most int) input {
	in := input{ID: id, Label: pg.T(label), Value: value, Max: most, Long: most > longestName, Wrong: pg.Wrong(id)}
	if hint != "" {
		in.Hint = pg.T(hint)
	}
	return in
}

// inEach is one input for each language in which visitors read the text.
func (pg *sketchPage) inEach(id, label string, languages []string, value func(tag string) string) []input {
	list := make([]input, len(languages))
	for i, tag := range languages {
		list[i] = pg.text(id+"-"+tag, label, "", value(tag), longestName)
		list[i].Lang = tag
		list[i].Label = pg.T("wizard.in_language", "Label", list[i].Label, "Language", i18n.NameOf(tag))
	}
	return list
}

// renamed is a text that visitors read, typed in each of the languages; in the
// others it stays.
func renamed(was survey.Wording, languages []string, typed func(tag string) string) survey.Wording {
	now := survey.Wording{}
	for tag, s := range was {
		now[tag] = s
	}
	for _, tag := range languages {
		if now[tag] = typed(tag); now[tag] == "" {
			delete(now, tag)
		}
	}
	return now
}
