// Package visit is what a customer touches: survey, QR code, receipt. No
// cookie, no login in sight.
package visit

import (
	"html/template"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// Config is what the pages need.
type Config struct {
	Store     *store.Store
	Catalog   *i18n.Catalog
	PublicURL *url.URL
	Clock     func() time.Time
}

// Pages are the handlers of the visitors' addresses.
type Pages struct {
	Config
	style  template.CSS // inlined into every page
	policy string       // Content-Security-Policy that lets this style in
	forms  signer       // of the survey pages' forms
	tests  signer       // of staff's test links
	ready  readyPages
}

// New makes the pages.
func New(c Config) *Pages {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	style := inlineStyle()
	return &Pages{
		Config: c,
		style:  template.CSS(style),
		policy: policyFor(style),
		forms:  signer{c.Store.Secret("form")},
		tests:  signer{c.Store.Secret("test")},
	}
}

// page is what every page carries.
type page struct {
	i18n.Voice
	Style     template.CSS
	Title     string
	Journey   string // who asks
	Heading   string
	Languages []language
}

// language is one in which the page can be read.
type language struct {
	Tag, Name, Link string // without a link it is a button that sends the form
	Current         bool
}

// Languages call themselves by their own names in every language.
var languageNames = map[string]string{
	"zh-Hant": "繁體中文", "zh-Hans": "简体中文", "uk": "Українська", "en": "English",
}

// newPage begins a page in a language.
func (p *Pages) newPage(lang string) page {
	return page{Voice: p.Catalog.In(lang), Style: p.style}
}

// languageOf is the language of a page: the one in its address, else the
// browser's, else the first offered. Nothing is stored.
func languageOf(c echo.Context, offered []string) string {
	return i18n.Match(c.QueryParam("lang"), c.Request().Header.Get("Accept-Language"), offered)
}

// switches are the links that show the same page in another language; none
// where there is only one. link makes the address of a language.
func switches(offered []string, current string, link func(tag string) string) []language {
	if len(offered) < 2 {
		return nil
	}
	ls := make([]language, len(offered))
	for i, tag := range offered {
		name := languageNames[tag]
		if name == "" {
			name = tag
		}
		ls[i] = language{Tag: tag, Name: name, Link: link(tag), Current: tag == current}
	}
	return ls
}

// headers are those of every visitor's page.
func (p *Pages) headers(c echo.Context, lang string) {
	h := c.Response().Header()
	h.Set("Content-Security-Policy", p.policy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", lang)
	h.Add("Vary", "Accept-Language")
}

// render answers with a page.
func (p *Pages) render(c echo.Context, status int, name, lang string, data any) error {
	p.headers(c, lang)
	return c.Render(status, name, data)
}

// anyLanguage are the languages of pages that belong to no journey.
func anyLanguage() []string {
	return []string{"en", survey.Languages[0], survey.Languages[1], survey.Languages[2]}
}
