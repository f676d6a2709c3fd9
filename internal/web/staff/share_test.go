package staff_test

import (
	"bytes"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/web"
)

var sharedLink = regexp.MustCompile(`<code>http://192\.168\.1\.20:8080(/share/([\w-]+))</code>`)

// share makes a link for others and is its path.
func (h *house) share(form url.Values) string {
	h.t.Helper()
	h.now = h.now.Add(time.Second) // the list has the newest first
	p := h.post(dawn+"/share", form)
	h.want(p, http.StatusOK, "Copy it now")
	m := sharedLink.FindStringSubmatch(p.Body)
	if m == nil {
		h.t.Fatalf("no link in %s", p.Body)
	}
	if p.Header.Get("Cache-Control") != "no-store" {
		h.t.Error("the page with the link may be kept")
	}
	return m[1]
}

// stranger looks at an address without a cookie.
func (h *house) stranger(method, target string, headers ...string) page {
	h.t.Helper()
	mine := h.cookies
	h.cookies = map[string]*http.Cookie{}
	p := h.send(httptest.NewRequest(method, target, nil), headers...)
	if len(h.cookies) > 0 || len(p.Header["Set-Cookie"]) > 0 {
		h.t.Errorf("%s sets a cookie", target)
	}
	h.cookies = mine
	return p
}

// TestShare makes links, looks through them and ends them.
func TestShare(t *testing.T) {
	var log bytes.Buffer
	h := newHouse(t, "http://192.168.1.20:8080", func(c *web.Config) {
		c.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	h.apply("testdata/cafe.yaml")
	h.signIn(account.Editor)
	h.change(teams...)
	h.worked()
	queue := h.answer("k7q2x", survey.Answers{"rating": 1, "comment": "Nobody greets and everybody waits, call Maria Lopez 0912-345-678"}, noon)
	h.answer("ema22", survey.Answers{"rating": 1, "comment": "Only four of us get this letter"}, noon.AddDate(0, 0, -90))
	moving := h.share(url.Values{"label": {" The <b>landlord</b> "}, "period": {"moving"}, "compare": {"1"}, "days": {"7"}})
	fixed := h.share(url.Values{"label": {"Boss"}, "period": {"fixed"}, "from": {"2026-10-01"}, "to": {"2026-10-20"}, "days": {"90"}})
	alone := h.share(url.Values{"label": {"Summer"}, "period": {"fixed"}, "from": {"2026-08-01"}, "to": {"2026-08-31"}})

	p := h.stranger("GET", moving)
	h.want(p, http.StatusOK, `<html lang="en">`, "Dawn Café", "24 October – 20 November 2026", "Queue", "Drink &amp; seat", "Nobody greets and everybody waits", "Grey dashes", "works until 27 November 2026", `content="noindex, nofollow"`)
	h.lacks(p, "0912-345-678", `href="/admin`, `href="/"`, "<form", "<script", "k7q2x", "men22", "floor", "heralds", "landlord", queue.String(), "dawn/", "touchpoints/", "answered_at")
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Vary": "Accept-Language",
	} {
		if got := strings.Join(p.Header.Values(name), ", "); !strings.Contains(got, want) {
			t.Errorf("%s is %q", name, got)
		}
	}
	if csp := p.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") {
		t.Errorf("the policy is %q", csp)
	}
	h.want(h.stranger("GET", moving, "Accept-Language", "uk,en;q=0.5"), http.StatusOK, `<html lang="uk">`, "Черга")
	h.want(h.stranger("GET", moving+"?lang=zh-Hant", "Accept-Language", "uk"), http.StatusOK, `<html lang="zh-Hant">`, "排隊", html.EscapeString(moving+"?lang=uk"))
	// Nothing in the address changes what is shown.
	if a, b := h.stranger("GET", moving), h.stranger("GET", moving+"?persona=office&from=2026-10-01&to=2026-10-05&compare=nothing"); !strings.Contains(b.Body, "24 October – 20 November 2026") || strings.Count(a.Body, "<tr>") != strings.Count(b.Body, "<tr>") {
		t.Error("a filter in the address filters")
	}
	p = h.stranger("HEAD", moving)
	h.want(p, http.StatusOK)
	p = h.stranger("GET", fixed)
	h.want(p, http.StatusOK, "1 October – 20 October 2026")
	h.lacks(p, "Grey dashes", "Nobody greets")
	p = h.stranger("GET", alone)
	h.want(p, http.StatusOK, "1 answer")
	h.lacks(p, "Only four of us")

	p = h.get(dawn + "/share")
	h.want(p, http.StatusOK, "The &lt;b&gt;landlord&lt;/b&gt;", "Always the last 28 days", "1 October – 20 October 2026", "Works until 27 November 2026", "last looked at on 20 November 2026")
	h.lacks(p, strings.TrimPrefix(moving, "/share/"), strings.TrimPrefix(fixed, "/share/"))

	// What was erased is gone here, too.
	if err := h.store.Erase(t.Context(), queue); err != nil {
		t.Fatal(err)
	}
	h.lacks(h.stranger("GET", moving), "Nobody greets")

	// Links that do not work are all answered alike.
	revoke := regexp.MustCompile(`action="(`+dawn+`/share/[\w-]+/revoke)"`).FindAllStringSubmatch(p.Body, -1)
	if len(revoke) != 3 {
		t.Fatalf("%d links can be revoked", len(revoke))
	}
	h.want(h.post(revoke[0][1], nil), http.StatusSeeOther, dawn+"/share?revoked=1") // the newest: alone
	h.want(h.post(revoke[0][1], nil), http.StatusNotFound)
	h.want(h.post(strings.Replace(revoke[1][1], "dawn", "other", 1), nil), http.StatusNotFound)
	h.want(h.get(dawn+"/share?revoked=1"), http.StatusOK, "Revoked on 20 November 2026")
	h.jump(noon.AddDate(0, 0, 7).Add(time.Minute))
	var bodies []string
	for i, path := range []string{alone, moving, "/share/nothing", "/share/" + strings.Repeat("A", 43), "/share/" + strings.Repeat("A", 5000), moving + "A", strings.ToUpper(moving[7:])} {
		if !strings.HasPrefix(path, "/share/") {
			path = "/share/" + path
		}
		p := h.stranger("GET", path)
		h.want(p, http.StatusNotFound, "There is nothing behind this link")
		bodies = append(bodies, strings.ReplaceAll(p.Body, path, ""))
		if bodies[i] != bodies[0] {
			t.Errorf("%s is answered in another way", path)
		}
	}
	h.want(h.stranger("GET", fixed), http.StatusOK)
	h.want(h.get(dawn+"/share"), http.StatusOK, "Expired")
	for _, path := range []string{"/share/", "/share", fixed + "/curve.svg", fixed + "/x"} {
		if p := h.stranger("GET", path); p.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, p.StatusCode)
		}
	}
	if p := h.stranger("POST", fixed); p.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", p.StatusCode)
	}

	// After ten guesses an address has to wait; links that work go on.
	last := 0
	for range 12 {
		p := h.stranger("GET", "/share/guess")
		if last = p.StatusCode; last == http.StatusTooManyRequests && p.Header.Get("Retry-After") == "" {
			t.Error("it is not said how long to wait")
		}
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("guessing on and on: %d", last)
	}
	h.want(h.stranger("GET", fixed), http.StatusOK)

	for _, secret := range []string{moving, fixed, alone, "0912-345-678", "Nobody greets", "192.0.2.7"} {
		if strings.Contains(log.String(), strings.TrimPrefix(secret, "/share/")) {
			t.Errorf("the log tells %s", secret)
		}
	}
	if !strings.Contains(log.String(), `"route":"/share/:token"`) {
		t.Error("the log says nothing of it")
	}
}

