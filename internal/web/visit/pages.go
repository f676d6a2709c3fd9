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
	spoken choices
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

// newPage begins a page in a language.
func (p *Pages) newPage(lang string) page {
	return page{Voice: p.Catalog.In(lang), Style: p.style}
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
