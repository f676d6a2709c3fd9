package staff

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/webhook"
)

const deliveriesShown = 50

// webhookPage is /admin/webhooks/{id}: a webhook, what can be done with it, and
// the log of what it was told.
type webhookPage struct {
	page
	Webhook  webhookView
	Did      string // what was just done, in words; "" nothing
	Secret   string // a new one, told this once
	Signed   bool   // it has a secret of ours
	Older    string // until when the secret before is good too, "" where there is none
	Turned   string // the same for the form, of any secret before
	Tried    *deliveryView
	Zone     string
	Failed   bool // only what failed is shown
	All      string
	OnlyBad  string
	Log      []deliveryView
	NextLink string
}

// deliveryView is a line of the log.
type deliveryView struct {
	ID            string
	When, ISO     string
	Event         string
	EventID       string
	State, Class  string
	Result, Took  string
	Attempts      string
	Again         string // the words to send it again, or now; "" where it cannot be
	AgainLabel    string
	Tried         string // when, as forms say it
	Status, Waits bool   // an answer came; it is on its way
}

// Webhook shows a webhook.
func (p *Pages) Webhook(c echo.Context) error {
	w, err := p.Store.Webhook(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return p.showWebhook(c, w, "")
}

// dones are what the address can say was just done.
var dones = [...]string{"added", "changed", "replayed", "meanwhile", "rotated", "on", "off"}

// showWebhook shows a webhook and, once, a new secret of its.
func (p *Pages) showWebhook(c echo.Context, w *store.Webhook, secret string) error {
	pg := &webhookPage{page: p.newPage(c), Secret: secret, Signed: w.Shape == string(webhook.Standard)}
	pg.Title, pg.Styles = w.Name, []string{"staff/webhook.css"}
	journeys, err := p.Store.Journeys(c.Request().Context())
	if err != nil {
		return err
	}
	zone := zoneOf(journeys, w.Journey)
	pg.Webhook, pg.Zone, pg.Turned = pg.webhook(w, journeys), zone.String(), instant(w.OlderUntil)
	if w.OlderSecret != "" && p.now().Before(w.OlderUntil) {
		pg.Older = pg.moment(w.OlderUntil, zone)
	}
	for _, d := range dones {
		if c.QueryParam(d) != "" {
			pg.Did = pg.T("hook.did." + d)
		}
	}
	if secret != "" {
		if w.OlderSecret == "" {
			pg.Did = pg.T("hook.did.added")
		}
		pg.page.Languages = nil // what is shown once cannot be shown in another language
		c.Response().Header().Set("Cache-Control", "no-store")
	}
	q := store.DeliveryQuery{Webhook: w.ID, Limit: deliveriesShown, Cursor: c.QueryParam("cursor")}
	if pg.Failed = c.QueryParam("show") == "failed"; pg.Failed {
		q.States = []store.Sending{store.Failed, store.Stopped}
	}
	pg.All, pg.OnlyBad = pg.Webhook.Link, pg.Webhook.Link+"?show=failed"
	list, next, err := p.Store.Deliveries(c.Request().Context(), q)
	if err != nil {
		return err
	}
	for i := range list {
		pg.Log = append(pg.Log, pg.delivery(w, &list[i], p.now(), zone))
	}
	if next != "" {
		more := url.Values{"cursor": {next}}
		if pg.Failed {
			more.Set("show", "failed")
		}
		pg.NextLink = pg.Webhook.Link + "?" + more.Encode()
	}
	if id, err := strconv.ParseInt(c.QueryParam("tested"), 10, 64); err == nil {
		d, err := p.Store.Delivery(c.Request().Context(), w.ID, id)
		if err != nil {
			return err
		}
		v := pg.delivery(w, &d, p.now(), zone)
		pg.Tried = &v
	}
	return c.Render(http.StatusOK, "staff/webhook", pg)
}

func (pg *page) delivery(w *store.Webhook, d *store.Delivery, now time.Time, zone *time.Location) deliveryView {
	at := d.Event.Created
	if !d.Tried.IsZero() {
		at = d.Tried
	}
	s := webhook.Shape(w.Shape)
	v := deliveryView{
		ID: strconv.FormatInt(d.ID, 10), When: pg.moment(at, zone), ISO: isoMoment(at, zone), EventID: d.Event.ID,
		Event: pg.T("hook.type.test"), State: pg.T("hook.sending." + string(d.State)), Class: string(d.State), Waits: d.State == store.ToSend,
		Attempts: pg.whole(int64(d.Attempts)), Tried: instant(d.Tried),
	}
	if d.Event.Type != store.TestEvent {
		v.Event = pg.T(typeWords(s, d.Event.Type))
	}
	v.Result = troubleWords(pg.Voice, d)
	if d.Took > 0 || d.Status != 0 {
		v.Took = pg.T("hook.took", "N", pg.whole(d.Took.Milliseconds()))
	}
	about := []any{"Event", v.Event, "Time", v.When}
	switch waits := d.State == store.ToSend; {
	case waits && d.Next.After(now):
		v.State = pg.T("hook.again_at", "Time", pg.moment(d.Next, zone))
		v.Again, v.AgainLabel = pg.T("hook.now"), pg.T("hook.now_one", about...)
	case !waits && d.State != store.Withheld && w.Disabled.IsZero():
		v.Again, v.AgainLabel = pg.T("hook.replay"), pg.T("hook.replay_one", about...)
	}
	return v
}

// coded are the words that chat programs themselves give a failure.
var coded = regexp.MustCompile(`^[A-Za-z_]+ -?[0-9]+$`)

// troubleWords say what the last attempt met with: the status, and in words
// what was wrong.
func troubleWords(v i18n.Voice, d *store.Delivery) string {
	switch {
	case d.Trouble == "" || d.Trouble == webhook.BadStatus:
		if d.Status == 0 {
			return ""
		}
		return v.T("hook.status", "N", d.Status)
	case coded.MatchString(d.Trouble):
		return v.T("hook.status_coded", "N", d.Status, "Code", d.Trouble)
	case d.Status != 0:
		return v.T("hook.status", "N", d.Status) + " · " + v.T("hook.trouble."+d.Trouble)
	}
	return v.T("hook.trouble." + d.Trouble)
}
