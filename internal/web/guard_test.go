package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
)

// TestStatuses looks at what is no handler's business.
func TestStatuses(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		method, target string
		status         int
		headers        []string
	}{
		{"GET", "/healthz", 200, nil},
		{"HEAD", "/healthz", 200, nil},
		{"POST", "/healthz", 405, nil},
		{"GET", "/readyz", 200, nil},
		{"GET", "/nowhere", 404, nil},
		{"GET", "/api/v1/nowhere", 404, nil},
		{"GET", "/api/v1/responses/", 404, nil},
		{"PATCH", "/api/v1/journeys/cafe", 405, nil},
		{"TRACE", "/api/v1/journeys/cafe", 405, nil},
		{"GET", "/metrics", 404, nil},
		{"GET", "/debug/pprof/", 404, nil},
		{"GET", "/.env", 404, nil},
		{"GET", "/static/..%2f..%2fetc%2fpasswd", 404, nil},
		{"GET", "/static/../server.go", 404, nil},
		{"GET", "/static/%2e%2e/static.go", 404, nil},
		{"GET", "/static/static.go", 404, nil},
		{"GET", "/static/", 404, nil},
		{"GET", "/static//visit.js", 404, nil},
		{"GET", "/static/visit.js%00", 404, nil},
		{"GET", "/static/..%5c..%5cx", 404, nil},
		{"GET", "/t/nope", 404, nil},
		{"GET", "/api/v1/openapi.json", 200, nil},
		{"GET", "/api/v1/journeys", 401, nil},
		{"GET", "/api/v1/journeys?key=" + h.read + "&api_key=" + h.read, 401, nil},
		{"GET", "/api/v1/journeys", 401, []string{"key", "wm_" + strings.Repeat("x", 60)}},
		{"GET", "/api/v1/journeys", 401, []string{"Authorization", "Basic " + h.read}},
		{"GET", "/api/v1/journeys", 200, []string{"key", h.read}},
		{"GET", "/api/v1/journeys", 200, []string{"X-API-Key", h.read}},
		{"GET", "/api/v1/journeys", 200, []string{"Authorization", "bearer " + h.read}},
		{"PUT", "/api/v1/journeys/cafe", 403, []string{"key", h.read}},
		{"DELETE", "/api/v1/responses/" + id1, 403, []string{"key", h.read}},
		{"POST", "/api/v1/responses", 415, nil},
	} {
		w := h.ask(c.method, c.target, "", c.headers...)
		if w.Code != c.status {
			t.Errorf("%s %s: %d %s, want %d", c.method, c.target, w.Code, w.Body, c.status)
		}
		if strings.HasPrefix(c.target, "/api/") {
			h.isProblem(w.Code, w.Header(), w.Body.Bytes())
		}
		if w.Code == 405 && w.Header().Get("Allow") == "" {
			t.Errorf("%s %s: no Allow", c.method, c.target)
		}
		if w.Header().Get("X-Request-Id") == "" || w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Server") != "" {
			t.Errorf("%s %s: headers %v", c.method, c.target, w.Header())
		}
		if strings.Contains(w.Body.String(), "goroutine") || strings.Contains(strings.ToLower(w.Body.String()), "select ") {
			t.Errorf("%s %s tells too much: %s", c.method, c.target, w.Body)
		}
	}
}

// TestHeaders looks at each area's headers.
func TestHeaders(t *testing.T) {
	h := newHouse(t, func(c *Config) { c.PublicURL, _ = url.Parse("https://mood.example") })
	for target, want := range map[string]map[string]string{
		"/login":               {"Content-Security-Policy": staffCSP, "X-Frame-Options": "DENY", "Cache-Control": "no-store", "Cross-Origin-Opener-Policy": "same-origin", "Referrer-Policy": "same-origin"},
		"/t/nope":              {"X-Frame-Options": "DENY", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"},
		"/api/v1/journeys":     {"Content-Security-Policy": nothingCSP, "Cache-Control": "no-store", "Content-Type": "application/problem+json"},
		"/api/v1/openapi.json": {"Content-Type": "application/json"},
	} {
		w := h.ask("GET", target, "", "Host", "mood.example")
		if w.Header().Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: no HSTS", target)
		}
		for name, value := range want {
			if got := w.Header().Get(name); got != value {
				t.Errorf("%s: %s is %q, not %q", target, name, got, value)
			}
		}
		if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", target, csp)
		}
	}
}

