package staff

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

const (
	maxLabel    = 60 // characters
	usualShare  = 30 // days that a link lasts, unless somebody chooses otherwise
	fixedPeriod = "fixed"
)

// shareDays are how long a link may last.
var shareDays = [...]int{7, 30, 90}

// sharePage is /admin/journeys/{key}/share: the links with which others look
// at the map, and the form to make one.
type sharePage struct {
	togetherPage
	Local     bool // the public URL is this machine: nobody else could open it
	Address   string
	Form      shareForm
	New       *newShare // nil but right after making it
	Shares    []shareView
	Revoked   bool // one was just revoked
	Expiries  []option
	MaxLength int
}

// shareForm is what was typed.
type shareForm struct {
	Label, From, To string
	Fixed, Compare  bool
	WrongLabel      bool
	WrongPeriod     string // what is wrong with the dates
}

type newShare struct{ Label, Link, Until string }

type shareView struct {
	ID, Label, Period string
	Compare           bool
	Made, Until, Used string
	State             string // "" while it works
}

// Share lists the links.
func (p *Pages) Share(c echo.Context) error {
	pg, _, err := p.shares(c)
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/share", pg)
}

// AddShare makes a link and shows it, once.
func (p *Pages) AddShare(c echo.Context) error {
	pg, j, err := p.shares(c)
	if err != nil {
		return err
	}
	pg.page.Languages = nil // what is shown once cannot be shown in another language
	sh, ok := pg.read(c, j, p.now())
	if !ok {
		pg.Title = pg.T("staff.error_title", "Title", pg.Title)
		return c.Render(http.StatusUnprocessableEntity, "staff/share", pg)
	}
	sh, token, err := p.Store.AddShare(c.Request().Context(), sh)
	if err != nil {
		return err
	}
	if pg, _, err = p.shares(c); err != nil {
		return err
	}
	pg.page.Languages = nil
	pg.New = &newShare{
		Label: sh.Label, Link: p.PublicURL.JoinPath("share", token).String(),
		Until: pg.dated(journey.DayOf(sh.Expires, j.Location())),
	}
	return c.Render(http.StatusOK, "staff/share", pg)
}

// RevokeShare ends a link.
func (p *Pages) RevokeShare(c echo.Context) error {
	j, err := p.Store.Journey(c.Request().Context(), c.Param("key"))
	if err == nil {
		err = p.Store.RevokeShare(c.Request().Context(), j.Key, c.Param("id"))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, journeyLink(j)+"/share?revoked=1")
}

// shares begins the page.
func (p *Pages) shares(c echo.Context) (*sharePage, *journey.Journey, error) {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return nil, nil, err
	}
	all, err := p.Store.Shares(ctx, j.Key)
	if err != nil {
		return nil, nil, err
	}
	pg := &sharePage{
		togetherPage: p.together(c, j, "share"), Local: p.OnlyHere, Address: p.PublicURL.String(),
		Form: shareForm{Compare: true}, Revoked: c.QueryParam("revoked") != "", MaxLength: maxLabel,
	}
	pg.Title = pg.T("share.title", "Name", pg.Name)
	pg.expiries(usualShare)
	for i := range all {
		pg.Shares = append(pg.Shares, pg.share(j, &all[i], p.now()))
	}
	return pg, j, nil
}

func (pg *sharePage) expiries(chosen int) {
	pg.Expiries = nil
	for _, n := range shareDays {
		pg.Expiries = append(pg.Expiries, option{Value: strconv.Itoa(n), Label: pg.T("share.days", "Count", n), Chosen: n == chosen})
	}
}

func (pg *sharePage) share(j *journey.Journey, sh *store.Share, now time.Time) shareView {
	on := func(t time.Time) string { return pg.dated(journey.DayOf(t, j.Location())) }
	v := shareView{
		ID: sh.ID, Label: sh.Label, Compare: sh.Compare, Made: on(sh.Created), Until: on(sh.Expires),
		Period: pg.T("share.moving"), Used: pg.T("share.never_used"),
	}
	if sh.Period != (journey.Period{}) {
		v.Period = pg.days(sh.Period)
	}
	if !sh.Used.IsZero() {
		v.Used = pg.T("share.used", "Day", pg.Date(sh.Used))
	}
	switch {
	case !sh.Revoked.IsZero():
		v.State = pg.T("share.revoked", "Day", on(sh.Revoked))
	case !now.Before(sh.Expires):
		v.State = pg.T("share.expired")
	}
	return v
}

// read takes the form; false when something in it is wrong, which the page
// then says.
func (pg *sharePage) read(c echo.Context, j *journey.Journey, now time.Time) (store.Share, bool) {
	f := &pg.Form
	*f = shareForm{
		Label: strings.TrimSpace(c.FormValue("label")), From: strings.TrimSpace(c.FormValue("from")), To: strings.TrimSpace(c.FormValue("to")),
		Fixed: c.FormValue("period") == fixedPeriod, Compare: c.FormValue("compare") != "",
	}
	days := usualShare
	if i := slices.IndexFunc(shareDays[:], func(n int) bool { return strconv.Itoa(n) == c.FormValue("days") }); i >= 0 {
		days = shareDays[i]
	}
	pg.expiries(days)
	f.WrongLabel = f.Label == "" || utf8.RuneCountInString(f.Label) > maxLabel || !utf8.ValidString(f.Label)
	sh := store.Share{Journey: j.Key, Label: f.Label, Compare: f.Compare, Expires: now.AddDate(0, 0, days)}
	if f.Fixed {
		sh.Period, f.WrongPeriod = pg.fixed(f, journey.DayOf(now, j.Location()))
	}
	return sh, !f.WrongLabel && f.WrongPeriod == ""
}

// fixed reads two days, both of them in the period.
func (pg *sharePage) fixed(f *shareForm, today journey.Day) (p journey.Period, wrong string) {
	from, err1 := journey.ParseDay(f.From)
	to, err2 := journey.ParseDay(f.To)
	switch {
	case err1 != nil || err2 != nil || from.Time().Year() < firstYear:
		return p, pg.T("share.wrong_dates")
	case from > to:
		return p, pg.T("share.wrong_order")
	case from > today:
		return p, pg.T("share.wrong_future")
	case int(to-from) >= mostDays:
		return p, pg.T("share.wrong_long")
	}
	return journey.Period{From: from, To: to + 1}, ""
}
