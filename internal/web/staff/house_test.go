package staff_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/raster"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/theme"
	"github.com/waymood/waymood/internal/web"
)

// noon is 20 November 2026, noon in Taipei.
var noon = time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)

const password = "four unconnected words"

// house is a whole server over a database of its own, and a browser.
type house struct {
	*web.Server
	t       testing.TB
	store   *store.Store
	now     time.Time
	cookies map[string]*http.Cookie
	from    string // the browser's address
	origin  string // what the browser sends with a POST
	host    string
}

// newHouse starts a server under a public address; change may alter its
// settings.
func newHouse(t testing.TB, public string, change ...func(*web.Config)) *house {
	t.Helper()
	h := &house{t: t, now: noon, cookies: map[string]*http.Cookie{}, from: "192.0.2.7"}
	u, err := url.Parse(public)
	if err != nil {
		t.Fatal(err)
	}
	h.origin, h.host = public, u.Host
	clock := func() time.Time { return h.now }
	h.store, err = store.Open(context.Background(), filepath.Join(t.TempDir(), "waymood.db"), store.Options{Clock: clock, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	reader, err := theme.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := web.Config{
		Store: h.store, PublicURL: u, Clock: clock, Version: "test", Themes: reader.Themes(),
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	if c.Letters, err = h.letters(c); err != nil {
		t.Fatal(err)
	}
	for _, f := range change {
		f(&c)
	}
	if h.Server, err = web.New(c); err != nil {
		t.Fatal(err)
	}
	return h
}

// letters writes the mails of a server.
func (h *house) letters(c web.Config) (*letter.Writer, error) {
	catalog, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	return letter.New(letter.Config{
		Store: c.Store, Catalog: catalog, PublicURL: c.PublicURL, From: "Waymood <waymood@example.com>", Clock: c.Clock,
		Fonts: func() (*raster.Fonts, error) { return raster.FindFonts(raster.FontFolders("")) },
	})
}

// cafe is a house with the café's journey, and somebody signed in.
func cafe(t testing.TB, role account.Role) *house {
	t.Helper()
	h := newHouse(t, "http://192.168.1.20:8080")
	h.apply("testdata/cafe.yaml")
	h.signIn(role)
	return h
}

func (h *house) apply(file string) {
	h.t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		h.t.Fatal(err)
	}
	journeys, _, err := journey.Parse(file, src)
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.store.Apply(context.Background(), journeys, false); err != nil {
		h.t.Fatal(err)
	}
}

// signIn makes a user and follows a one-time link.
func (h *house) signIn(role account.Role) *account.User {
	h.t.Helper()
	ctx := context.Background()
	u, err := h.store.AddUser(ctx, string(role)+"@example.com", role, "")
	if err != nil {
		h.t.Fatal(err)
	}
	token, err := h.store.NewToken(ctx, store.SignInToken, u.ID, time.Hour)
	if err != nil {
		h.t.Fatal(err)
	}
	h.want(h.get("/login?token="+token), http.StatusSeeOther, "/admin")
	return u
}

// page is an answer with its body read.
type page struct {
	*http.Response
	Body string
}

func (h *house) get(target string, headers ...string) page {
	h.t.Helper()
	return h.send(httptest.NewRequest("GET", target, nil), headers...)
}

// post sends a form as a browser on a plain http page does: Origin, but no
// Sec-Fetch-Site.
func (h *house) post(target string, form url.Values, headers ...string) page {
	h.t.Helper()
	r := httptest.NewRequest("POST", target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", h.origin)
	return h.send(r, headers...)
}

func (h *house) send(r *http.Request, headers ...string) page {
	h.t.Helper()
	r.Host = h.host
	r.RemoteAddr = h.from + ":4711"
	r.Header.Set("Accept-Language", "en")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
		if headers[i+1] == "" {
			r.Header.Del(headers[i])
		}
	}
	for _, c := range h.cookies {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		if c.MaxAge < 0 {
			delete(h.cookies, c.Name)
		} else {
			h.cookies[c.Name] = c
		}
	}
	return page{res, w.Body.String()}
}

// want holds an answer to a status and, for a redirect, its Location; else
// to texts in its body.
func (h *house) want(p page, status int, texts ...string) {
	h.t.Helper()
	if p.StatusCode != status {
		h.t.Fatalf("status %d, want %d\n%s", p.StatusCode, status, p.Body)
	}
	for _, s := range texts {
		if status >= 300 && status < 400 {
			if got := p.Header.Get("Location"); got != s {
				h.t.Errorf("leads to %q, want %q", got, s)
			}
			continue
		}
		if !strings.Contains(p.Body, s) {
			h.t.Errorf("the page lacks %q", s)
		}
	}
}

// lacks holds an answer to not containing texts.
func (h *house) lacks(p page, texts ...string) {
	h.t.Helper()
	for _, s := range texts {
		if strings.Contains(p.Body, s) {
			h.t.Errorf("the page contains %q", s)
		}
	}
}

// answer keeps one answer.
func (h *house) answer(code string, answers survey.Answers, at time.Time, change ...func(*survey.Response)) uuid.UUID {
	h.t.Helper()
	r := &survey.Response{
		ID: uuid.New(), Code: code, Answers: answers, Language: "en",
		AnsweredAt: at, ReceivedAt: h.now, Trusted: true,
	}
	for _, f := range change {
		f(r)
	}
	kept, err := h.store.AddResponse(context.Background(), r)
	if err != nil {
		h.t.Fatal(err)
	}
	return kept.ID
}

// ratings keeps the worked example: counts of the marks 1 to 5.
func (h *house) ratings(counts map[string][5]int, at time.Time) {
	h.t.Helper()
	var rs []*survey.Response
	for code, n := range counts {
		for i, times := range n {
			for range times {
				rs = append(rs, &survey.Response{
					ID: uuid.New(), Code: code, Answers: survey.Answers{"rating": i + 1}, Language: "en",
					AnsweredAt: at, ReceivedAt: h.now, Trusted: true,
				})
			}
		}
	}
	for _, added := range h.store.AddResponses(context.Background(), rs) {
		if added.Err != nil {
			h.t.Fatal(added.Err)
		}
	}
}

var current = map[string][5]int{
	"soc22": {1, 2, 6, 10, 5}, "men22": {6, 9, 8, 5, 2}, "k7q2x": {12, 10, 7, 8, 3}, "pay22": {2, 3, 8, 20, 17},
	"dri22": {1, 2, 6, 25, 36}, "com22": {3, 2, 1, 1, 1}, "ema22": {2, 1, 1, 0, 0},
}

var previous = map[string][5]int{
	"soc22": {1, 2, 7, 11, 4}, "men22": {3, 6, 9, 9, 5}, "k7q2x": {4, 6, 10, 12, 6}, "pay22": {2, 4, 9, 19, 14},
	"dri22": {1, 3, 7, 26, 31}, "com22": {2, 2, 2, 1, 1}, "ema22": {1, 1, 1, 1, 0},
}

// worked fills both periods of the worked example.
func (h *house) worked() {
	h.t.Helper()
	h.ratings(current, noon.AddDate(0, 0, -10))
	h.ratings(previous, noon.AddDate(0, 0, -40))
}