func TestHosts(t *testing.T) {
	for _, c := range []struct {
		public, host, target string
		status               int
	}{
		{"http://localhost:8080", "evil.example", "/api/v1/openapi.json", 200},
		{"http://127.0.0.1:8080", "evil.example", "/api/v1/openapi.json", 200},
		{"https://mood.example", "mood.example", "/api/v1/openapi.json", 200},
		{"https://mood.example", "MOOD.example.:8443", "/api/v1/openapi.json", 200},
		{"https://mood.example:444", "mood.example", "/api/v1/openapi.json", 200},
		{"https://mood.example", "evil.example", "/api/v1/openapi.json", 421},
		{"https://mood.example", "mood.example.evil.example", "/t/k7q2x", 421},
		{"https://mood.example", "", "/login", 421},
		{"https://mood.example", "10.0.0.7:8080", "/healthz", 200},
		{"https://mood.example", "10.0.0.7:8080", "/readyz", 200},
	} {
		h := newHouse(t, func(cfg *Config) { cfg.PublicURL, _ = url.Parse(c.public) })
		if w := h.ask("GET", c.target, "", "Host", c.host, "X-Forwarded-Host", "mood.example"); w.Code != c.status {
			t.Errorf("%s at %s as %s: %d, want %d", c.target, c.public, c.host, w.Code, c.status)
		}
	}
}

