package visit

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/invitation"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// Names of the form's own inputs. No question's key starts with "_".
const (
	idInput     = "_id"
	tokenInput  = "_token"
	trapInput   = "_homepage" // people leave it empty, simple bots don't
	testInput   = "_test"
	inviteInput = "_invitation"
	switchInput = "_switch" // show the form in another language
	replace     = "_replace"
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

// pair is a hidden input.
type pair struct{ Name, Value string }

// visit is one look at a survey: where, in which language, and what came
// along with the link or the form.
type visit struct {
	*store.Spot
	lang    string
	persona string
	fields  map[string]string
	test    string // a good test token, or ""
	frame   bool   // in the page of another site
	invited invited
	sent    url.Values // the form as it came, nil for a link
	entered entered
	trapped bool // the trap was filled in, in this step or before
	step    int  // of the survey's, from 0; past the last: all was asked
}

// brought reads what a link or a form brings along beside answers.
func (p *Pages) brought(spot *store.Spot, lang string, sent url.Values) visit {
	v := visit{Spot: spot, lang: lang}
	if who := spot.Journey.Persona(sent.Get("persona")); who != nil && !who.Archived {
		v.persona = who.Key
	}
	fields := map[string]string{}
	for _, name := range spot.Survey.Fields {
		fields[name] = sent.Get(name)
	}
	v.fields = spot.Survey.KeepFields(fields)
	p.readInvitation(&v, sent)
	return v
}

// plain is true when a page is the same for everybody.
func (v *visit) plain() bool {
	return v.persona == "" && v.test == "" && v.invited.token == "" && len(v.fields) == 0 && len(v.entered) == 0
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

// hidden are the inputs that carry along what is not typed.
func (v *visit) hidden() []pair {
	in := []pair{{"lang", v.lang}}
	if v.persona != "" {
		in = append(in, pair{"persona", v.persona})
	}
	for _, name := range v.Survey.Fields {
		if v.fields[name] != "" {
			in = append(in, pair{name, v.fields[name]})
		}
	}
	if v.trapped {
		in = append(in, pair{trapInput, "yes"})
	}
	if v.test != "" {
		in = append(in, pair{testInput, v.test})
	}
	if v.invited.token != "" {
		in = append(in, pair{inviteInput, v.invited.token})
	}
	return in
}

// query is what a link to the same survey in a language brings along.
func (v *visit) query(lang string) url.Values {
	q := url.Values{}
	for name, value := range v.fields {
		q.Set(name, value)
	}
	if v.persona != "" {
		q.Set("persona", v.persona)
	}
	if v.test != "" {
		q.Set("test", v.test)
	}
	if v.invited.token != "" {
		q.Set(invitation.Parameter, v.invited.token)
	}
	if v.frame {
		q.Set(frameInput, "yes")
	}
	q.Set("lang", lang)
	return q
}

// asks says whether a name belongs to the survey itself.
func asks(s *survey.Survey, name string) bool {
	return s.Question(name) != nil || slices.Contains(s.Fields, name)
}
