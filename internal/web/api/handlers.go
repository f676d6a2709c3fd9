// Package api is the JSON API, version 1. openapi.json beside this file is
// its description; a test holds the two together.
package api

import (
	"net/http"
	"net/url"
	"time"

	_ "embed"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/theme"
)

// Config is what the handlers need.
type Config struct {
	Store     *store.Store
	Catalog   *i18n.Catalog
	PublicURL *url.URL
	Clock     func() time.Time
	Problem   func(error) (status int, problem any) // how an error is told, for the items of a batch
	Draw      echo.HandlerFunc                      // answers with the chart that a map's address asks for
	Paint     echo.HandlerFunc                      // the same as PNG
	Table     echo.HandlerFunc                      // its figures as CSV
	Kept      func(again bool)                      // counts answers on disk; may be nil
	Waits     func(survey.Doubt)                    // counts new answers that wait for a decision; may be nil
	Themes    []theme.Theme                         // that texts are read for; may be nil
	Labels    map[string]survey.Wording             // of the themes, by key
	Private   bool                                  // webhooks may lead to private addresses
}

// Handlers answer the API's addresses.
type Handlers struct {
	Config
	origins origins
	ids     survey.IDs
}

// New makes the handlers.
func New(c Config) *Handlers {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Kept == nil {
		c.Kept = func(bool) {}
	}
	if c.Waits == nil {
		c.Waits = func(survey.Doubt) {}
	}
	return &Handlers{Config: c}
}

// spec is the OpenAPI 3.1 description of this API.
//
//go:embed openapi.json
var spec []byte

// OpenAPI answers with the description of the API.
func (h *Handlers) OpenAPI(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "public, max-age=300")
	return c.Blob(http.StatusOK, "application/json", spec)
}
