package staff

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/webhook"
)

const webhooksLink = "/admin/webhooks"

// webhooksPage is /admin/webhooks: who is told of events over HTTP, and the
// shapes in which somebody else can be.
type webhooksPage struct {
	page
	Dropped  bool // one was just deleted
	Local    bool // the public URL is this machine: links lead nowhere from elsewhere
	Address  string
	Webhooks []webhookView
	Shapes   []shapeView
}

// shapeView is a shape to choose.
type shapeView struct{ Name, Text, Link string }

// webhookView is a webhook in words.
type webhookView struct {
	ID, Name, Link string
	Shape          string
	Chat           bool
	Address        string // as much of it as is no secret
	Events         []string
	Journey        string // or that it is all of them
	Language       string // of a chat
	State          string
	Trouble        string // what is wrong, "" while nothing is
	Disabled       bool
}

// Webhooks lists the webhooks and offers to add one.
func (p *Pages) Webhooks(c echo.Context) error {
	ctx := c.Request().Context()
	pg := webhooksPage{page: p.newPage(c), Dropped: c.QueryParam("deleted") != "", Local: p.OnlyHere, Address: p.PublicURL.String()}
	pg.Title, pg.Styles = pg.T("hook.title"), []string{"staff/webhook.css"}
	all, err := p.Store.Webhooks(ctx)
	if err != nil {
		return err
	}
	journeys, err := p.Store.Journeys(ctx)
	if err != nil {
		return err
	}
	for i := range all {
		pg.Webhooks = append(pg.Webhooks, pg.webhook(&all[i], journeys))
	}
	for _, s := range webhook.Shapes() {
		pg.Shapes = append(pg.Shapes, shapeView{pg.shapeName(s), pg.T("hook.shape_text." + string(s)), webhooksLink + "/new?shape=" + string(s)})
	}
	return c.Render(http.StatusOK, "staff/webhooks", pg)
}

// webhook tells of a webhook, with days in the zone of its log.
func (pg *page) webhook(w *store.Webhook, journeys []*journey.Journey) webhookView {
	s := webhook.Shape(w.Shape)
	v := webhookView{
		ID: w.ID, Name: w.Name, Link: webhooksLink + "/" + url.PathEscape(w.ID), Shape: pg.shapeName(s), Chat: s.Chat(),
		Address: visibleAddress(w.URL, s), Journey: pg.T("hook.all_journeys"), Disabled: !w.Disabled.IsZero(), State: pg.T("hook.state.on"),
	}
	if w.Journey != "" {
		v.Journey = w.Journey
		if i := slices.IndexFunc(journeys, func(j *journey.Journey) bool { return j.Key == w.Journey }); i >= 0 {
			v.Journey = pg.name(journeys[i].Name, w.Journey)
		}
	}
	if v.Chat {
		v.Language = i18n.NameOf(w.Language)
	}
	for _, t := range typesOffered(s) {
		if slices.Contains(w.Types, t) {
			v.Events = append(v.Events, pg.T(typeWords(s, t)))
		}
	}
	zone := zoneOf(journeys, w.Journey)
	switch {
	case v.Disabled:
		v.State, v.Trouble = pg.T("hook.state.off"), pg.T("hook.why."+string(w.Why), "Day", pg.Date(w.Disabled.In(zone)))
	case !w.Failing.IsZero():
		v.State, v.Trouble = pg.T("hook.state.failing"), pg.T("hook.failing_since", "Day", pg.Date(w.Failing.In(zone)))
	}
	return v
}

// shapeName is what a shape's program is called in the page's language. Most
// are called the same in all of them.
func (pg *page) shapeName(s webhook.Shape) string {
	switch s {
	case webhook.Slack:
		return "Slack"
	case webhook.Teams:
		return "Microsoft Teams"
	case webhook.Discord:
		return "Discord"
	case webhook.Telegram:
		return "Telegram"
	case webhook.LINE:
		return "LINE"
	}
	return pg.T("hook.shape." + string(s))
}

// visibleAddress is an address without what would let others write there: of
// chats the host alone, else all but the query.
func visibleAddress(address string, s webhook.Shape) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	if s.SecretAddress() {
		return u.Scheme + "://" + u.Host + "/…"
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return u.Scheme + "://" + u.Host + u.EscapedPath() + "?…"
	}
	return strings.TrimSuffix(address, "/")
}

// typesOffered are the types of events that a shape can be told. A chat hears
// of answers by one choice, which stands for what is told as they come in and,
// of answers without a rating, once their words were read.
func typesOffered(s webhook.Shape) []string {
	types := store.EventTypes()
	if !s.Chat() {
		return types
	}
	var offered []string
	for _, t := range types {
		if t != store.ResponseScored {
			offered = append(offered, t)
		}
	}
	return offered
}

// typeWords names a type to who chooses it.
func typeWords(s webhook.Shape, t string) string {
	if s.Chat() && t == store.ResponseCreated {
		return "hook.type.unhappy"
	}
	return "hook.type." + strings.ReplaceAll(t, ".", "_")
}
