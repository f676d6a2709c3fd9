package visit

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// Answer is POST /t/{code}: a form with answers. It ends on the thanks page,
// or shows the form again with what is wrong and all that was typed.
func (p *Pages) Answer(c echo.Context) error {
	ctx := c.Request().Context()
	spot, err := p.Store.Spot(ctx, c.Param("code"))
	if err != nil {
		return err
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	v := p.brought(spot, p.formLanguage(c, spot, form), form)
	v.entered, v.frame, v.trapped = typed(spot.Survey, form), framed(c), form.Get(trapInput) != ""
	v.sent = form
	if token := form.Get(testInput); token != "" {
		if !CheckTestToken(p.testSecret, spot.Placement.Code, token, p.Clock()) {
			return p.testOver(c, v)
		}
		v.test = token
	}
	if admitted, err := p.admits(c, v, form); !admitted {
		return err
	}

	id, token := p.identity(form, v)
	stepped := v.readStep(form)
	if form.Get(switchInput) != "" {
		return p.show(c, http.StatusOK, v, id, token, nil)
	}
	answers, err := spot.Survey.ParseForm(form, v.lang)
	if stepped {
		if led, err := p.walk(c, v, id, token, form, answers, err); led {
			return err
		}
	}
	if err != nil {
		return p.refused(c, v, id, token, err)
	}

	r := p.response(v, id, answers)
	if v.test != "" {
		r.State = survey.Test
	}
	r.Doubt(p.doubts(c, v, id, form))
	keep, corrects := p.Store.AddResponse, form.Get(replaceInput) != "" && p.ownsForm(form.Get(tokenInput), spot.Placement.Code, id)
	if corrects {
		keep = p.Store.Correct
	}
	kept, err := keep(ctx, r)
	switch {
	case err == nil:
		if !corrects && !kept.Again {
			p.arrived(c, v, r, form)
		}
		return p.thank(c, v, kept)
	case errors.Is(err, fault.Conflict):
		return p.conflict(c, v, id, form.Get(tokenInput))
	case errors.Is(err, fault.Gone):
		return p.goneBefore(c, v, err)
	case errors.Is(err, fault.Busy):
		return p.busy(c, v, id, token, form.Get(replaceInput) != "")
	}
	return err
}

// response is the answers, ready to be kept.
func (p *Pages) response(v visit, id uuid.UUID, answers survey.Answers) *survey.Response {
	code := v.Placement.Code
	return &survey.Response{
		ID:         id,
		Code:       code,
		Journey:    v.Journey.Key,
		Touchpoint: v.Touchpoint.Key,
		Answers:    answers,
		Language:   v.lang,
		Persona:    v.Journey.PersonaOf(v.Survey, answers, v.persona, v.fields),
		Fields:     v.fields,
		ReceivedAt: p.Clock(),
		Admitted:   p.isClosed(v.Spot),
		Sum:        survey.ContentSum(code, answers, v.lang, v.persona, "", v.fields, nil),
	}
}

// formLanguage is the one that the visitor switched to, else that of the page
// the form was on.
func (p *Pages) formLanguage(c echo.Context, spot *store.Spot, form url.Values) string {
	return i18n.Match(cmp.Or(form.Get(switchInput), form.Get("lang"), c.QueryParam("lang")),
		c.Request().Header.Get("Accept-Language"), spot.Journey.Languages)
}

// identity is the response's id, the page's or, for who posts without one, a
// new one; and the form token, or "".
func (p *Pages) identity(form url.Values, v visit) (uuid.UUID, string) {
	id, token := p.idIn(form, v), form.Get(tokenInput)
	if id == uuid.Nil {
		id, token = p.ids.New(), ""
	} else if token != "" || !v.invited.good {
		return id, token
	}
	return id, p.formToken(v.Placement.Code, id, p.Clock())
}

// idIn is the id that a form's answer has: its invitation's, else the one that
// it brings; else uuid.Nil.
func (p *Pages) idIn(form url.Values, v visit) uuid.UUID {
	if v.invited.good {
		return v.invited.id
	}
	sent := form.Get(idInput)
	if sent == "" && !asks(v.Survey, "id") { // as scripts name it
		sent = form.Get("id")
	}
	id, err := uuid.Parse(sent)
	if err != nil {
		return uuid.Nil
	}
	return id
}

// maxValues is more than any question has options.
const maxValues = 100

// typed is what a form brings for the survey's questions, fit to be shown.
func typed(s *survey.Survey, form url.Values) entered {
	e := entered{}
	keys := []string{survey.ConsentField}
	for q := range s.Asked() {
		keys = append(keys, q.Key)
	}
	for _, key := range keys {
		for _, value := range form[key][:min(len(form[key]), maxValues)] {
			if !utf8.ValidString(value) {
				value = strings.ToValidUTF8(value, "\uFFFD")
			}
			if value != "" {
				e[key] = append(e[key], value)
			}
		}
	}
	return e
}

// thank sends the visitor on to the thanks page. A second tap on "send" gets
// there too.
func (p *Pages) thank(c echo.Context, v visit, kept store.Kept) error {
	to := "/t/" + v.Placement.Code + "/thanks?r=" + url.QueryEscape(kept.Receipt) + "&lang=" + url.QueryEscape(v.lang)
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Redirect(http.StatusSeeOther, v.stay(to))
}
