package visit

import (
	"encoding/json"
	"html/template"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/static"
	"github.com/waymood/waymood/templates"
)

// kioskSite is a site with kiosks.
func kioskSite(t *testing.T, journeys ...*journey.Journey) *site {
	t.Helper()
	s := newSite(t, journeys...)
	tmpl, err := template.New("kiosk.html").
		Funcs(template.FuncMap{"static": func(s string) string { return "/static/" + s }}).
		ParseFS(templates.FS, "visit/kiosk.html", "visit/_*.html")
	if err != nil {
		t.Fatal(err)
	}
	s.echo.Renderer.(pages)["visit/kiosk"] = tmpl
	s.echo.GET("/t/:code/kiosk", s.pages.Kiosk)
	s.echo.GET("/t/:code/kiosk.webmanifest", s.pages.KioskManifest)
	s.echo.GET("/t/:code/kiosk-worker.js", s.pages.KioskWorker)
	return s
}

// TestKioskPage asks everything in every language, the same for everybody.
func TestKioskPage(t *testing.T) {
	s := kioskSite(t)
	r := s.get("/t/every/kiosk", "Accept-Language", "uk").status(200)
	r.has(`data-kiosk="every"`, `data-rating="mood"`, `data-if="mood &lt;= 3"`, `data-takes="flag"`, `data-takes="keys"`, `data-takes="key"`,
		`<textarea rows="3" maxlength="`, `data-value="5" data-feeling="happy"`, `data-value="1" data-feeling="unhappy"`, `data-value="3" data-feeling="neutral"`,
		`data-value="yes" data-feeling="happy"`, "Як вам черга?", "排隊的感覺如何？", "排队的感觉怎么样？", "How did waiting feel?", "Wonderful!", `lang="zh-Hant"`)
	r.lacks(`type="email"`, "/receipt/", `kiosk.`+"tap", "data-closed", " style=")
	if again := s.get("/t/every/kiosk", "Accept-Language", "en"); again.Body.String() != r.Body.String() {
		t.Error("the page differs from visit to visit")
	}
	if csp := r.Header().Get("Content-Security-Policy"); csp != kioskCSP || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
	for _, script := range regexp.MustCompile(`<script[^>]*>[^<]`).FindAllString(r.Body.String(), -1) {
		t.Errorf("inline script %s", script)
	}
	if links := regexp.MustCompile(`<a [^>]*>`).FindAllString(r.Body.String(), -1); len(links) != 1 || !strings.Contains(links[0], `"/t/every"`) {
		t.Errorf("links beside that for browsers without script: %v", links)
	}
	for _, lang := range []string{"zh-Hant", "zh-Hans", "uk", "en"} {
		if n := strings.Count(r.Body.String(), `<template data-language="`+lang+`">`); n != 1 {
			t.Errorf("%s is spoken %d times", lang, n)
		}
	}
}

// TestKioskHeard: a tablet is heard of when its worker looks for a new version,
// and by nothing that somebody else asks.
func TestKioskHeard(t *testing.T) {
	s := kioskSite(t)
	j := everyJourney(t)
	for _, c := range []struct {
		site, dest string
		want       bool
	}{{"", "", false}, {"none", "document", false}, {"same-origin", "document", false}, {"cross-site", "empty", false}, {"same-origin", "empty", true}} {
		s.get("/t/every/kiosk", "Sec-Fetch-Site", c.site, "Sec-Fetch-Dest", c.dest).status(200)
		heard, err := s.store.Heard(t.Context(), j)
		if err != nil {
			t.Fatal(err)
		}
		if at, ok := heard["every"]; ok != c.want || ok && at.UnixMilli() != s.clock.UnixMilli() {
			t.Errorf("%+v: %v", c, heard)
		}
	}
}

// TestKioskAddresses holds where the kiosk's addresses lead.
func TestKioskAddresses(t *testing.T) {
	j := everyJourney(t)
	silent := survey.Survey{Key: "silent", Questions: []survey.Question{{Key: "words", Type: survey.ShortText, Ask: survey.Wording{"en": "Say", "uk": "Скажіть", "zh-Hant": "請說", "zh-Hans": "请说"}}}}
	j.Surveys = append(j.Surveys, silent)
	j.Stages[0].Touchpoints = append(j.Stages[0].Touchpoints, journey.Touchpoint{
		Key: "talk", Name: j.Stages[0].Name, Survey: "silent", Placements: []journey.Placement{{Code: "silent", Channel: journey.Kiosk}},
	})
	s := kioskSite(t, j)
	for path, status := range map[string]int{
		"/t/EVERY/kiosk": 302, "/t/silent/kiosk": 302, "/t/nope/kiosk": 404, "/t/ended/kiosk": 410, "/t/later/kiosk": 410, "/t/over/kiosk": 410,
		"/t/faces/kiosk": 200, "/t/every/kiosk-worker.js": 200, "/t/every/kiosk.webmanifest": 200, "/t/silent/kiosk.webmanifest": 404, "/t/nope/kiosk.webmanifest": 404,
	} {
		s.get(path).status(status)
	}
	if to := s.get("/t/EVERY/kiosk").Header().Get("Location"); to != "/t/every/kiosk" {
		t.Errorf("leads to %s", to)
	}
	for from, want := range map[string]string{
		"/t/EVERY/kiosk?lang=uk": "/t/every/kiosk?lang=uk", "/t/EVERY/kiosk?lang=tlh": "/t/every/kiosk", "/t/silent/kiosk?lang=uk": "/t/silent?lang=uk",
	} {
		if to := s.get(from).Header().Get("Location"); to != want {
			t.Errorf("%s leads to %s", from, to)
		}
	}
	if to := s.get("/t/silent/kiosk").Header().Get("Location"); to != "/t/silent" {
		t.Errorf("leads to %s", to)
	}
	// A closed kiosk still runs: it may have answers to send.
	s.get("/t/over/kiosk").has(`data-kiosk="over"`, " data-closed", "kiosk/send.js")
	if kind := s.get("/t/every/kiosk-worker.js").Header().Get("Content-Type"); !strings.HasPrefix(kind, "text/javascript") {
		t.Errorf("the worker is %s", kind)
	}
}

// TestKioskManifest is what a tablet installs.
func TestKioskManifest(t *testing.T) {
	s := kioskSite(t)
	r := s.get("/t/faces/kiosk.webmanifest").status(200)
	if kind := r.Header().Get("Content-Type"); kind != "application/manifest+json" {
		t.Errorf("kind %s", kind)
	}
	var m manifest
	if err := json.Unmarshal(r.Body.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	if m.StartURL != "/t/faces/kiosk" || m.Scope != m.StartURL || m.Display != "fullscreen" || m.Name != "飲品 – 晨曦咖啡・到店旅程" || len(m.Icons) != 2 {
		t.Errorf("%+v", m)
	}
	for _, icon := range m.Icons {
		f, err := static.FS.Open(strings.TrimPrefix(icon.Source, "/static/"))
		if err != nil {
			t.Fatal(err)
		}
		drawn, err := png.DecodeConfig(f)
		if want := strings.Split(icon.Sizes, "x")[0]; err != nil || drawn.Width != drawn.Height || !strings.Contains(icon.Source, want) {
			t.Errorf("%s: %+v %v", icon.Source, drawn, err)
		}
		_ = f.Close()
	}
}
