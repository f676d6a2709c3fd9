package staff

import (
	"strconv"
	"time"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/subscription"
)

const (
	nextShown = 3             // dates to come
	mailsLate = 3 * time.Hour // after which a mail that still waits is told of
)

// subscriptionView is a subscription in words.
type subscriptionView struct {
	ID, Link, Mail string
	When           string   // how often its digest comes
	Next           []string // the dates to come
	Zone           string
	Language, Tag  string   // its name and tag
	Only           []string // the team and the persona that it is about
	Alerts         string
	Notices        string
	Stopped        string // since when it is, "" while it is active
	Preview        string
}

func (p *Pages) subscriptionView(pg *page, j *journey.Journey, s *subscription.Subscription) subscriptionView {
	v := subscriptionView{
		ID: s.ID, Link: "/admin/digests/" + s.ID, Mail: s.Mail, When: pg.often(s), Zone: s.Zone, Language: i18n.NameOf(s.Language), Tag: s.Language,
		Alerts: pg.T("desk.alerts_off"), Notices: pg.T("desk.notices_off"), Preview: "/admin/digests/" + s.ID + "/preview",
	}
	if s.Team != "" {
		v.Only = append(v.Only, pg.T("desk.only_team", "Team", pg.team(j, s.Team)))
	}
	if persona := j.Persona(s.Persona); persona != nil {
		v.Only = append(v.Only, pg.T("desk.only_persona", "Name", pg.name(persona.Name, persona.Key)))
	}
	switch {
	case s.Alerts && s.Persona != "":
		v.Alerts = pg.T("origin.alerts_on")
	case s.Alerts:
		v.Alerts = pg.T("desk.alerts_on")
	}
	switch {
	case s.Notices && s.QuietFrom != s.QuietTo:
		v.Notices = pg.T("desk.notices_quiet", "From", clock(s.QuietFrom), "To", clock(s.QuietTo))
	case s.Notices:
		v.Notices = pg.T("desk.notices_on")
	}
	if !s.Active() {
		v.Stopped = pg.T("desk.stopped", "Day", pg.Date(s.Stopped.In(s.Location())))
		return v
	}
	v.Next = pg.next(s, p.now())
	return v
}

// next are the dates on which digests are due, in the subscription's zone.
func (pg *page) next(s *subscription.Subscription, now time.Time) []string {
	var list []string
	for range nextShown {
		if now = s.Next(now); now.IsZero() {
			break
		}
		list = append(list, pg.T("desk.date", "Weekday", pg.Weekday(now.Weekday()), "Moment", pg.moment(now, s.Location())))
	}
	return list
}

// often says how often a digest comes, and at which time.
func (pg *page) often(s *subscription.Subscription) string {
	at := clock(s.Hour*60 + s.Minute)
	switch s.Cadence {
	case subscription.Daily:
		return pg.T("desk.often_daily", "Time", at)
	case subscription.Weekly:
		return pg.T("desk.often_weekly_"+strconv.Itoa(int(s.Weekday)), "Time", at)
	case subscription.Fortnightly:
		return pg.T("desk.often_fortnightly", "Weekday", pg.Weekday(s.Weekday), "Time", at)
	case subscription.Monthly:
		if s.MonthDay == lastDay {
			return pg.T("desk.often_month_end", "Time", at)
		}
		return pg.T("desk.often_monthly", "Day", s.MonthDay, "Time", at)
	}
	return pg.T("desk.often_never")
}

// lastDay of a month stands for the last one of any.
const lastDay = 31

// clock is a minute of the day as fields for times write it.
func clock(minute int) string {
	return time.Unix(int64(minute)*60, 0).UTC().Format("15:04")
}