func TestAddresses(t *testing.T) {
	proxy := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct {
		trusted    []netip.Prefix
		from, xff  string
		wantedPeer string
	}{
		{nil, "203.0.113.1:1", "198.51.100.9", "203.0.113.1"},
		{nil, "127.0.0.1:1", "198.51.100.9", "127.0.0.1"},
		{proxy, "10.0.0.1:1", "198.51.100.9", "198.51.100.9"},
		{proxy, "[fd00::1]:1", "198.51.100.9", "198.51.100.9"},
		{proxy, "10.0.0.1:1", "6.6.6.6, 198.51.100.9, 10.0.0.2", "198.51.100.9"},
		{proxy, "203.0.113.1:1", "198.51.100.9", "203.0.113.1"},
		{proxy, "10.0.0.1:1", "rubbish", "10.0.0.1"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.from
		r.Header.Set("X-Forwarded-For", c.xff)
		if got := addresses(c.trusted)(r); got != c.wantedPeer {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// TestPanic answers a panic as any other error and goes on.
func TestPanic(t *testing.T) {
	h := newHouse(t)
	h.echo.GET("/api/v1/panic", func(echo.Context) error { panic("CANARY in a panic") })
	h.echo.GET("/api/v1/half", func(c echo.Context) error { return c.Render(200, "visit/survey", 7) })
	for _, target := range []string{"/api/v1/panic", "/api/v1/half"} {
		r := httptest.NewRequest("GET", target, nil)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		h.isProblem(w.Code, w.Header(), w.Body.Bytes())
		if w.Code != 500 || strings.Contains(w.Body.String(), "CANARY") || strings.Contains(w.Body.String(), "goroutine") {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
	if !strings.Contains(h.log.String(), "guard_test.go") {
		t.Error("the log has no stack")
	}
}

// TestPacked answers compressed where it is asked for and worth it.
func TestPacked(t *testing.T) {
	h := newHouse(t)
	for target, packed := range map[string]bool{"/api/v1/openapi.json": true, "/t/k7q2x": true, "/healthz": false, "/t/k7q2x/qr.png": false} {
		plain := h.ask("GET", target, "")
		w := h.ask("GET", target, "", "Accept-Encoding", "gzip", "Host", "localhost")
		if got := w.Header().Get("Content-Encoding") == "gzip"; got != packed || plain.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: packed is %v", target, got)
			continue
		}
		if !packed {
			continue
		}
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(target, err)
		}
		b, err := io.ReadAll(z)
		if err != nil || len(b) != plain.Body.Len() {
			t.Errorf("%s: %v, %d bytes unpacked, %d plain", target, err, len(b), plain.Body.Len())
		}
	}
}

func TestFiles(t *testing.T) {
	h := newHouse(t)
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	all, err := readFiles(catalog)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range all {
		w := h.ask("GET", all.address(name), "")
		if w.Code != 200 || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || w.Body.Len() != len(f.plain) {
			t.Errorf("%s: %d %v", name, w.Code, w.Header())
		}
		again := h.ask("GET", "/static/"+name, "", "If-None-Match", w.Header().Get("Etag"))
		if again.Code != http.StatusNotModified {
			t.Errorf("%s: %d", name, again.Code)
		}
		if w := h.ask("GET", "/static/"+name+"?v=old", ""); strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: an old address is kept for good", name)
		}
	}
}

// TestFaults holds every kind of fault to its status.
func TestFaults(t *testing.T) {
	for kind, status := range map[fault.Kind]int{
		fault.Broken: 400, fault.Unauthorized: 401, fault.Forbidden: 403, fault.NotFound: 404, fault.Conflict: 409, fault.Gone: 410,
		fault.TooLarge: 413, fault.Unsupported: 415, fault.Invalid: 422, fault.TooMany: 429, fault.Busy: 503, "other": 500,
	} {
		if got := Status(&fault.Error{Kind: kind, Cause: io.ErrUnexpectedEOF}); got != status {
			t.Errorf("%s: %d", kind, got)
		}
		if p := problemOf(kind); p.Code == "" || p.Detail == "" || p.Title == "" {
			t.Errorf("%s: %+v", kind, p)
		}
	}
}

// TestLog lets nothing into the log that is somebody's business: answers,
// codes, keys, addresses, queries.
func TestLog(t *testing.T) {
	h := newHouse(t)
	canary := "CANARYtext"
	body := `{"id":"` + id1 + `","code":"k7q2x","answers":{"rating":1,"comment":"` + canary + `"},"respondent":"CANARYwho","fields":{"order":"CANARYfield"}}`
	h.ask("POST", "/api/v1/responses", body, "from", "198.51.100.77", "User-Agent", "CANARYagent\r\n{\"level\":\"error\"}", "Referer", "https://CANARYref.example")
	h.ask("POST", "/api/v1/responses", strings.Replace(body, canary, "CANARYother", 1))
	h.ask("POST", "/api/v1/responses", `{"CANARYname":1,"code":"CANARYcode"}`)
	h.ask("POST", "/api/v1/responses", `{"CANARYbroken`)
	h.ask("GET", "/api/v1/responses?journey=CANARYquery&touchpoint=CANARY", "", "key", h.read)
	h.ask("GET", "/api/v1/journeys/CANARYkey", "", "key", "wm_CANARYsecret")
	h.ask("GET", "/t/CANARYcode?CANARYq=CANARYv", "")
	h.ask("GET", "/receipt/CANARYreceipt", "")
	h.ask("GET", "/nowhere/CANARYpath%0a{\"level\"", "")
	h.ask("GET", "/setup?token=CANARYtoken", "")
	h.ask("CANARY", "/t/k7q2x", "")
	h.ask("DELETE", "/api/v1/responses/"+id1, "", "key", h.write)
	log := h.log.String()
	for _, secret := range []string{"CANARY", "canary", "198.51.100.77", "203.0.113.7", id1, "k7q2x", h.read, h.write} {
		if i := strings.Index(log, secret); i >= 0 {
			t.Errorf("%q is in the log: %s", secret, log[max(0, i-200):min(len(log), i+100)])
		}
	}
	if n := strings.Count(log, `"msg":"request"`); n != 12 {
		t.Errorf("%d lines for 12 requests:\n%s", n, log)
	}
}
