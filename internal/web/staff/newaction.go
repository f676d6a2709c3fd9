package staff

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
)

// newActionPage is /admin/journeys/{key}/actions/new: the form of an action, with
// the evidence that is copied into it where it is made from a pain or a delight.
type newActionPage struct {
	page
	Form     actionForm
	Post     string
	Back     string
	Evidence *evidenceView
	Hidden   []pair
	Errors   refused
}

// NewAction shows the form. ?pain=KEY or ?delight=KEY names the touchpoint whose
// evidence is taken along, ?from= and ?to= the period it is of.
func (p *Pages) NewAction(c echo.Context) error {
	j, err := p.Store.Journey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return err
	}
	today := journey.DayOf(p.now(), j.Location())
	pg := newActionPage{page: p.newPage(c)}
	pg.Form = actionForm{Kind: string(action.Fix), Due: (today + usualDue).String()}
	if c.QueryParam("delight") != "" {
		pg.Form.Kind = string(action.Protect)
	}
	pg.Form.spare()
	why, err := p.evidence(c.Request().Context(), j, c.QueryParams())
	if err != nil {
		return err
	}
	if why != nil {
		pg.Form.Touchpoint = why.touchpoint.Key
		pg.Form.Owner = why.touchpoint.Owner
		if why.PointsLost >= digest.Least {
			pg.Form.Expected = tenths(why.PointsLost)
		}
	}
	return p.showNew(c, http.StatusOK, &pg, j, why)
}

// showNew fills in what the form says around its fields.
func (p *Pages) showNew(c echo.Context, status int, pg *newActionPage, j *journey.Journey, why *reason) error {
	pg.of(j, "actions")
	pg.Styles = []string{"staff/action.css"}
	pg.Title = pg.T("action.new")
	if len(pg.Errors) > 0 {
		pg.Title = pg.T("staff.error_title", "Title", pg.Title)
	}
	pg.Post, pg.Back = journeyLink(j)+"/actions", journeyLink(j)+"/actions"
	pg.Form.Owners = teams(j)
	pg.Form.Touchpoints = pg.touchpointChoices(j, pg.Form.Touchpoint)
	if why != nil {
		pg.Form.Touchpoints = nil
		pg.Form.Ideas = pg.ideas(why.Themes)
		pg.Back = journeyLink(j)
		var err error
		if pg.Evidence, err = p.evidenceView(c, &pg.page, j, &why.Evidence); err != nil {
			return err
		}
		pg.Evidence.Where = pg.placeOf(j, why.touchpoint.Key)
		pg.Hidden = why.hidden
	}
	return c.Render(status, "staff/newaction", pg)
}

// AddAction keeps a new action, with the evidence as it is now.
func (p *Pages) AddAction(c echo.Context) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return &fault.Error{Kind: fault.Broken, Detail: "The form did not arrive whole.", Cause: err}
	}
	why, err := p.evidence(ctx, j, form)
	if err != nil {
		return err
	}
	pg := newActionPage{page: p.newPage(c), Form: readForm(form)}
	var a action.Action
	pg.Form.into(&a)
	a.Touchpoint = pg.Form.Touchpoint
	if why != nil {
		pg.Form.Touchpoint, a.Touchpoint, a.Evidence = why.touchpoint.Key, why.touchpoint.Key, &why.Evidence
	}
	made, err := p.Store.AddAction(ctx, j, a)
	if errors.Is(err, fault.Invalid) {
		pg.Errors, pg.Languages = pg.wrongs(err, ""), nil
		return p.showNew(c, http.StatusUnprocessableEntity, &pg, j, why)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, actionLink(made))
}
