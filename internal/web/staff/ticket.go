package staff

import (
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/ticket"
	"github.com/waymood/waymood/internal/web/limit"
)

// ticketPage is /digest/{token}: what one of a mail's links does, to whoever has
// it. There is no login and no cookie; programs that look through mails open it
// too, so it only asks, and acts when its form is sent.
type ticketPage struct {
	page
	Act      string        // "take", "doing", "no_problem", "stop"
	Gone     string        // why there is nothing to decide; "" while there is
	SignIn   string        // where the same can be done signed in
	Name     string        // of the journey
	Where    string        // touchpoint and stage
	Asked    string        // in which mail, and of whom
	Evidence *evidenceView // as it was when the mail was written
	Stance   stanceView    // what is in hand at the touchpoint
	Form     actionForm
	Choices  []option // actions that may be doing it already
	Note     string   // as typed
	Errors   refused
	Before   string   // what was decided with this mail before, another way
	Decided  *decided // the same was decided: there is nothing to send
	Others   []pair   // the other decisions, by their labels and links
	Stopped  bool     // mails of the kind are stopped already
	Mails    string   // what a stop ends, in a sentence
	Account  bool     // whose mails they are can sign in
	ticket   openTicket
	why      *action.Evidence
}

// decided is a decision that stands.
type decided struct {
	Text   string
	Action *actionLine // nil where there is none
}

// Ticket shows what a link in a mail does. It changes nothing.
func (p *Pages) Ticket(c echo.Context) error {
	pg, err := p.ticketPage(c)
	if err != nil {
		return err
	}
	if pg.Gone == "" && pg.ticket.Act != ticket.Stop {
		if err := p.prefill(c, pg); err != nil {
			return err
		}
	}
	return p.showTicket(c, goneStatus[pg.Gone], pg)
}

// UseTicket does what the link says. Nothing guards it against requests from
// other sites: the token is not a cookie that a browser would send along, and
// mail programs stop mails with a request of their own (RFC 8058).
func (p *Pages) UseTicket(c echo.Context) error {
	pg, err := p.ticketPage(c)
	if err != nil {
		return err
	}
	switch {
	case pg.Gone != "":
		return p.showTicket(c, goneStatus[pg.Gone], pg)
	case pg.ticket.Act == ticket.Stop:
		return p.stopMails(c, pg)
	}
	return p.decideByMail(c, pg)
}

// tickets opens and makes the tokens of links in mails.
func (p *Pages) tickets() ticket.Signer { return ticket.NewSigner(p.Store.Secret("digest")) }

// ticketPage opens the ticket and begins its page, in the language of the mail.
func (p *Pages) ticketPage(c echo.Context) (*ticketPage, error) {
	h := c.Response().Header()
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Add("Vary", "Accept-Language")
	pg := &ticketPage{SignIn: "/admin"}
	t, ok := p.tickets().Open(c.Param("token"))
	if !ok {
		if wait := p.tries.take("ticket " + limit.Sender(c.RealIP()).String()); wait > 0 {
			h.Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
			return nil, fault.New(fault.TooMany, "There were too many links that lead nowhere. Wait a quarter of an hour.")
		}
		pg.page, pg.Gone = p.newPage(c), ticketForged
		return pg, nil
	}
	pg.ticket = openTicket{Ticket: t}
	pg.Act = string(t.Act)
	gone, err := p.follow(c.Request().Context(), &pg.ticket)
	if err != nil {
		return nil, err
	}
	pg.page, pg.Gone = p.newPage(c), gone
	if o := &pg.ticket; c.QueryParam("lang") == "" {
		switch {
		case o.mail != nil:
			pg.speak(c, p.Catalog, o.mail.Language)
		case o.sub != nil:
			pg.speak(c, p.Catalog, o.sub.Language)
		}
	}
	return pg, nil
}

// speak changes the page's language.
func (pg *page) speak(c echo.Context, catalog *i18n.Catalog, tag string) {
	pg.Voice = catalog.In(tag)
	for i := range pg.Languages {
		pg.Languages[i].Current = pg.Languages[i].Tag == pg.Lang
	}
	c.Response().Header().Set("Content-Language", pg.Lang)
}
