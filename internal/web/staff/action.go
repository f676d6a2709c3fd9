package staff

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
)

// actionPage is /admin/journeys/{key}/actions/{id}.
type actionPage struct {
	page
	Name      string // of the action
	Line      actionLine
	Where     string
	Kind      string
	Link      string // of the page, to which its forms are sent
	Back      string // to the list
	May       bool   // change it
	Arrives   string // that it goes live by itself on a day, "" without such a day
	Expected  string
	Reason    string
	Checked   string
	Form      actionForm
	Verdict   *verdictView
	Evidence  *evidenceView
	Steps     stepsView
	Told      toldView
	Theirs    []figureRow // what somebody else made of it meanwhile, where that is in the way
	Errors    refused
	EditsOpen bool
}

// stepsView are the steps that can be gone next.
type stepsView struct {
	Begin, Live, Withdraw, Drop, Resume bool
	Day                                 string // that is offered, or was typed
	Reason                              string
}

// toldView is what customers are told about the action.
type toldView struct {
	Texts []toldText
	Whole bool
	Until string // the last day on which they are told it, "" while it is not live
}

type toldText struct{ Tag, Name, Text, Wrong string }

// Action shows an action.
func (p *Pages) Action(c echo.Context) error {
	j, a, err := p.actionOf(c)
	if err != nil {
		return err
	}
	pg, err := p.actionPage(c, j, a)
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/action", pg)
}

// actionOf is the journey and action that an address names.
func (p *Pages) actionOf(c echo.Context) (*journey.Journey, *action.Action, error) {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return nil, nil, err
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return nil, nil, fault.NotFound
	}
	a, err := p.Store.Action(ctx, id)
	if err == nil && a.Journey != j.Key {
		err = fault.NotFound
	}
	return j, a, err
}

// actionPage begins the page of an action.
func (p *Pages) actionPage(c echo.Context, j *journey.Journey, a *action.Action) (*actionPage, error) {
	today := int64(journey.DayOf(p.now(), j.Location()))
	pg := &actionPage{page: p.newPage(c), Name: a.Title, Link: actionLink(a), Back: journeyLink(j) + "/actions", May: may(c, account.Editor)}
	pg.of(j, "actions")
	pg.Styles = []string{"staff/action.css"}
	pg.Title, pg.Line, pg.Where = a.Title, pg.actionLine(j, a, today), pg.placeOf(j, a.Touchpoint)
	pg.Kind, pg.Reason = pg.T("action.kind."+string(a.Kind)), a.Reason
	if a.Expected != nil {
		pg.Expected = pg.T("action.expects", "Count", tenths(*a.Expected), "N", pg.number(*a.Expected, 1))
	}
	if n := len(a.Checklist); n > 0 {
		pg.Checked = pg.T("action.checked", "Done", a.Done(), "All", n)
	}
	if a.Open() && a.LiveOn != 0 {
		pg.Arrives = pg.T("action.arrives", "Day", pg.Date(journey.Day(a.LiveOn).Time()))
	}
	pg.Form = pg.formOf(a, j)
	pg.Steps = stepsOf(a, today)
	pg.Told = pg.toldOf(a, j)
	if a.State == action.Live || a.State == action.Measured {
		o, err := p.Store.Outcome(c.Request().Context(), j, a)
		if err != nil {
			return nil, err
		}
		v := pg.verdict(j, a, &o, today)
		pg.Verdict = &v
	}
	var err error
	if a.Evidence != nil {
		if pg.Evidence, err = p.evidenceView(c, &pg.page, j, a.Evidence); err != nil {
			return nil, err
		}
		pg.Evidence.Origin, err = p.origin(c, &pg.page, j, a.Mail)
	}
	return pg, err
}

func stepsOf(a *action.Action, today int64) stepsView {
	s := stepsView{
		Begin: a.State == action.Planned, Live: a.Open() || a.State == action.Live, Withdraw: a.LiveOn != 0 && a.State != action.Measured,
		Drop: a.Open() || a.State == action.Live, Resume: a.State == action.Dropped, Day: journey.Day(today).String(),
	}
	if a.LiveOn != 0 {
		s.Day = journey.Day(a.LiveOn).String()
	}
	return s
}

func (pg *page) toldOf(a *action.Action, j *journey.Journey) toldView {
	v := toldView{Whole: a.Told.Whole}
	for _, tag := range j.Languages {
		v.Texts = append(v.Texts, toldText{Tag: tag, Name: i18n.NameOf(tag), Text: a.Told.Text[tag]})
	}
	if a.State == action.Live || a.State == action.Measured {
		v.Until = pg.Date(journey.Day(a.LiveOn + action.ToldDays - 1).Time())
	}
	return v
}

// refuse shows the page again with what was typed and what is wrong: with fields
// that were refused, or because somebody else changed the action meanwhile.
func (p *Pages) refuse(c echo.Context, j *journey.Journey, err error, typed func(*actionPage)) error {
	changed := errors.Is(err, fault.Conflict)
	if !changed && !errors.Is(err, fault.Invalid) {
		return err
	}
	_, a, e := p.actionOf(c)
	if e != nil {
		return e
	}
	pg, e := p.actionPage(c, j, a)
	if e != nil {
		return e
	}
	status := http.StatusUnprocessableEntity
	if changed {
		status = http.StatusConflict
		pg.Errors = refused{"changed": pg.T("action.wrong.changed")}
		pg.Theirs = pg.theirs(j, a)
	} else {
		pg.Errors = pg.wrongs(err, "")
	}
	pg.page.Languages = nil // what was posted cannot be shown in another language
	pg.Title = pg.T("staff.error_title", "Title", pg.Title)
	typed(pg)
	return c.Render(status, "staff/action", pg)
}

// theirs is the action as somebody else left it, to compare with what was typed.
func (pg *page) theirs(j *journey.Journey, a *action.Action) []figureRow {
	rows := []figureRow{
		{Label: pg.T("action.field.title"), Value: a.Title},
		{Label: pg.T("action.field.owner"), Value: pg.team(j, a.Owner)},
		{Label: pg.T("action.field.due"), Value: pg.Date(journey.Day(a.Due).Time())},
		{Label: pg.T("action.field.state"), Value: pg.T("action.state." + string(a.State))},
	}
	if a.Hypothesis != "" {
		rows = append(rows, figureRow{Label: pg.T("action.field.hypothesis"), Value: a.Hypothesis})
	}
	for _, i := range a.Checklist {
		done := pg.T("action.not_done")
		if i.Done {
			done = pg.T("action.done")
		}
		rows = append(rows, figureRow{Label: done, Value: i.Text})
	}
	return rows
}
