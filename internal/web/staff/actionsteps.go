package staff

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
)

// ChangeAction keeps what was typed into an action's form, its checklist
// included.
func (p *Pages) ChangeAction(c echo.Context) error {
	return p.change(c, "", func(_ *journey.Journey, form url.Values, a *action.Action) error {
		f := readForm(form)
		f.into(a)
		return nil
	}, func(pg *actionPage, form url.Values, j *journey.Journey) {
		revision := pg.Form.Revision
		pg.Form, pg.EditsOpen = readForm(form), true
		pg.Form.Owners = teams(j)
		pg.Form.Revision = revision // who sends it again has seen the other's
	})
}

// StepAction moves an action on: begin, live, withdraw, drop or resume.
func (p *Pages) StepAction(c echo.Context) error {
	return p.change(c, "#steps", func(j *journey.Journey, form url.Values, a *action.Action) error {
		switch form.Get("step") {
		case "begin":
			return a.Begin()
		case "live":
			day, err := journey.ParseDay(form.Get("day"))
			if err != nil {
				day = 0 // which GoLive refuses
			}
			return a.GoLive(int64(day), int64(journey.DayOf(p.now(), j.Location())))
		case "withdraw":
			return a.Withdraw()
		case "drop":
			return a.Drop(form.Get("reason"))
		case "resume":
			return a.Resume()
		}
		return fault.New(fault.Broken, "An action has no such step.")
	}, func(pg *actionPage, form url.Values, _ *journey.Journey) {
		pg.Steps.Reason = form.Get("reason")
		if form.Get("step") == "live" {
			pg.Steps.Day = form.Get("day")
		}
	})
}

// TellAction keeps what customers are told about an action.
func (p *Pages) TellAction(c echo.Context) error {
	return p.change(c, "#told", func(j *journey.Journey, form url.Values, a *action.Action) error {
		texts := map[string]string{}
		for _, tag := range j.Languages {
			texts[tag] = form.Get("told." + tag)
		}
		return a.Tell(texts, form.Get("whole") != "")
	}, func(pg *actionPage, form url.Values, _ *journey.Journey) {
		pg.Told.Whole = form.Get("whole") != ""
		for i := range pg.Told.Texts {
			t := &pg.Told.Texts[i]
			t.Text, t.Wrong = form.Get("told."+t.Tag), pg.Errors["told-"+t.Tag]
		}
	})
}

// change reads a form, changes the action that the address names, and leads back
// to its page at an anchor; or shows the page again with what was typed.
func (p *Pages) change(c echo.Context, anchor string, change func(*journey.Journey, url.Values, *action.Action) error,
	typed func(*actionPage, url.Values, *journey.Journey)) error {
	j, was, err := p.actionOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return &fault.Error{Kind: fault.Broken, Detail: "The form did not arrive whole.", Cause: err}
	}
	revision, err := strconv.ParseInt(form.Get("revision"), 10, 64)
	if err != nil {
		return fault.New(fault.Broken, "The form did not arrive whole.")
	}
	a, err := p.Store.ChangeAction(c.Request().Context(), j, was.ID, revision, func(a *action.Action) error {
		return change(j, form, a)
	})
	if err != nil {
		return p.refuse(c, j, err, func(pg *actionPage) { typed(pg, form, j) })
	}
	return c.Redirect(http.StatusSeeOther, actionLink(a)+anchor)
}
