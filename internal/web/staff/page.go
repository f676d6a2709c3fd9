package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// page is what every page of staff's carries.
type page struct {
	i18n.Voice
	Title     string
	User      *account.User // nil before signing in
	Owner     bool          // of this installation
	Tabs      []tab         // of the journey that the page is about
	Languages []language
	Here      string   // where changing the language leads back to
	Styles    []string // of this page, beside the house's: names under /static/
	Scripts   []string // of this page: names under /static/
	Refresh   int      // seconds after which the page loads itself again; 0 never
}

// tab leads to one of a journey's pages.
type tab struct {
	Label, Link string
	Current     bool
}

// language is one in which the pages can be read.
type language struct {
	Tag, Name, Link string
	Current         bool
}

// newPage begins a page. Its language: the one in the address, else the
// user's, else the browser's.
func (p *Pages) newPage(c echo.Context) page {
	r := c.Request()
	u, _ := c.Get("user").(*account.User)
	asked := c.QueryParam("lang")
	if asked == "" && u != nil {
		asked = u.Language
	}
	tag := i18n.Match(asked, r.Header.Get("Accept-Language"), survey.Languages[:])
	if asked == "" && r.Header.Get("Accept-Language") == "" {
		tag = "en"
	}
	pg := page{Voice: p.Catalog.In(tag), User: u, Owner: may(c, account.Owner)}
	here := *r.URL
	q := here.Query()
	for _, l := range survey.Languages {
		q.Set("lang", l)
		pg.Languages = append(pg.Languages, language{
			Tag: l, Name: i18n.NameOf(l), Link: here.Path + "?" + q.Encode(), Current: l == tag,
		})
	}
	q.Del("lang")
	pg.Here = local(here.Path, q)
	c.Response().Header().Set("Content-Language", tag)
	return pg
}

// local is an address on this site.
func local(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// of makes the page one of a journey's, with the tabs to the others.
func (pg *page) of(j *journey.Journey, current string) {
	base := "/admin/journeys/" + url.PathEscape(j.Key)
	editor := pg.User != nil && pg.User.Role.Allows(account.Editor)
	for _, t := range []struct {
		name, label, link string
		shown             bool
	}{
		{"map", "staff.nav.map", "", true},
		{"responses", "staff.nav.responses", "/responses", true},
		{"actions", "action.tab", "/actions", true},
		{"review", "review.tab", "/review", true},
		{"posters", "staff.nav.posters", "/posters", true},
		{"kiosks", "kiosk.tab", "/kiosks", editor},
		{"edit", "wizard.edit.tab", "/edit", editor},
	} {
		if t.shown {
			pg.Tabs = append(pg.Tabs, tab{Label: pg.T(t.label), Link: base + t.link, Current: t.name == current})
		}
	}
}

// name of something in the page's language, or its key.
func (pg *page) name(w survey.Wording, key string) string {
	if s := w.In(pg.Lang); s != "" {
		return s
	}
	return key
}
