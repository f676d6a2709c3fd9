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
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/net/netutil"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/raster"
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/theme"
	"github.com/waymood/waymood/internal/web/api"
	"github.com/waymood/waymood/internal/web/limit"
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
	ProofOfWork    bool // lets a waiting answer count whose sender's device does some work
	MailServer     bool // mails are sent; without one they wait
	Log            *slog.Logger
	Clock          func() time.Time
	Version        string
	Themes         []theme.Theme  // that texts are read for; nil hides what needs their names
	PrivateHooks   bool           // webhooks may lead to private addresses
	Patience       time.Duration  // how long a page waits for the test of a webhook
	Letters        *letter.Writer // writes the mails that staff look at
	FontFolders    []string       // where to look for fonts with Han letters, for painted pictures
}

// Server answers requests.
type Server struct {
	http     *http.Server
	echo     *echo.Echo
	metrics  *metrics
	stopping atomic.Bool
	limits   bool
	proxies  []netip.Prefix
}

// What idle and slow connections can cost, of all senders and of one: a
// company behind one address stays far below.
const (
	maxConnections = 20_000
	maxOfOne       = 1000
)

// New wires pages, API and guards together.
func New(c Config) (*Server, error) {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	catalog, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	files, err := readFiles(catalog)
	if err != nil {
		return nil, err
	}
	render, err := newRenderer(files)
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Renderer = render
	m := newMetrics(c.Version, c.Store.Waiting)
	m.registry.MustRegister(newWaits(c.Store, c.Clock))
	visitors := visit.New(visit.Config{
		Store: c.Store, Catalog: catalog, PublicURL: c.PublicURL, Clock: c.Clock, OnlyHere: OnlyHere(c.PublicURL),
		Waits: m.quarantined, ProofOfWork: c.ProofOfWork,
	})
	people := staff.New(staff.Config{
		Store: c.Store, Catalog: catalog, PublicURL: c.PublicURL, Clock: c.Clock, Log: c.Log, MailServer: c.MailServer,
		TestLink: testLinks(c, visitors), OnlyHere: OnlyHere(c.PublicURL), PrivateWebhooks: c.PrivateHooks, Patience: c.Patience,
		Themes: c.Themes, Labels: labels(c.Themes), Model: model(c.Scorer), Letters: c.Letters,
		Fonts: sync.OnceValues(func() (*raster.Fonts, error) { return raster.FindFonts(c.FontFolders) }),
	})
	e.HTTPErrorHandler = answerError(c.Log, readers{catalog, visitors, people})
	s := &Server{echo: e, metrics: m, limits: c.Limits, proxies: c.TrustedProxies}
	guard(e, c, s.metrics)
	route(e, parts{
		store:    c.Store,
		files:    files,
		limits:   limit.New(c.Limits),
		stopping: s.stopping.Load,
		visit:    visitors,
		staff:    people,
		api: api.New(api.Config{
			Store: c.Store, Catalog: catalog, PublicURL: c.PublicURL, Clock: c.Clock,
			Problem: func(err error) (int, any) { p := problemOf(err); return p.Status, p },
			Draw:    people.Curve,
			Paint:   people.CurvePNG,
			Table:   people.Table,
			Kept:    m.kept,
			Waits:   m.quarantined,
			Themes:  c.Themes,
			Labels:  labels(c.Themes),
			Private: c.PrivateHooks,
		}),
	})
	s.http = &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          ownErrors(c.Log),
	}
	return s, nil
}

// testLinks makes the links on which staff try a survey without being counted.
func testLinks(c Config, visitors *visit.Pages) func(code string) string {
	secret := c.Store.Secret("test")
	return func(code string) string {
		return visitors.Address(code) + "?test=" + visit.TestToken(secret, code, c.Clock().Add(visit.TestLife))
	}
}

// ServeHTTP answers a request; tests call it without a network. A HEAD is
// answered as a GET whose body net/http leaves out; at /login without its
// query, so that whoever only looks at a sign-in link does not use it up.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		get := *r.WithContext(visit.Unseen(r.Context()))
		get.Method = http.MethodGet
		if r.URL.Path == "/login" {
			get.URL = &url.URL{Path: r.URL.Path}
		}
		r = &get
	}
	s.echo.ServeHTTP(w, r)
}

// Serve answers on a listener until Shutdown.
func (s *Server) Serve(l net.Listener) error {
	if s.limits {
		l = limit.Listener(l, maxOfOne, s.proxies)
	}
	return s.http.Serve(netutil.LimitListener(l, maxConnections))
}

// Shutdown stops being ready, takes no more connections and finishes the
// requests under way.
func (s *Server) Shutdown(ctx context.Context) error {
	s.stopping.Store(true)
	return s.http.Shutdown(ctx)
}

// Metrics are for Prometheus, on a listener of their own that visitors cannot
// reach; every path is answered with them.
func (s *Server) Metrics() http.Handler { return s.metrics.handler() }
