package visit

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
)

// surveyPage is GET /t/{code}.
type surveyPage struct {
	page
	Action    string
	Test      bool
	Summary   []*question // those with an error
	Faces     bool        // which drawings are needed
	Stars     bool
	Script    bool
	Questions []*question
	Hidden    []pair
	ID, Token string
	steps
}

// Survey is GET /t/{code}: the survey of a placement.
func (p *Pages) Survey(c echo.Context) error {
	spot, err := p.Store.Spot(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	if c.Request().URL.RawQuery == "" { // as nearly all come, from a code on a wall
		lang := p.spoken.match(c.Request().Header.Get("Accept-Language"), spot.Journey.Languages)
		v := visit{Spot: spot, lang: lang, frame: framed(c)}
		if admitted, err := p.admits(c, v, nil); !admitted {
			return err
		}
		p.seen(c, v)
		return p.same(c, v)
	}
	query := c.QueryParams()
	v := p.brought(spot, languageOf(c, spot.Journey.Languages), query)
	v.frame = framed(c)
	if token := query.Get("test"); token != "" && !asks(spot.Survey, "test") {
		if !CheckTestToken(p.testSecret, spot.Placement.Code, token, p.Clock()) {
			return p.testOver(c, v)
		}
		v.test = token
	}
	if admitted, err := p.admits(c, v, nil); !admitted {
		return err
	}
	p.seen(c, v)
	v.entered = enteredBy(spot.Survey.Prefill(query))

	if v.plain() {
		return p.same(c, v)
	}
	id, made := v.newID(), p.Clock()
	if len(v.entered) > 0 { // what comes filled in can be sent at once
		made = made.Add(-leastTime)
	}
	return p.show(c, http.StatusOK, v, id, p.formToken(spot.Placement.Code, id, made), nil)
}

// keep lets the visitor's own browser, and nobody else, keep an untouched
// form, but ask anew each time the survey is opened. So "back" after sending
// leads to the same form with the same id: what is sent from it again is the
// same answer or a correction, not a second one.
const keep = "private, no-cache"

// same answers with the page that is the same for everybody but for its id
// and token.
func (p *Pages) same(c echo.Context, v visit) error {
	id := p.ids.New()
	token := p.formToken(v.Placement.Code, id, p.Clock())
	key := readyKey{v.Placement.Code, v.lang, v.frame}
	ready := p.ready.get(key, v.Journey)
	if ready == nil {
		view := p.view(v, id, token, nil)
		html, err := p.html(c, "visit/survey", view)
		if err != nil {
			return err
		}
		if ready, err = newReadyPage(v.Journey, v.lang, view.policy(), html, id, token); err != nil {
			return err
		}
		p.ready.put(key, ready)
	}
	return ready.send(c, id, token)
}

// view is the page's struct. wrong are the errors by question key.
func (p *Pages) view(v visit, id uuid.UUID, token string, wrong map[string]string) *surveyPage {
	name, who := v.Touchpoint.Name.In(v.lang), v.Journey.Name.In(v.lang)
	view := &surveyPage{
		page:   p.pageOf(&v),
		Action: v.stay("/t/" + v.Placement.Code),
		Test:   v.test != "",
		ID:     id.String(), Token: token,
	}
	view.Title, view.Journey, view.Heading = name+" – "+who, who, name
	prompts, led := v.prompts(view.T)
	view.steps, view.Script = led, led.Unless != ""
	view.Hidden = append(v.hidden(), v.carried(prompts)...)
	for _, prompt := range prompts {
		one, ok := newQuestion(view.Voice, v.lang, v.Survey, prompt, v.entered)
		if !ok {
			continue
		}
		if one.Error = wrong[prompt.Key]; one.Error != "" {
			view.Summary = append(view.Summary, one)
		}
		one.describe()
		view.Faces = view.Faces || one.Kind == "faces"
		view.Stars = view.Stars || one.Kind == "stars"
		view.Script = view.Script || one.If != ""
		view.uses |= partsOf(one)
		view.Questions = append(view.Questions, one)
	}
	if view.Test || view.End != "" {
		view.uses |= cssNote
	}
	if view.Where != "" {
		view.Title = view.Where + " – " + view.Title
		view.uses |= cssSteps
	}
	if view.Back != "" {
		view.uses |= cssPlain
	}
	if len(view.Summary) > 0 {
		view.Title = view.T("visit.error") + ": " + view.Title
	}
	view.Languages = switches(v.Journey.Languages, v.lang, nil)
	return view
}

// show renders the page for one visitor.
func (p *Pages) show(c echo.Context, status int, v visit, id uuid.UUID, token string, wrong map[string]string) error {
	view := p.view(v, id, token, wrong)
	html, err := p.html(c, "visit/survey", view)
	if err != nil {
		return err
	}
	headers(c.Response().Header(), v.lang, view.policy())
	c.Response().Header().Set("Cache-Control", keep)
	return send(c, status, html)
}
