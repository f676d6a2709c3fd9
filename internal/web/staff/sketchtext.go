package staff

import (
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// staffText is a text that staff read, of at most so many characters.
type staffText struct {
	id   string // of its input, or the end of it
	text *survey.Wording
	most int
}

// wayOf are the texts without which a journey stays a draft.
func wayOf(j *journey.Journey) []staffText {
	return []staffText{{"goal", &j.Goal, longestText}, {"start", &j.Start, longestText}, {"end", &j.End, longestText}}
}

// personaTexts are what a persona is called, wants and needs.
func personaTexts(ps *journey.Persona) []staffText {
	return []staffText{{"name", &ps.Name, longestName}, {"goals", &ps.Goals, longestText}, {"needs", &ps.Needs, longestText}}
}

// saidOf are the texts of a touchpoint in a customer's voice.
func saidOf(t *journey.Touchpoint) []staffText {
	return []staffText{{"action", &t.Action, longestText}, {"expectation", &t.Expectation, longestText}}
}

// reworded is a text that staff read after somebody saw it in one language and
// typed it as it is now. A text that was changed says the same in no other
// language any more.
func reworded(was survey.Wording, lang, typed string) survey.Wording {
	switch typed {
	case was.In(lang):
		return was
	case "":
		return nil
	}
	return survey.Wording{lang: typed}
}

// readText takes a text as it was typed into the input id.
func (pg *sketchPage) readText(c echo.Context, id string, t staffText) {
	s := typed(c, id)
	pg.tooLong(id, s, t.most)
	*t.text = reworded(*t.text, pg.Lang, s)
}