// TestShareForm: what is wrong is said, and nothing that was typed is lost.
func TestShareForm(t *testing.T) {
	h := cafe(t, account.Editor)
	for _, c := range []struct {
		name, label, period, from, to string
		says                          string
	}{
		{"no label", " ", "moving", "", "", "Say whom the link is for"},
		{"a long label", strings.Repeat("名", 61), "moving", "", "", strings.Repeat("名", 61)},
		{"no dates", "Boss", "fixed", "", "", "Choose the first and the last day."},
		{"half a period", "Boss", "fixed", "2026-10-01", "", `value="2026-10-01"`},
		{"nonsense", "Boss", "fixed", "2026-02-30", "2026-03-01", "Choose the first and the last day."},
		{"swapped", "Boss", "fixed", "2026-10-02", "2026-10-01", "Swap them."},
		{"to come", "Boss", "fixed", "2026-12-01", "2026-12-02", "has not begun yet"},
		{"a slip", "Boss", "fixed", "0026-10-01", "2026-10-02", "Choose the first and the last day."},
		{"very long", "Boss", "fixed", "2001-01-01", "2026-10-02", "at most ten years"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := h.post(dawn+"/share", url.Values{"label": {c.label}, "period": {c.period}, "from": {c.from}, "to": {c.to}, "days": {"90"}})
			h.want(p, http.StatusUnprocessableEntity, c.says, "<title>Error:", `<option value="90" selected>`)
		})
	}
	if all, err := h.store.Shares(t.Context(), "dawn"); err != nil || len(all) != 0 {
		t.Errorf("%d links were made, %v", len(all), err)
	}
	h.want(h.get(dawn+"/share"), http.StatusOK, `<option value="30" selected>`, "None yet.")
	one := h.share(url.Values{"label": {"Boss"}, "period": {"fixed"}, "from": {"2026-10-01"}, "to": {"2026-10-01"}, "days": {"36500"}})
	h.want(h.stranger("GET", one), http.StatusOK, "1 October 2026", "works until 20 December 2026")
}
