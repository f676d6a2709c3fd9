package staff

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
)

// digestFormPage is /admin/digests/new and /admin/digests/{id}: a subscription to
// be made or changed.
type digestFormPage struct {
	page
	Post     string
	Journeys []option // to choose one from first; nil where it is settled
	Name     string   // of the journey
	Journey  string   // its key
	Draft    string   // why it goes into no mail, "" when it does
	Form     digestForm
	AnyMail  bool // may write to any address
	Teams    []option
	Personas []option
	Cadences []option
	Weekdays []option
	Tongues  []option
	Zones    []string // to choose from; others can be typed
	Errors   refused
	When     string // how it is now, "" of a new one
	Next     []string
	Stopped  bool
}

// digestForm is what was typed.
type digestForm struct {
	Mail, Team, Persona, Cadence, Weekday, MonthDay string
	Time, Zone, Language, QuietFrom, QuietTo        string
	Alerts, Notices                                 bool
}

// digestOrder is how the fields follow each other on the page.
var digestOrder = [...]string{"mail", "team", "persona", "cadence", "weekday", "month_day", "time", "zone", "language", "quiet"}

// InOrder are the refused fields as one meets them on the page.
func (pg *digestFormPage) InOrder() []option {
	var list []option
	for _, name := range digestOrder {
		if text, ok := pg.Errors[name]; ok {
			list = append(list, option{Value: name, Label: text})
		}
	}
	return list
}

// usualSubscription is what one gets without choosing.
func usualSubscription(u *account.User, j *journey.Journey, language string) subscription.Subscription {
	return subscription.Subscription{
		User: u.ID, Mail: u.Mail, Language: language, Zone: j.Timezone, Journey: j.Key,
		Cadence: subscription.Weekly, Weekday: time.Monday, MonthDay: 1, Hour: 8, Alerts: true, QuietFrom: 21 * 60, QuietTo: 8 * 60,
	}
}

// NewDigest shows the form, or asks for the journey first.
func (p *Pages) NewDigest(c echo.Context) error {
	ctx := c.Request().Context()
	pg := &digestFormPage{page: p.newPage(c), Post: "/admin/digests"}
	key := c.QueryParam("journey")
	if key == "" {
		all, err := p.Store.Journeys(ctx)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(j *journey.Journey) bool { return j.Archived })
		if len(all) != 1 {
			for _, j := range all {
				pg.Journeys = append(pg.Journeys, option{Value: j.Key, Label: pg.name(j.Name, j.Key)})
			}
			pg.Title, pg.Styles = pg.T("desk.new"), []string{"staff/digests.css"}
			return c.Render(http.StatusOK, "staff/digestform", pg)
		}
		key = all[0].Key
	}
	j, err := p.Store.Journey(ctx, key)
	if err != nil {
		return err
	}
	sub := usualSubscription(userOf(c), j, pg.Lang)
	pg.Form = digestFormOf(&sub)
	return p.showDigestForm(c, http.StatusOK, pg, j)
}

// AddDigest keeps a new subscription.
func (p *Pages) AddDigest(c echo.Context) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.FormValue("journey"))
	if err == nil && j.Archived {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	pg := &digestFormPage{page: p.newPage(c), Post: "/admin/digests"}
	sub := usualSubscription(userOf(c), j, pg.Lang)
	return p.keepDigest(c, pg, j, &sub, func() error { return p.Store.AddSubscription(ctx, &sub) })
}

// Digest shows a subscription to be changed.
func (p *Pages) Digest(c echo.Context) error {
	pg, j, sub, err := p.digestOf(c)
	if err != nil {
		return err
	}
	pg.Form = digestFormOf(sub)
	return p.showDigestForm(c, http.StatusOK, pg, j)
}

// ChangeDigest keeps what was changed.
func (p *Pages) ChangeDigest(c echo.Context) error {
	pg, j, sub, err := p.digestOf(c)
	if err != nil {
		return err
	}
	return p.keepDigest(c, pg, j, sub, func() error { return p.Store.SetSubscription(c.Request().Context(), sub) })
}

