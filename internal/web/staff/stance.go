package staff

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
)

// stancePage is the answer to a decision about a pain that could not be taken:
// the same question with what is wrong.
type stancePage struct {
	page
	Stance stanceView
	Says   string
	Errors refused
}

// SetStance keeps a decision about a pain: that it is being done, that it is no problem, or that
// what was said no longer holds. Taking it up is a new action.
func (p *Pages) SetStance(c echo.Context) error {
	ctx := c.Request().Context()
	j, tp, err := p.touchpointOf(c)
	if err != nil {
		return err
	}
	back := mapOr(j, c.FormValue("back"))
	if c.FormValue("says") == "back" {
		if err := p.Store.DropStance(ctx, j.Key, tp.Key); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, back)
	}
	id, err := p.actionNamed(c, j)
	if err != nil {
		return err
	}
	today := int64(journey.DayOf(p.now(), j.Location()))
	s, err := action.Say(action.Says(c.FormValue("says")), c.FormValue("note"), id, today)
	if errors.Is(err, fault.Invalid) && s.Says != "" {
		return p.askStance(c, j, tp, s, err)
	}
	if err != nil {
		return err
	}
	s.Journey, s.Touchpoint, s.Role = j.Key, tp.Key, string(roleOf(c))
	if err := p.Store.SetStance(ctx, s); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, back)
}

// touchpointOf is the journey and touchpoint that an address names.
func (p *Pages) touchpointOf(c echo.Context) (*journey.Journey, *journey.Touchpoint, error) {
	j, err := p.Store.Journey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return nil, nil, err
	}
	_, tp := j.Touchpoint(c.Param("touchpoint"))
	if tp == nil {
		return nil, nil, fault.NotFound
	}
	return j, tp, nil
}

// actionNamed is the id of the journey's action that a form names, 0 for none.
func (p *Pages) actionNamed(c echo.Context, j *journey.Journey) (int64, error) {
	if c.FormValue("action") == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(c.FormValue("action"), 10, 64)
	if err != nil {
		return 0, fault.NotFound
	}
	a, err := p.Store.Action(c.Request().Context(), id)
	if err == nil && a.Journey != j.Key {
		err = fault.NotFound
	}
	return id, err
}

// askStance asks again, with what was typed and what is wrong with it.
func (p *Pages) askStance(c echo.Context, j *journey.Journey, tp *journey.Touchpoint, s action.Stance, wrong error) error {
	pg := stancePage{page: p.newPage(c), Says: string(s.Says)}
	pg.of(j, "map")
	pg.Styles = []string{"staff/action.css"}
	pg.Languages = nil // what was posted cannot be shown in another language
	h, err := p.inHand(c, &pg.page, j)
	if err != nil {
		return err
	}
	pg.Stance = h.stance(tp.Key, url.Values{})
	pg.Stance.Back = mapOr(j, c.FormValue("back"))
	pg.Stance.Note = c.FormValue("note")
	for i := range pg.Stance.Choices {
		pg.Stance.Choices[i].Chosen = pg.Stance.Choices[i].Value == c.FormValue("action")
	}
	pg.Errors = pg.wrongs(wrong, "stance-")
	pg.Title = pg.T("staff.error_title", "Title", pg.T("action.stance.title_"+pg.Says, "Name", pg.name(tp.Name, tp.Key)))
	return c.Render(http.StatusUnprocessableEntity, "staff/stance", pg)
}

// mapOr is an address within a journey's pages that a form leads back to, or
// the journey's map.
func mapOr(j *journey.Journey, back string) string {
	next := safeNext(back)
	if rest, ok := strings.CutPrefix(next, journeyLink(j)); ok && (rest == "" || strings.ContainsRune("/?#", rune(rest[0]))) {
		return next
	}
	return journeyLink(j)
}
