package visit

import (
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// mostTold is how many texts of what was done a page of thanks shows: thanks
// are short.
const mostTold = 2

// told is one text of what was done about what customers said.
type told struct{ Text, Lang string }

// told are the texts for a visitor, each in their language or one they accept,
// else in the journey's first that it is written in.
func (p *Pages) told(c echo.Context, j *journey.Journey, tp *journey.Touchpoint, lang string) ([]told, error) {
	texts, err := p.Store.Told(c.Request().Context(), j.Key, tp.Key, journey.DayOf(p.Clock(), j.Location()), mostTold)
	if err != nil {
		return nil, err
	}
	var list []told
	for _, t := range texts {
		tag := i18n.Match(lang, c.Request().Header.Get("Accept-Language"), written(t.Text, j.Languages, lang))
		list = append(list, told{t.Text[tag], tag})
	}
	return list, nil
}

// written are the languages of a text in the journey's order, then those that it
// no longer has; the other Chinese comes last for who reads one of them.
func written(text map[string]string, order []string, lang string) []string {
	var first, last []string
	seen := map[string]bool{}
	for _, tag := range append(append([]string{}, order...), survey.Languages[:]...) {
		if text[tag] == "" || seen[tag] {
			continue
		}
		seen[tag] = true
		if strings.HasPrefix(lang, "zh") && strings.HasPrefix(tag, "zh") && tag != lang {
			last = append(last, tag)
		} else {
			first = append(first, tag)
		}
	}
	return append(first, last...)
}
