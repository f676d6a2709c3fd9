package staff

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
)

// askedAgain is how often a test that is on its way is looked after.
const askedAgain = 100 * time.Millisecond

// TryWebhook sends a test to a webhook, by the way that all events go, and
// waits a moment for what becomes of it.
func (p *Pages) TryWebhook(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	form, err := c.FormParams()
	if err != nil {
		return &fault.Error{Kind: fault.Broken, Detail: "The form did not arrive whole.", Cause: err}
	}
	delivery, err := p.Store.TryWebhook(ctx, id, pressed(form))
	if err != nil {
		return err
	}
	if err := p.await(ctx, id, delivery); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, webhooksLink+"/"+id+"?tested="+strconv.FormatInt(delivery, 10))
}

// await waits until a delivery was tried once, for as long as there is patience.
func (p *Pages) await(ctx context.Context, id string, delivery int64) error {
	over := time.After(p.Patience)
	look := time.NewTicker(askedAgain)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-over:
			return nil
		case <-look.C:
			if d, err := p.Store.Delivery(ctx, id, delivery); err != nil || d.Attempts > 0 {
				return err
			}
		}
	}
}

// SwitchWebhook disables a webhook or enables it again.
func (p *Pages) SwitchWebhook(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	switch c.FormValue("on") {
	case "1":
		return p.afterWebhook(c, id, "on", p.Store.EnableWebhook(ctx, id))
	case "0":
		return p.afterWebhook(c, id, "off", p.Store.DisableWebhook(ctx, id, store.ByStaff))
	}
	return fault.New(fault.Invalid, "Say whether it is to be on.")
}

// RotateWebhook gives a webhook a new secret and shows it, unless it got another
// since the page was shown. That one is shown, too, if this may be the second
// press of who asked for it.
func (p *Pages) RotateWebhook(c echo.Context) error {
	ctx := c.Request().Context()
	w, err := p.Store.Webhook(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	if older, err := momentOf(c.FormValue("older")); err == nil {
		w.OlderUntil = older
	}
	if w, err = p.Store.RotateWebhook(ctx, w.ID, w.OlderUntil); err != nil {
		return err
	}
	if p.now().Sub(w.Rotated()) > shownAgain {
		return p.afterWebhook(c, w.ID, "rotated", nil)
	}
	return p.showWebhook(c, w, w.Secret)
}

// DropWebhook deletes a webhook and its log.
func (p *Pages) DropWebhook(c echo.Context) error {
	if err := p.Store.DropWebhook(c.Request().Context(), c.Param("id")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, webhooksLink+"?deleted=1")
}

// ReplayWebhook sends one delivery again, or all that failed.
func (p *Pages) ReplayWebhook(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	if c.FormValue("delivery") == "" {
		_, err := p.Store.ReplayFailed(ctx, id)
		return p.afterWebhook(c, id, "replayed", err)
	}
	n, err := strconv.ParseInt(c.FormValue("delivery"), 10, 64)
	if err != nil {
		return fault.New(fault.NotFound, "There is no such delivery.")
	}
	d, err := p.Store.Delivery(ctx, id, n)
	if err != nil {
		return err
	}
	if seen, err := momentOf(c.FormValue("tried")); err == nil && d.State != store.ToSend && !seen.Equal(d.Tried) {
		return p.afterWebhook(c, id, "meanwhile", nil)
	}
	return p.afterWebhook(c, id, "replayed", p.Store.ReplayDelivery(ctx, id, n))
}

// afterWebhook leads back to the webhook's page, which says what was done.
func (p *Pages) afterWebhook(c echo.Context, id, did string, err error) error {
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, webhooksLink+"/"+id+"?"+did+"=1")
}
