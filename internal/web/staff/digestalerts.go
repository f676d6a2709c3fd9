package staff

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
)

// lastAlerts are how many alerts stand on the page of subscriptions.
const lastAlerts = 20

// digestAlertsPage is /admin/digests/alerts: all alerts that concern the reader.
type digestAlertsPage struct {
	page
	Alerts []alertGroup
}

// alertGroup is a journey with its alerts, the newest first; without a journey,
// trouble.
type alertGroup struct {
	Name, Link string
	Alerts     []alertView
}

// alertView is an alert in a line.
type alertView struct{ Text, Link, Day, Ended string }

// DigestAlerts lists alerts.
func (p *Pages) DigestAlerts(c echo.Context) error {
	journeys, err := p.Store.Journeys(c.Request().Context())
	if err != nil {
		return err
	}
	pg := digestAlertsPage{page: p.newPage(c)}
	pg.Title, pg.Styles = pg.T("origin.alerts_all"), []string{"staff/digests.css"}
	all, err := p.alerts(c, 0)
	if err != nil {
		return err
	}
	pg.Alerts = pg.groupAlerts(journeys, all)
	return c.Render(http.StatusOK, "staff/digestalerts", pg)
}

// alerts are those that concern a reader, the newest first: of the journeys and
// teams that one is told of, whatever of it is mailed; for owners all, trouble
// too. At least most of them are there if there are as many; 0: up to 1000.
func (p *Pages) alerts(c echo.Context, most int) ([]store.Alert, error) {
	ctx := c.Request().Context()
	if may(c, account.Owner) {
		return p.Store.Alerts(ctx, store.AlertQuery{Limit: most})
	}
	subs, err := p.Store.Subscriptions(ctx, store.SubscriptionQuery{Mail: userOf(c).Mail, Active: true})
	if err != nil {
		return nil, err
	}
	var all []store.Alert
	for i := range subs { // by journey
		if i > 0 && subs[i].Journey == subs[i-1].Journey {
			continue
		}
		of, err := p.Store.Alerts(ctx, store.AlertQuery{Journey: subs[i].Journey})
		if err != nil {
			return nil, err
		}
		all = append(all, of...)
	}
	all = slices.DeleteFunc(all, func(a store.Alert) bool {
		return !slices.ContainsFunc(subs, func(s subscription.Subscription) bool { return s.Concerns(a.Journey, a.Teams) })
	})
	slices.SortStableFunc(all, func(x, y store.Alert) int { return y.Raised.Compare(x.Raised) })
	return all, nil
}

// groupAlerts puts alerts under their journeys, in words.
func (pg *page) groupAlerts(journeys []*journey.Journey, all []store.Alert) []alertGroup {
	var groups []alertGroup
	for _, j := range append(slices.Clone(journeys), nil) {
		g, key := alertGroup{Name: pg.T("origin.trouble")}, ""
		if j != nil {
			g.Name, g.Link, key = pg.name(j.Name, j.Key), journeyLink(j), j.Key
		}
		zone := zoneOf(journeys, key)
		for _, a := range all {
			if a.Journey == key {
				g.Alerts = append(g.Alerts, pg.alertView(j, a, zone))
			}
		}
		if len(g.Alerts) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// alertView tells an alert of a journey, with days in a zone; j is nil for trouble.
func (pg *page) alertView(j *journey.Journey, a store.Alert, zone *time.Location) alertView {
	item := letter.AlertItem(j, a)
	said := (&digest.Alert{Found: []digest.AlertItem{item}}).Say(pg.Voice)
	v := alertView{Text: item.Line(pg.Voice), Link: said.Items[0].Path, Day: pg.Date(a.Raised.In(zone))}
	if !a.Ended.IsZero() {
		v.Ended = pg.T("desk.alert_ended", "Day", pg.Date(a.Ended.In(zone)))
	}
	return v
}
