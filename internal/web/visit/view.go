package visit

import (
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/web/limit"
)

// unseen marks requests whose page nobody will look at.
type unseen struct{}

// Unseen marks the context of a request that only asks what a page would be,
// so that it is not counted as a view.
func Unseen(ctx context.Context) context.Context { return context.WithValue(ctx, unseen{}, true) }

// seen counts that a survey's page was opened, for the response rate. Staff
// who try it are not counted, nor who comes from another page of the service
// (back from the thanks, over to another language, out of the posters), nor a
// browser that fetches ahead, nor the thousandth page for one address.
func (p *Pages) seen(c echo.Context, v visit) {
	r := c.Request()
	switch {
	case v.test != "", r.Header.Get("Sec-Fetch-Site") == "same-origin",
		strings.Contains(r.Header.Get("Sec-Purpose"), "prefetch"), r.Context().Value(unseen{}) != nil:
		return
	}
	if limit.Look(c, v.Spot.Placement.Code) {
		p.Store.View(v.Spot, p.Clock())
	}
}
