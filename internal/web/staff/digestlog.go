package staff

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// logPage is how many mails stand on a page of the log.
const logPage = 50

// mailView is a mail in the log.
type mailView struct {
	When, ISO      string // when it was written
	Kind, Subject  string
	Journey        string
	To             string
	State, Trouble string
	Bad            bool // it did not arrive
	Preview        string
}

// digestLogPage is /admin/digests/log: what was sent to whom.
type digestLogPage struct {
	page
	Mails    []mailView
	Older    string // where older ones are
	Accounts bool   // of others, too
}

// DigestLog lists mails, the newest first: one's own, for owners all.
func (p *Pages) DigestLog(c echo.Context) error {
	pg := digestLogPage{page: p.newPage(c), Accounts: may(c, account.Owner)}
	pg.Title, pg.Styles = pg.T("desk.log"), []string{"staff/digests.css"}
	mails, older, err := p.mailLog(c, &pg.page, logPage, c.QueryParam("cursor"))
	if err != nil {
		return err
	}
	pg.Mails = mails
	if older != "" {
		pg.Older = "/admin/digests/log?" + url.Values{"cursor": {older}}.Encode()
	}
	return c.Render(http.StatusOK, "staff/digestlog", pg)
}

func (p *Pages) mailLog(c echo.Context, pg *page, most int, from string) (list []mailView, older string, err error) {
	ctx := c.Request().Context()
	q := store.MailQuery{Limit: most, Cursor: from}
	if !may(c, account.Owner) {
		q.User = userOf(c).ID
	}
	mails, older, err := p.Store.Mails(ctx, q)
	if err != nil {
		return nil, "", err
	}
	journeys, err := p.Store.Journeys(ctx)
	if err != nil {
		return nil, "", err
	}
	for i := range mails {
		at := slices.IndexFunc(journeys, func(j *journey.Journey) bool { return j.Key == mails[i].Journey })
		if at < 0 {
			list = append(list, pg.mailView(&mails[i], "", time.UTC))
			continue
		}
		list = append(list, pg.mailView(&mails[i], pg.name(journeys[at].Name, journeys[at].Key), journeys[at].Location()))
	}
	return list, older, nil
}

// mailLink is the address of a mail's preview.
func mailLink(m *store.Mail) string { return "/admin/digests/mails/" + m.ID + "/preview" }

// mailView tells of a mail, with times in its journey's zone.
func (pg *page) mailView(m *store.Mail, about string, zone *time.Location) mailView {
	v := mailView{
		When: pg.Moment(m.Created.In(zone)), ISO: isoMoment(m.Created, zone), To: m.To, Subject: m.Subject,
		Kind: pg.T("desk.kind_" + string(m.Kind)), Journey: about, State: pg.T("desk.state_" + string(m.State)), Trouble: pg.refusedMail(m.Trouble),
		Bad: m.State == store.MailFailed, Preview: mailLink(m),
	}
	if m.State == store.MailSent {
		v.State, v.Trouble = pg.T("desk.state_sent_at", "Time", pg.Moment(m.Sent.In(zone))), ""
	}
	return v
}
