package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// Subscribe is the one press after a journey was made: its digest every Monday
// at eight. Whoever has one already gets no second.
func (p *Pages) Subscribe(c echo.Context) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err == nil && j.Archived {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	pg := p.newPage(c)
	sub := usualSubscription(userOf(c), j, pg.Lang)
	if err := p.Store.Subscribe(ctx, &sub); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/digests?did=kept")
}

// nudge is where one press brings a journey's digest; "" for who has a
// subscription or had one, and while the journey goes into no mail.
func (p *Pages) nudge(c echo.Context, j *journey.Journey) (string, error) {
	if j.Draft() || j.Archived {
		return "", nil
	}
	mine, err := p.Store.Subscriptions(c.Request().Context(), store.SubscriptionQuery{Mail: userOf(c).Mail, Journey: j.Key})
	if err != nil || len(mine) > 0 {
		return "", err
	}
	return journeyLink(j) + "/digest", nil
}
