package staff

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
)

// stopMails ends mails of a kind. Where a mail program asks by itself the answer
// is no redirect, as RFC 8058 wants it.
func (p *Pages) stopMails(c echo.Context, pg *ticketPage) error {
	o := &pg.ticket
	if o.sub != nil { // else there is nothing to end
		err := p.Store.StopMail(c.Request().Context(), o.Subscription, store.MailKind(o.Kind))
		if err != nil && !errors.Is(err, fault.NotFound) {
			return err
		}
	}
	if c.FormValue("List-Unsubscribe") == "" {
		return c.Redirect(http.StatusSeeOther, c.Request().URL.RequestURI())
	}
	return c.String(http.StatusOK, pg.T("desk.ticket.stop_done")+"\n")
}

// stopWords say what a stop ends, and whether it is ended.
func (pg *ticketPage) stopWords() {
	o := &pg.ticket
	pg.SignIn, pg.Account = "/admin/digests", o.sub == nil || o.sub.User != ""
	pg.Title = pg.T("desk.ticket.stop_title")
	pg.Mails = pg.T("desk.ticket.stop_"+o.Kind, "Name", pg.Name)
	if pg.Stopped = o.sub == nil || !o.sub.Brings(o.Kind); pg.Stopped {
		pg.Title = pg.T("desk.ticket.stop_done")
	}
}