// digestOf begins the page of a subscription that is there.
func (p *Pages) digestOf(c echo.Context) (*digestFormPage, *journey.Journey, *subscription.Subscription, error) {
	sub, err := p.subscriptionOf(c)
	if err != nil {
		return nil, nil, nil, err
	}
	j, err := p.Store.Journey(c.Request().Context(), sub.Journey)
	if err != nil {
		return nil, nil, nil, err
	}
	pg := &digestFormPage{page: p.newPage(c), Post: "/admin/digests/" + sub.ID, Stopped: !sub.Active()}
	pg.When, pg.Next = pg.often(sub), pg.next(sub, p.now())
	return pg, j, sub, nil
}

// keepDigest reads the form into a subscription and keeps it, or shows the form
// again with what is wrong.
func (p *Pages) keepDigest(c echo.Context, pg *digestFormPage, j *journey.Journey, sub *subscription.Subscription, keep func() error) error {
	form, err := c.FormParams()
	if err != nil {
		return &fault.Error{Kind: fault.Broken, Detail: "The form did not arrive whole.", Cause: err}
	}
	was := sub.Mail
	pg.Form = readDigestForm(form)
	if !may(c, account.Owner) {
		pg.Form.Mail = was
	}
	if wrong := append(pg.Form.into(sub, j), fault.Params(sub.Check())...); len(wrong) > 0 {
		pg.refuse(wrong)
		return p.showDigestForm(c, http.StatusUnprocessableEntity, pg, j)
	}
	if account.Fold(sub.Mail) != account.Fold(was) {
		if err := p.belongs(c, sub); err != nil {
			return err
		}
	}
	if err := keep(); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/digests?did=kept")
}

// belongs gives a subscription to the account with its address, if there is one.
func (p *Pages) belongs(c echo.Context, sub *subscription.Subscription) error {
	u, _, err := p.Store.UserByMail(c.Request().Context(), sub.Mail)
	if errors.Is(err, fault.NotFound) {
		sub.User = ""
		return nil
	}
	if err == nil {
		sub.User = u.ID
	}
	return err
}

// refuse keeps what is wrong, in words.
func (pg *digestFormPage) refuse(wrong []fault.Param) {
	pg.Errors, pg.Languages = refused{}, nil // what was posted cannot be shown in another language
	for _, param := range wrong {
		pg.Errors[param.Name] = pg.T("desk.wrong_" + param.Name)
	}
}

// digestFormOf is a subscription as its form shows it.
func digestFormOf(s *subscription.Subscription) digestForm {
	f := digestForm{
		Mail: s.Mail, Team: s.Team, Persona: s.Persona, Cadence: string(s.Cadence), Weekday: strconv.Itoa(int(s.Weekday)),
		MonthDay: strconv.Itoa(max(s.MonthDay, 1)), Time: clock(s.Hour*60 + s.Minute), Zone: s.Zone, Language: s.Language,
		Alerts: s.Alerts, Notices: s.Notices,
	}
	if s.QuietFrom != s.QuietTo {
		f.QuietFrom, f.QuietTo = clock(s.QuietFrom), clock(s.QuietTo)
	}
	return f
}

func readDigestForm(v url.Values) digestForm {
	text := func(name string) string { return strings.TrimSpace(v.Get(name)) }
	return digestForm{
		Mail: text("mail"), Team: text("team"), Persona: text("persona"), Cadence: text("cadence"), Weekday: text("weekday"), MonthDay: text("month_day"),
		Time: text("time"), Zone: text("zone"), Language: text("language"), QuietFrom: text("quiet_from"), QuietTo: text("quiet_to"),
		Alerts: text("alerts") != "", Notices: text("notices") != "",
	}
}

