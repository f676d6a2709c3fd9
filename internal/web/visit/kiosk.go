package visit

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// kioskCSP lets the kiosk run its own files and send to its own server, and
// nothing else.
const kioskCSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// kioskPage is GET /t/{code}/kiosk. It is the same for everybody, byte for
// byte: the worker that keeps it for hours without a network compares it with
// a new one to see whether anything changed.
type kioskPage struct {
	i18n.Voice
	Title        string
	Code, Rating string // the placement's code, the key of the rating question
	Faces, Stars bool   // which drawings are needed
	Closed       bool
	Spoken       []kioskVoice
}

// kioskVoice is all that the kiosk says in one language.
type kioskVoice struct {
	i18n.Voice
	Name    string // of the language, in itself
	Journey string // who asks
	Where   string
	Rating  *kioskQuestion
	More    []*kioskQuestion
	Thanks  map[string]string // by feeling
	Others  []wordsIn         // the rating question in the journey's other languages
}

// wordsIn are words in a language.
type wordsIn struct{ Lang, Text string }

// kioskQuestion is a question as the kiosk asks it. Takes is what an answer is
// in JSON: number, flag, key, keys or text.
type kioskQuestion struct {
	*question
	Takes   string
	Answers []kioskAnswer
	Limit   int // characters of a text
}

// kioskAnswer is one to tap; Feeling is happy, neutral or unhappy.
type kioskAnswer struct {
	choice
	Feeling string
}

// Kiosk is GET /t/{code}/kiosk: the survey on a tablet that everybody taps.
// A survey that rates nothing has no kiosk and is shown as a page.
func (p *Pages) Kiosk(c echo.Context) error {
	spot, err := p.Store.Spot(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	code, asked := spot.Placement.Code, ""
	if lang := c.QueryParam("lang"); slices.Contains(spot.Journey.Languages, lang) {
		asked = "?lang=" + lang // read by the kiosk's script, since the page is the same for everybody
	}
	if c.Param("code") != code { // the worker's scope is an address, where case counts
		return c.Redirect(http.StatusFound, "/t/"+code+"/kiosk"+asked)
	}
	if spot.Survey.Rating() == nil || spot.Placement.Invited { // that page says why not
		return c.Redirect(http.StatusFound, "/t/"+code+asked)
	}
	if r := c.Request().Header; r.Get("Sec-Fetch-Site") == "same-origin" && r.Get("Sec-Fetch-Dest") == "empty" { // its own worker, which looks for a new version
		p.Store.Hear(spot, p.Clock())
	}
	view := p.kiosk(spot)
	status := http.StatusOK
	if view.Closed {
		status = http.StatusGone
	}
	h := c.Response().Header()
	headers(h, view.Lang, kioskCSP)
	return c.Render(status, "visit/kiosk", view)
}

func (p *Pages) kiosk(spot *store.Spot) *kioskPage {
	rating := spot.Survey.Rating()
	view := &kioskPage{
		Voice: p.Catalog.In(spot.Journey.Languages[0]),
		Code:  spot.Placement.Code, Rating: rating.Key, Closed: p.isClosed(spot),
	}
	for _, lang := range spot.Journey.Languages {
		v := p.kioskVoice(spot, rating, lang)
		for _, q := range append([]*kioskQuestion{v.Rating}, v.More...) {
			view.Faces = view.Faces || q.Kind == "faces"
			view.Stars = view.Stars || q.Kind == "stars"
		}
		view.Spoken = append(view.Spoken, v)
	}
	view.Title = view.Spoken[0].Where + " – " + view.Spoken[0].Journey
	return view
}

func (p *Pages) kioskVoice(spot *store.Spot, rating *survey.Question, lang string) kioskVoice {
	v := kioskVoice{
		Voice: p.Catalog.In(lang), Name: i18n.NameOf(lang), Journey: spot.Journey.Name.In(lang), Where: spot.Touchpoint.Name.In(lang),
	}
	v.Thanks = map[string]string{}
	for feeling, own := range map[string]string{
		"happy": spot.Survey.Thanks.Happy.In(lang), "neutral": spot.Survey.Thanks.Neutral.In(lang), "unhappy": spot.Survey.Thanks.Unhappy.In(lang),
	} {
		if v.Thanks[feeling] = own; own == "" {
			v.Thanks[feeling] = v.T("kiosk.thanks_" + feeling)
		}
	}
	for q := range spot.Survey.Asked() {
		one := newKioskQuestion(v.Voice, spot, q)
		switch {
		case one == nil:
		case q.Key == rating.Key:
			v.Rating = one
		default:
			v.More = append(v.More, one)
		}
	}
	for _, other := range spot.Journey.Languages {
		if other != lang {
			v.Others = append(v.Others, wordsIn{other, rating.Ask.In(other)})
		}
	}
	return v
}

// newKioskQuestion is q in a language, or nil for what nobody should enter on
// a screen that others see: a mail address.
func newKioskQuestion(v i18n.Voice, spot *store.Spot, q *survey.Question) *kioskQuestion {
	meant, _ := spot.Survey.Condition(q) // all of it: the tablet has nobody to ask. None if it is wrong, as when answers are read
	one, ok := newQuestion(v, v.Lang, spot.Survey, survey.Prompt{Question: q, If: meant}, nil)
	if !ok || q.Type == survey.Email {
		return nil
	}
	k := &kioskQuestion{question: one, Takes: taken(q.Type)}
	if q.Type.IsText() {
		k.Limit = q.Limit()
	}
	scale, rates := q.Type.Scale()
	for _, c := range one.Choices {
		a := kioskAnswer{choice: c}
		if rates {
			a.Feeling = feelingOf(spot, scale, c.Value)
		}
		k.Answers = append(k.Answers, a)
	}
	return k
}

// taken is what an answer to a type is in JSON.
func taken(t survey.Type) string {
	_, rates := t.Scale()
	switch {
	case t == survey.YesNo:
		return "flag"
	case rates:
		return "number"
	case t.Several():
		return "keys"
	case t.IsText():
		return "text"
	}
	return "key"
}

// feelingOf a value of a rating, as the map will count it.
func feelingOf(spot *store.Spot, scale survey.Scale, value string) string {
	n, err := strconv.Atoi(value)
	if err != nil && value == "yes" {
		n = 1
	}
	switch mood.Contribute(spot.Journey.Analysis, &mood.Rating{Scale: scale, Value: float64(n)}, nil).Class() {
	case mood.Happy:
		return "happy"
	case mood.Unhappy:
		return "unhappy"
	}
	return "neutral"
}
