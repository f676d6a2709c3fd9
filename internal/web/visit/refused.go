package visit

import (
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/survey"
)

// refused shows the form again, with what is wrong beside each question and
// everything that was typed.
func (p *Pages) refused(c echo.Context, v visit, id uuid.UUID, token string, err error) error {
	params := fault.Params(err)
	if !errors.Is(err, fault.Invalid) || len(params) == 0 {
		return err
	}
	voice := p.Catalog.In(v.lang)
	wrong := map[string]string{}
	v.step = len(v.Survey.Steps())
	for _, param := range params {
		v.step = min(v.step, v.stepOf(param.Name))
	}
	for _, param := range params { // of later steps when they are reached
		if v.stepOf(param.Name) == v.step && wrong[param.Name] == "" {
			wrong[param.Name] = wrongInWords(voice, param)
		}
	}
	return p.show(c, http.StatusUnprocessableEntity, v, id, token, wrong)
}

// wrongInWords says in the page's language why an answer was refused.
func wrongInWords(v i18n.Voice, param fault.Param) string {
	args := make([]any, 0, 2*len(param.Args)+2)
	for name, value := range param.Args {
		args = append(args, name, value)
	}
	if param.Code == survey.CodeTooLong {
		limit, _ := param.Args["Max"].(int)
		length, _ := param.Args["Length"].(int)
		args = append(args, "Count", length-limit)
	}
	id := "visit.error_" + param.Code
	if words := v.T(id, args...); words != id {
		return words
	}
	return v.T("visit.error_wrong_type", args...)
}

// again is a page that holds a form's content so that it can be sent once
// more: when the answer could not be kept, or another one came before.
type again struct {
	page
	Text      string
	Test      bool
	Action    string
	Hidden    []pair
	Send      string // the button's words
	Replace   bool   // the button replaces the answer that was given before
	Other     string // words of the link that leaves everything as it is, or ""
	OtherLink string
	Note      string // shown apart, or ""
}

func (p *Pages) again(v visit, id uuid.UUID, token, title, text, send string) *again {
	a := &again{page: p.pageOf(&v), Action: v.stay("/t/" + v.Placement.Code), Test: v.test != ""}
	a.uses = cssNote | cssPlain
	a.Heading, a.Journey = a.T(title), v.Journey.Name.In(v.lang)
	a.Title = a.Heading + " – " + a.Journey
	a.Text, a.Send = a.T(text), a.T(send)
	a.Languages = switches(v.Journey.Languages, v.lang, func(string) string { return "" })
	a.Hidden = append(v.hidden(), pair{idInput, id.String()}, pair{tokenInput, token})
	for q := range v.Survey.Asked() {
		a.Hidden = append(a.Hidden, v.entered.pairs(q.Key)...)
	}
	a.Hidden = append(a.Hidden, v.entered.pairs(survey.ConsentField)...)
	return a
}

// busy keeps the answers in a page from which they can be sent again.
func (p *Pages) busy(c echo.Context, v visit, id uuid.UUID, token string, replacing bool) error {
	c.Response().Header().Set("Retry-After", "5")
	a := p.again(v, id, token, "visit.busy_title", "visit.busy", "visit.busy_again")
	a.Replace = replacing
	return p.render(c, http.StatusServiceUnavailable, "visit/again", a)
}

// conflict asks which of two answers from the same page should count: someone
// went back and answered otherwise. Without a form token that owns the id
// nothing can be replaced, only answered anew.
func (p *Pages) conflict(c echo.Context, v visit, id uuid.UUID, token string) error {
	code := v.Placement.Code
	if !p.ownsForm(token, code, id) {
		return fault.New(fault.Conflict, "an answer with this id is here already, with other content; send the new one with an id of its own")
	}
	a := p.again(v, id, token, "visit.conflict_title", "visit.conflict", "visit.conflict_new")
	a.Replace = true
	a.Other, a.OtherLink = a.T("visit.conflict_old"), v.stay("/t/"+code+"/thanks?lang="+v.lang)
	return p.render(c, http.StatusConflict, "visit/again", a)
}
