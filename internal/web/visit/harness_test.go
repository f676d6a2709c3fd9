package visit

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// site is the visitors' part of the service over a real store.
type site struct {
	t     testing.TB
	store *store.Store
	pages *Pages
	echo  *echo.Echo
	clock time.Time
}

func newSite(t testing.TB, journeys ...*journey.Journey) *site {
	t.Helper()
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, store: storetest.Open(t), echo: echo.New(), clock: time.Now()}
	if len(journeys) == 0 {
		journeys = append(journeys, everyJourney(t))
	}
	storetest.Apply(t, s.store, journeys...)
	public, _ := url.Parse("https://feedback.example.org")
	s.pages = New(Config{Store: s.store, Catalog: catalog, PublicURL: public, Clock: func() time.Time { return s.clock }})
	s.echo.Renderer = parsePages(t)
	s.echo.HTTPErrorHandler = func(err error, c echo.Context) {
		status := http.StatusInternalServerError
		for kind, code := range map[fault.Kind]int{fault.Broken: 400, fault.NotFound: 404, fault.Conflict: 409, fault.Gone: 410,
			fault.TooLarge: 413, fault.Unsupported: 415, fault.Invalid: 422, fault.Busy: 503} {
			if errors.Is(err, kind) {
				status = code
			}
		}
		if err := s.pages.Problem(c, status, "ref-1"); err != nil {
			t.Errorf("problem page: %v", err)
		}
	}
	e, v := s.echo, s.pages
	e.GET("/t/:code", v.Survey)
	e.GET("/t/:code/frame", v.Survey)
	e.POST("/t/:code", v.Answer)
	e.GET("/t/:code/thanks", v.Thanks)
	e.GET("/t/:code/qr.svg", v.QRSVG)
	e.GET("/t/:code/qr.png", v.QRPNG)
	e.GET("/t/:code/poster", v.Poster)
	e.GET("/receipt/:receipt", v.Receipt)
	e.POST("/receipt/:receipt", v.Erase)
	return s
}

// reply is an answer of the site.
type reply struct {
	*httptest.ResponseRecorder
	t testing.TB
}

func (s *site) do(r *http.Request) reply {
	rec := httptest.NewRecorder()
	s.echo.ServeHTTP(rec, r)
	return reply{rec, s.t}
}

func (s *site) get(path string, header ...string) reply {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return s.do(r)
}

func (s *site) post(path string, form url.Values, header ...string) reply {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return s.do(r)
}

func (r reply) status(want int) reply {
	r.t.Helper()
	if r.Code != want {
		body := r.Body.String()
		if i := strings.Index(body, "<main>"); i >= 0 {
			body = body[i:]
		}
		r.t.Fatalf("status %d, want %d: %.600s", r.Code, want, body)
	}
	return r
}

func (r reply) has(parts ...string) reply {
	r.t.Helper()
	for _, part := range parts {
		if !strings.Contains(r.Body.String(), part) {
			r.t.Errorf("the page lacks %q", part)
		}
	}
	return r
}

func (r reply) lacks(parts ...string) reply {
	r.t.Helper()
	for _, part := range parts {
		if strings.Contains(r.Body.String(), part) {
			r.t.Errorf("the page has %q", part)
		}
	}
	return r
}

var inputTag = regexp.MustCompile(`<input [^>]*>|<textarea[^>]*>[^<]*</textarea>`)
var attribute = regexp.MustCompile(`(\w+)="([^"]*)"`)
var textarea = regexp.MustCompile(`>([^<]*)</textarea>`)

// form is what a browser would send if "send" were pressed now.
func (r reply) form() url.Values {
	form := url.Values{}
	for _, tag := range inputTag.FindAllString(r.Body.String(), -1) {
		a := map[string]string{}
		for _, m := range attribute.FindAllStringSubmatch(tag, -1) {
			a[m[1]] = unescape(m[2])
		}
		if m := textarea.FindStringSubmatch(tag); m != nil {
			a["value"] = unescape(m[1])
		}
		if (a["type"] == "radio" || a["type"] == "checkbox") && !strings.Contains(tag, " checked") {
			continue
		}
		if strings.Contains(tag, " disabled") {
			continue
		}
		form.Add(a["name"], a["value"])
	}
	return form
}

var unescape = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&#43;", "+").Replace

// records are all answers, newest first.
func (s *site) records() []store.Record {
	s.t.Helper()
	rs, _, err := s.store.Responses(s.t.Context(), store.Query{Journey: "every"})
	if err != nil {
		s.t.Fatal(err)
	}
	return rs
}
