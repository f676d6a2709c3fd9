// Package web is the Echo server: limits, headers, errors to statuses,
// rendering, and all routes on one page.
package web

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/web/api"
	"github.com/waymood/waymood/internal/web/staff"
	"github.com/waymood/waymood/internal/web/visit"
)

// Config is what the server is made of.
type Config struct {
	Store          *store.Store
	Scorer         *sentiment.Scorer
	PublicURL      *url.URL // the only source of addresses in pages, QR codes and mails
	TrustedProxies []netip.Prefix
	Limits         bool // the abuse guard; false for load tests and private networks
	Log            *slog.Logger
	Clock          func() time.Time
	Version        string
}

// Server answers requests.
type Server struct {
	http *http.Server
}

// New wires pages, API and guards together.
func New(c Config) (*Server, error) {
	catalog, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	render, err := newRenderer()
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Renderer = render
	e.HTTPErrorHandler = answerError(c.Log, catalog)
	guard(e, c)
	route(e, c,
		visit.New(visit.Config{Store: c.Store, Catalog: catalog, PublicURL: c.PublicURL, Clock: c.Clock}),
		staff.New(staff.Config{Store: c.Store, Catalog: catalog, PublicURL: c.PublicURL, Clock: c.Clock, Log: c.Log}),
		api.New(api.Config{Store: c.Store, Catalog: catalog, PublicURL: c.PublicURL, Clock: c.Clock}),
	)
	return &Server{http: &http.Server{
		Handler:           e,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(c.Log.Handler(), slog.LevelDebug),
	}}, nil
}

// ServeHTTP lets tests call the server without a network.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.http.Handler.ServeHTTP(w, r) }

// Serve answers on a listener until Shutdown.
func (s *Server) Serve(l net.Listener) error { return s.http.Serve(l) }

// Shutdown finishes the requests under way.
func (s *Server) Shutdown(ctx context.Context) error { return s.http.Shutdown(ctx) }
