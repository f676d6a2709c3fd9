// Package visit is what a customer touches: survey, QR code, receipt. No
// cookie, no login in sight.
package visit

import (
	"net/url"
	"time"

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
type Pages struct{ Config }

// New makes the pages.
func New(c Config) *Pages { return &Pages{Config: c} }
