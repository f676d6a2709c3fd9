package staff

import (
	"net/http"
	"net/url"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
)

// Answer leads to one answer in the list of its journey, where it stands first.
// Mails link here, since where it stands changes with every new answer.
func (p *Pages) Answer(c echo.Context) error {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return fault.New(fault.NotFound, "there is no answer with this id")
	}
	r, err := p.in(c, id)
	if err != nil {
		return err
	}
	cursor, err := p.Store.CursorAt(c.Request().Context(), r.ID)
	if err != nil {
		return err
	}
	to := url.URL{Path: "/admin/journeys/" + r.Journey + "/responses", RawQuery: url.Values{"cursor": {cursor}}.Encode(), Fragment: "a-" + r.ID.String()}
	return c.Redirect(http.StatusSeeOther, to.String())
}
