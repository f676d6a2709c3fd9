// Package api is the JSON API, version 1.
package api

import (
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/store"
)

// Config is what the handlers need.
type Config struct {
	Store     *store.Store
	Catalog   *i18n.Catalog
	PublicURL *url.URL
	Clock     func() time.Time
}

// Handlers answer the API's addresses.
type Handlers struct{ Config }

// New makes the handlers.
func New(c Config) *Handlers { return &Handlers{Config: c} }

// Key lets in requests with an API key of the scope, or one above it.
func (h *Handlers) Key(scope account.Scope) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc { return next }
}

func (h *Handlers) OpenAPI(c echo.Context) error      { return fault.NotFound }
func (h *Handlers) AddResponse(c echo.Context) error  { return fault.NotFound }
func (h *Handlers) AddResponses(c echo.Context) error { return fault.NotFound }
func (h *Handlers) Preflight(c echo.Context) error    { return fault.NotFound }
func (h *Handlers) Responses(c echo.Context) error    { return fault.NotFound }
func (h *Handlers) Erase(c echo.Context) error        { return fault.NotFound }
func (h *Handlers) Journeys(c echo.Context) error     { return fault.NotFound }
func (h *Handlers) Journey(c echo.Context) error      { return fault.NotFound }
func (h *Handlers) PutJourney(c echo.Context) error   { return fault.NotFound }
func (h *Handlers) Map(c echo.Context) error          { return fault.NotFound }
func (h *Handlers) Curve(c echo.Context) error        { return fault.NotFound }
func (h *Handlers) PainPoints(c echo.Context) error   { return fault.NotFound }
