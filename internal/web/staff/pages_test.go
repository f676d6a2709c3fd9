package staff_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// TestPages shows every page in every language, and looks for what no page
// may show: ids of messages, untold values, inline styles and scripts.
func TestPages(t *testing.T) {
	h := cafe(t, account.Owner)
	h.worked()
	h.answer("k7q2x", survey.Answers{"rating": 1, "why": []string{"wait"}, "comment": "Fifteen minutes"}, noon)
	h.answer("k7q2x", survey.Answers{"rating": 1}, noon, func(r *survey.Response) { r.State = survey.Quarantined })
	h.talk()
	h.lessons()
	reset, err := h.store.NewToken(context.Background(), store.ResetToken, firstUser(h).ID, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	out := newHouse(t, "http://localhost:8080")
	setup, err := out.store.NewToken(context.Background(), store.SetupToken, "", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]int{"/setup?token=" + setup: 200, "/setup": 200, "/login": 200, "/login?token=no": 410, "/reset?token=no": 410}
	inside := []string{
		"/admin", dawn, dawnQueue, dawnQueue + "?panel=yes", dawnQueue + "?from=x&place=y", dawn + "?from=x&place=y", dawn + "?from=2020-01-01&to=2020-02-01", dawn + "/responses",
		dawn + "/responses?state=quarantined", dawn + "/responses?theme=queue&feeling=negative&mixed=1&stage=purchase&from=2026-11-01&to=2026-11-21&channel=qr",
		dawn + "/responses?from=x", "/admin/learning", "/admin/learning?switched=1", dawn + "/posters", "/admin/how", "/reset?token=" + reset, "/setup?token=x",
	}
	for _, lang := range survey.Languages {
		with := func(path string) string {
			if strings.Contains(path, "?") {
				return path + "&lang=" + lang
			}
			return path + "?lang=" + lang
		}
		for _, path := range inside { // the browser's language, with nothing in the address
			p := h.get(path, "Accept-Language", lang)
			h.want(p, p.StatusCode, `lang="`+lang+`"`)
		}
		for path, status := range shown {
			p := out.get(with(path))
			out.want(p, status, `<html lang="`+lang+`">`)
			clean(t, path, lang, p)
		}
		for _, path := range inside {
			p := h.get(with(path))
			if p.StatusCode != http.StatusOK && p.StatusCode != http.StatusGone {
				t.Errorf("%s in %s: %d", path, lang, p.StatusCode)
			}
			h.want(p, p.StatusCode, `lang="`+lang+`"`)
			clean(t, path, lang, p)
		}
	}
}

func firstUser(h *house) *account.User {
	users, err := h.store.Users(context.Background())
	if err != nil || len(users) == 0 {
		h.t.Fatal(users, err)
	}
	return &users[0]
}

var (
	untold = regexp.MustCompile(`(staff|visit|web|link|date|panel)\.[a-z_]+\.?[a-z_]*|%!|&lt;nil&gt;|<nil>|NaN|no value|ZgotmplZ`)
	inline = regexp.MustCompile(`(?i)<style|<script>|<script [^>]*>[^<]|\sstyle=|\son[a-z]+=|(src|href)="(https?:)?//[^"/]*cdn`)
	files  = regexp.MustCompile(`/static/[a-z/.]+`)
	ids    = regexp.MustCompile(`\sid="([^"]+)"`)
)

func clean(t *testing.T, path, lang string, p page) {
	t.Helper()
	body := files.ReplaceAllString(p.Body, "")
	if m := untold.FindString(body); m != "" {
		t.Errorf("%s in %s shows %q", path, lang, m)
	}
	if m := inline.FindString(body); m != "" {
		t.Errorf("%s in %s has %q", path, lang, m)
	}
	seen := map[string]bool{}
	for _, m := range ids.FindAllStringSubmatch(body, -1) {
		if seen[m[1]] {
			t.Errorf("%s in %s has the id %s twice", path, lang, m[1])
		}
		seen[m[1]] = true
	}
}

// TestCanary puts markup into every text that people write and finds it
// escaped on every page.
func TestCanary(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080")
	h.signIn(account.Owner)
	n := 0
	canary := func() survey.Wording {
		n++
		s := fmt.Sprintf(`"'><img src=x onerror=alert(%d)>{{.}}</title></script>`, n)
		return survey.Wording{"en": s, "uk": s, "zh-Hant": s, "zh-Hans": s}
	}
	j := &journey.Journey{
		Key: "x", Name: canary(), Timezone: "Asia/Taipei", Languages: []string{"en", "uk"}, Target: 75, Analysis: journey.Defaults(),
		Personas: []journey.Persona{{Key: "p", Name: canary()}, {Key: "q", Name: canary()}},
		Stages: []journey.Stage{{Key: "s", Name: canary(), Touchpoints: []journey.Touchpoint{
			{Key: "t", Name: canary(), Action: canary(), Expectation: canary(), Survey: "v", Placements: []journey.Placement{
				{Code: "abcde", Channel: journey.QR, Place: canary()}, {Code: "fghjk", Channel: journey.Kiosk, Place: canary()}}},
		}}},
		Surveys: []survey.Survey{{Key: "v", Questions: []survey.Question{
			{Key: "rating", Type: survey.Smiley4, Ask: canary()},
			{Key: "why", Type: survey.Choices, Ask: canary(), Options: []survey.Option{{Key: "o", Label: canary()}}},
			{Key: "comment", Type: survey.ShortText, Ask: canary()},
		}}},
	}
	if _, err := h.store.Apply(context.Background(), []*journey.Journey{j}, false); err != nil {
		t.Fatal(err)
	}
	for range 25 {
		h.answer("abcde", survey.Answers{"rating": 1, "why": []string{"o"}, "comment": canary()["en"]}, noon, func(r *survey.Response) { r.Persona = "p" })
	}
	if err := h.store.SetTerms(context.Background(), j, map[string][]store.Term{"t": {{Text: canary()["en"], Language: "en", Z: 3}}}, store.Reading{}); err != nil {
		t.Fatal(err)
	}
	const x = "/admin/journeys/x"
	for _, path := range []string{
		"/admin", x, x + "/touchpoints/t", x + "/touchpoints/t?panel=yes", x + "?persona=p", x + "?place=" + "%22%3E%3Cscript%3E", x + "?from=%22%3E%3Cscript%3E&lang=%22%3E%3Cscript%3E",
		x + "/responses", x + "/responses?touchpoint=%22%3E%3Cscript%3E&state=%22%3E%3Cscript%3E", x + "/responses?theme=%22%3E%3Cscript%3E&from=%22%3E%3Cscript%3E", x + "/review", x + "/meeting", x + "/posters", x + "/posters?format=a4", x + "/posters?format=sheet&lang=uk", x + "/curve.svg",
		"/login?next=%22%3E%3Cscript%3E",
	} {
		p := h.get(path)
		h.lacks(p, "<img src=x", "<script>", `"'><`, "</title></script>", "onerror=alert(1)>")
		if strings.HasPrefix(path, "/admin") && !strings.Contains(p.Body, "onerror=alert(") {
			t.Errorf("%s shows none of the texts", path)
		}
	}
}

// TestProblemPages are the pages of failed requests, in every language.
func TestProblemPages(t *testing.T) {
	h := cafe(t, account.Viewer)
	for lang, want := range map[string]string{
		"en": "There is nothing here", "uk": "Тут нічого немає", "zh-Hant": "這裡什麼都沒有", "zh-Hans": "这里什么都没有",
	} {
		for _, target := range []string{dawn + "x", dawn + "/touchpoints/nowhere", "/nowhere"} {
			p := h.get(target + "?lang=" + lang)
			h.want(p, http.StatusNotFound, `<html lang="`+lang+`">`, "<h1>"+want, `href="/"`, "staff")
			if got := p.Header.Get("Content-Type"); !strings.HasPrefix(got, "text/html") {
				t.Errorf("%s is %q", target, got)
			}
		}
	}
	refused := h.post(dawn+"/responses/x", url.Values{"state": {"left_out"}})
	h.want(refused, http.StatusForbidden, "<h1>That is not allowed", `action="/logout"`)
	h.lacks(refused, `href="/admin/journeys/dawn/responses/x`, `action="/admin/language"`)
}

// TestLookAtLink: who only asks about a sign-in link does not use it up.
func TestLookAtLink(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080")
	u, err := h.store.AddUser(context.Background(), "li@example.com", account.Viewer, "")
	if err != nil {
		t.Fatal(err)
	}
	token, err := h.store.NewToken(context.Background(), store.SignInToken, u.ID, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	h.want(h.send(httptest.NewRequest("HEAD", "/login?token="+token, nil)), http.StatusOK)
	h.want(h.get("/login?token="+token), http.StatusSeeOther, "/admin")
}
