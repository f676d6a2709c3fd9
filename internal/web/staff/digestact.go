package staff

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/store"
)

// StepDigest stops a subscription, starts it again or takes it away.
func (p *Pages) StepDigest(c echo.Context) error {
	ctx := c.Request().Context()
	sub, err := p.subscriptionOf(c)
	if err != nil {
		return err
	}
	did := ""
	switch c.FormValue("step") {
	case "stop":
		did, sub.Stopped = "stopped", p.now()
		err = p.Store.SetSubscription(ctx, sub)
	case "resume":
		did = "resumed"
		sub.Stopped = time.Time{}
		err = p.Store.SetSubscription(ctx, sub)
	case "drop":
		did = "dropped"
		err = p.Store.DropSubscription(ctx, sub.ID)
	default:
		err = fault.New(fault.Invalid, "A subscription can stop, resume or drop.")
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/digests?did="+did)
}

// TestDigest sends a mail that says whether mails arrive, at most one a minute.
func (p *Pages) TestDigest(c echo.Context) error {
	sub, err := p.subscriptionOf(c)
	if err != nil {
		return err
	}
	m, err := letter.Trial(sub, userOf(c).Mail, p.now())
	if err != nil {
		return err
	}
	if _, err := p.Store.PostMails(c.Request().Context(), []store.Mail{m}); err != nil {
		return err
	}
	did := "tested"
	if !p.MailServer {
		did = "waits"
	}
	return c.Redirect(http.StatusSeeOther, "/admin/digests?did="+did)
}
