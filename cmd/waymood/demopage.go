package main

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/templates"
)

// demoPage is a page of the café's own site, which shows a survey as sites do:
// from another origin, under a strict policy.
type demoPage struct {
	listener net.Listener
	url      string
	mood     string // the service's origin
	catalog  *i18n.Catalog
	template *template.Template
	style    []byte
	code     string // of the placement that it shows
}

// openDemoPage takes the port after the service's, or any where that is taken,
// and lets the page show the journey's first placement for pages. There is no
// page, nil, where something stands between the service and its public
// address: the page's own address could not be told then.
func openDemoPage(r *running, j *journey.Journey) (*demoPage, error) {
	at := r.listener.Addr().(*net.TCPAddr)
	if r.url.Scheme != "http" || r.url.Port() != strconv.Itoa(at.Port) {
		return nil, nil
	}
	p := &demoPage{mood: r.url.Scheme + "://" + r.url.Host}
	var err error
	if p.catalog, err = i18n.Load(); err != nil {
		return nil, err
	}
	if p.template, err = template.ParseFS(templates.FS, "demo/page.html"); err != nil {
		return nil, err
	}
	if p.style, err = templates.FS.ReadFile("demo/page.css"); err != nil {
		return nil, err
	}
	next := *at
	next.Port++
	if p.listener, err = net.ListenTCP("tcp", &next); err != nil {
		next.Port = 0
		if p.listener, err = net.ListenTCP("tcp", &next); err != nil {
			return nil, fmt.Errorf("open the café's own page: %w", err)
		}
	}
	host := net.JoinHostPort(r.url.Hostname(), strconv.Itoa(p.listener.Addr().(*net.TCPAddr).Port))
	p.url = (&url.URL{Scheme: "http", Host: host, Path: "/"}).String()
	for _, t := range j.Walk() {
		for pl := range t.Live() {
			if pl.Channel == journey.Embed && p.code == "" {
				p.code = pl.Code
				pl.Origins = append(pl.Origins, "http://"+host)
			}
		}
	}
	return p, nil
}

// serve answers until ctx is done.
func (p *demoPage) serve(ctx context.Context, log *slog.Logger) {
	s := &http.Server{Handler: p, ReadHeaderTimeout: 5 * time.Second}
	defer context.AfterFunc(ctx, func() { _ = s.Close() })()
	if err := s.Serve(p.listener); !errors.Is(err, http.ErrServerClosed) {
		log.Error("the café's own page does not answer any more", "error", err)
	}
}

func (p *demoPage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	switch r.URL.Path {
	case "/":
	case "/page.css":
		h.Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(p.style)
		return
	default:
		http.NotFound(w, r)
		return
	}
	h.Set("Content-Security-Policy", "default-src 'none'; script-src "+p.mood+"; frame-src "+p.mood+
		"; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("Content-Type", "text/html; charset=utf-8")
	lang := i18n.Match(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"), survey.Languages[:])
	_ = p.template.Execute(w, struct { // an error is the browser's, which went away
		i18n.Voice
		Script, Code string
	}{p.catalog.In(lang), p.mood + "/embed.js", p.code})
}