// into puts what was typed into a subscription, and returns the fields that say
// nothing which could be kept or name what the journey does not have.
func (f *digestForm) into(s *subscription.Subscription, j *journey.Journey) (wrong []fault.Param) {
	must := func(ok bool, name string) {
		if !ok {
			wrong = append(wrong, fault.Param{Name: name, Code: "invalid"})
		}
	}
	number := func(text, name string) int {
		n, err := strconv.Atoi(text)
		must(err == nil, name)
		return n
	}
	must(f.Team == "" || f.Team == s.Team || slices.Contains(teams(j), f.Team), "team")
	must(f.Persona == "" || f.Persona == s.Persona || slices.Contains(j.PersonaKeys(), f.Persona), "persona")
	must(slices.Contains(survey.Languages[:], f.Language), "language")
	at, ok := minuteOf(f.Time)
	must(ok, "time")
	s.QuietFrom, s.QuietTo = 0, 0
	if f.QuietFrom != "" || f.QuietTo != "" {
		from, ok1 := minuteOf(f.QuietFrom)
		to, ok2 := minuteOf(f.QuietTo)
		must(ok1 && ok2, "quiet")
		s.QuietFrom, s.QuietTo = from, to
	}
	s.Mail, s.Team, s.Persona, s.Zone, s.Language = f.Mail, f.Team, f.Persona, f.Zone, f.Language
	s.Cadence, s.Hour, s.Minute, s.Alerts, s.Notices = subscription.Cadence(f.Cadence), at/60, at%60, f.Alerts, f.Notices
	s.Weekday = time.Weekday(number(f.Weekday, "weekday"))
	s.MonthDay = number(f.MonthDay, "month_day")
	return wrong
}

// minuteOf reads a time of day as browsers send it, 08:00 or 08:00:00.
func minuteOf(text string) (int, bool) {
	for _, layout := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Hour()*60 + t.Minute(), true
		}
	}
	return 0, false
}

// showDigestForm fills in what the form offers.
func (p *Pages) showDigestForm(c echo.Context, status int, pg *digestFormPage, j *journey.Journey) error {
	pg.Name, pg.Journey, pg.Draft = pg.name(j.Name, j.Key), j.Key, pg.unmailed(j)
	pg.Title, pg.Styles = pg.T("desk.form_title", "Name", pg.Name), []string{"staff/digests.css"}
	if len(pg.Errors) > 0 {
		pg.Title = pg.T("staff.error_title", "Title", pg.Title)
	}
	pg.AnyMail = may(c, account.Owner)
	f := &pg.Form
	pg.Teams = pg.choose(f.Team, pg.T("desk.all_teams"), teams(j), func(team string) string { return team })
	pg.Personas = pg.choose(f.Persona, pg.T("desk.all_personas"), j.PersonaKeys(), func(key string) string { return pg.name(j.Persona(key).Name, key) })
	for _, cadence := range subscription.Cadences() {
		pg.Cadences = append(pg.Cadences, option{string(cadence), pg.T("desk.cadence_" + string(cadence)), f.Cadence == string(cadence)})
	}
	for day := range 7 {
		weekday := time.Weekday((day + 1) % 7) // weeks begin on Monday
		value := strconv.Itoa(int(weekday))
		pg.Weekdays = append(pg.Weekdays, option{value, pg.weekday(weekday), f.Weekday == value})
	}
	for _, tag := range survey.Languages {
		pg.Tongues = append(pg.Tongues, option{tag, i18n.NameOf(tag), f.Language == tag})
	}
	pg.Zones = offeredZones(j.Timezone)
	return c.Render(status, "staff/digestform", pg)
}

// choose offers all, each of some, and what is chosen though it is there no more.
func (pg *page) choose(chosen, all string, keys []string, label func(string) string) []option {
	list := []option{{Label: all}}
	for _, key := range keys {
		list = append(list, option{key, label(key), key == chosen})
	}
	if chosen != "" && !slices.Contains(keys, chosen) {
		list = append(list, option{chosen, chosen, true})
	}
	return list
}

// offeredZones are time zones to choose from, the journey's first; any other can
// be typed.
func offeredZones(first string) []string {
	zones := []string{
		first, "Asia/Taipei", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Macau", "Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Tokyo", "Asia/Seoul", "Asia/Bangkok",
		"Asia/Kolkata", "Asia/Dubai", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland", "Europe/Kyiv", "Europe/Bucharest", "Europe/Warsaw", "Europe/Prague",
		"Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Lisbon", "Europe/London", "America/Sao_Paulo", "America/Toronto", "America/New_York",
		"America/Chicago", "America/Denver", "America/Los_Angeles", "America/Vancouver", "UTC",
	}
	others := slices.DeleteFunc(zones[1:], func(z string) bool { return z == first })
	slices.Sort(others)
	return zones[:1+len(others)]
}
