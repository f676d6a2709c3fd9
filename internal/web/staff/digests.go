package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
)

// lastMails are how many of the log stand on the page of subscriptions.
const lastMails = 5

// digestsPage is /admin/digests: who is told what, and when; one's own, and for
// owners all.
type digestsPage struct {
	page
	Groups   []digestGroup
	Missing  []option // journeys that one is told nothing of, with where to begin
	Trouble  []string // why mails do not leave, and digests are not made
	Did      string   // what was just done
	Waits    bool     // and that it did not go through yet
	Mails    []mailView
	Log      string // where older mails are, "" where there are none
	Alerts   []alertGroup
	More     string // where further alerts are, "" where there are none
	New      string // where a subscription is made, "" where there is no journey
	Quiet    bool   // nobody is told anything yet
	Accounts bool   // of others, too
	Editor   bool   // may make journeys
}

// digestGroup is a journey with its subscriptions.
type digestGroup struct {
	Name, Link    string
	Draft         string // why it goes into no mail, "" when it does
	Edit          string // where that is mended, "" for those who may not
	Answered      string // how many questions of its digests got an answer
	Subscriptions []subscriptionView
}

// Digests lists the subscriptions.
func (p *Pages) Digests(c echo.Context) error {
	ctx := c.Request().Context()
	pg := digestsPage{page: p.newPage(c), Accounts: may(c, account.Owner), Editor: may(c, account.Editor)}
	pg.Title, pg.Styles = pg.T("desk.title"), []string{"staff/digests.css"}
	for _, did := range [...]string{"kept", "stopped", "resumed", "dropped", "tested", "waits"} {
		if c.QueryParam("did") == did {
			pg.Did, pg.Waits = pg.T("desk.did_"+did), did == "waits"
		}
	}
	subs, err := p.subscriptions(c)
	if err != nil {
		return err
	}
	journeys, err := p.Store.Journeys(ctx)
	if err != nil {
		return err
	}
	if err := p.groupDigests(c, &pg, journeys, subs); err != nil {
		return err
	}
	if pg.Trouble, err = p.mailTrouble(ctx, &pg.page, journeys); err != nil {
		return err
	}
	unmade, err := p.unmade(ctx, &pg.page, journeys)
	if err != nil {
		return err
	}
	pg.Trouble = append(pg.Trouble, unmade...)
	var more string
	if pg.Mails, more, err = p.mailLog(c, &pg.page, lastMails, ""); err != nil {
		return err
	}
	if more != "" {
		pg.Log = "/admin/digests/log"
	}
	alerts, err := p.alerts(c, lastAlerts+1)
	if err != nil {
		return err
	}
	if len(alerts) > lastAlerts {
		pg.More, alerts = "/admin/digests/alerts", alerts[:lastAlerts]
	}
	pg.Alerts = pg.groupAlerts(journeys, alerts)
	return c.Render(http.StatusOK, "staff/digests", pg)
}

// groupDigests puts subscriptions under their journeys.
func (p *Pages) groupDigests(c echo.Context, pg *digestsPage, journeys []*journey.Journey, subs []subscription.Subscription) error {
	editor := may(c, account.Editor)
	for _, j := range journeys {
		g := digestGroup{Name: pg.name(j.Name, j.Key), Link: journeyLink(j)}
		own := false
		for i := range subs {
			if subs[i].Journey == j.Key {
				g.Subscriptions = append(g.Subscriptions, p.subscriptionView(&pg.page, j, &subs[i]))
				own = own || account.Fold(subs[i].Mail) == account.Fold(pg.User.Mail)
			}
		}
		if !j.Archived {
			pg.New = "/admin/digests/new"
			if !own {
				pg.Missing = append(pg.Missing, option{Value: g.Link + "/digest", Label: g.Name})
			}
		}
		if len(g.Subscriptions) == 0 {
			continue
		}
		track, err := p.Letters.Track(c.Request().Context(), j)
		if err != nil {
			return err
		}
		g.Answered = pg.asked(track)
		if g.Draft = pg.unmailed(j); g.Draft != "" && editor && !j.Archived {
			g.Edit = journeyLink(j) + "/edit"
		}
		pg.Groups = append(pg.Groups, g)
	}
	pg.Quiet = len(pg.Groups) == 0
	return nil
}

// asked says how many of the questions of digests got an answer, "" where
// nothing was asked.
func (pg *page) asked(t digest.Track) string {
	if t.Asked == 0 {
		return ""
	}
	n := func(count int) string { return pg.whole(int64(count)) }
	text := pg.T("desk.answered", "Asked", n(t.Asked), "Taken", n(t.Taken), "Linked", n(t.Linked), "Dismissed", n(t.Dismissed), "Share", pg.percent(t.Answered()))
	if t.Low() {
		text += " " + pg.T("desk.answered_low")
	}
	return text
}

// unmailed says why a journey goes into no mail, "" when it does.
func (pg *page) unmailed(j *journey.Journey) string {
	if j.Archived {
		return pg.T("desk.archived")
	}
	if !j.Draft() {
		return ""
	}
	return pg.draft(j, false).Text + " " + pg.T("desk.draft")
}

// subscriptions are those that one may see: of one's own address, for owners all.
func (p *Pages) subscriptions(c echo.Context) ([]subscription.Subscription, error) {
	q := store.SubscriptionQuery{}
	if !may(c, account.Owner) {
		q.Mail = userOf(c).Mail
	}
	return p.Store.Subscriptions(c.Request().Context(), q)
}

// userOf is who is signed in; pages behind May have somebody.
func userOf(c echo.Context) *account.User { return c.Get("user").(*account.User) }

// mine says whether whoever is signed in may see what goes to an address: one's
// own, and for owners all.
func mine(c echo.Context, address string) bool {
	return may(c, account.Owner) || account.Fold(address) == account.Fold(userOf(c).Mail)
}

// subscriptionOf is the subscription that an address names; fault.NotFound for
// other people's, as for those that are not there.
func (p *Pages) subscriptionOf(c echo.Context) (*subscription.Subscription, error) {
	sub, err := p.Store.Subscription(c.Request().Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	if !mine(c, sub.Mail) {
		return nil, fault.NotFound
	}
	return sub, nil
}
