package staff_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/store"
)

// TestSetUp makes the first owner, once.
func TestSetUp(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080")
	ctx := context.Background()
	h.want(h.get("/"), http.StatusSeeOther, "/setup")
	h.want(h.get("/setup"), http.StatusOK, "Almost there")
	h.want(h.get("/setup?token=guessed"), http.StatusGone)
	token, err := h.store.NewToken(ctx, store.SetupToken, "", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	h.want(h.get("/setup?token="+token), http.StatusOK, "Welcome!", token)
	form := func(mail, pass, again string) url.Values {
		return url.Values{"token": {token}, "mail": {mail}, "password": {pass}, "again": {again}}
	}
	p := h.post("/setup", form("li", "short", "other"))
	h.want(p, http.StatusUnprocessableEntity, "Error: ", "at least 12 characters", "not the same", "Enter an email address", `value="li"`)
	h.lacks(p, `value="short"`)
	h.want(h.post("/setup", form("li@example.com", "passwordpassword", "passwordpassword")), http.StatusUnprocessableEntity, "among the most used")
	if len(h.cookies) > 0 {
		t.Error("a cookie before signing in")
	}
	h.want(h.post("/setup?lang=zh-Hant", form("li@example.com", password, password)), http.StatusSeeOther, "/admin")
	h.want(h.get("/admin", "Accept-Language", "uk"), http.StatusOK, "您的第一段旅程")
	h.want(h.get("/setup?token="+token), http.StatusGone)
	h.want(h.post("/setup", form("eve@example.com", password, password)), http.StatusGone)
	users, err := h.store.Users(ctx)
	if err != nil || len(users) != 1 || users[0].Role != account.Owner {
		t.Errorf("users %v, %v", users, err)
	}
	h.want(h.get("/"), http.StatusSeeOther, "/admin")
}

// owner has a password and is signed out.
func owner(t *testing.T, public string) (*house, *account.User) {
	t.Helper()
	h := newHouse(t, public)
	hash, err := account.Hash(context.Background(), password)
	if err != nil {
		t.Fatal(err)
	}
	u, err := h.store.AddUser(context.Background(), "li@example.com", account.Owner, hash)
	if err != nil {
		t.Fatal(err)
	}
	return h, u
}

func credentials(mail, pass string) url.Values {
	return url.Values{"mail": {mail}, "password": {pass}, "next": {"/admin/how"}}
}

// TestLogin signs in and out; the session's token is new each time.
func TestLogin(t *testing.T) {
	h, _ := owner(t, "http://192.168.1.20:8080")
	h.want(h.get("/"), http.StatusSeeOther, "/login")
	h.want(h.get("/admin/how?x=1"), http.StatusSeeOther, "/login?next=%2Fadmin%2Fhow%3Fx%3D1")
	h.want(h.get("/login"), http.StatusOK, "Sign in")
	if len(h.cookies) > 0 {
		t.Error("a cookie before signing in")
	}
	wrong := h.post("/login", credentials("li@example.com", "wrong"))
	unknown := h.post("/login", credentials("who@example.com", "wrong"))
	h.want(wrong, http.StatusUnprocessableEntity, "do not belong together")
	if strings.ReplaceAll(wrong.Body, "li@example.com", "") != strings.ReplaceAll(unknown.Body, "who@example.com", "") {
		t.Error("an unknown address is answered otherwise than a wrong password")
	}
	h.cookies["waymood"] = &http.Cookie{Name: "waymood", Value: "planted"}
	h.want(h.post("/login", credentials("LI@example.com", password)), http.StatusSeeOther, "/admin/how")
	first := h.cookies["waymood"]
	if first == nil || first.Value == "planted" {
		t.Fatal("the session was not given a token of its own")
	}
	if !first.HttpOnly || first.Secure || first.SameSite != http.SameSiteLaxMode || first.Path != "/" {
		t.Errorf("cookie %v", first)
	}
	h.want(h.get("/admin/how"), http.StatusOK, "How this is computed", "association", "no proof")
	h.want(h.get("/login"), http.StatusSeeOther, "/admin")
	h.want(h.post("/logout", nil), http.StatusSeeOther, "/login")
	h.want(h.get("/admin/how"), http.StatusSeeOther)
	h.cookies["waymood"] = first
	h.want(h.get("/admin/how"), http.StatusSeeOther)
}

// TestSecureCookie holds the cookie over https to its prefix.
func TestSecureCookie(t *testing.T) {
	h, _ := owner(t, "https://feedback.example.com")
	h.want(h.post("/login", credentials("li@example.com", password)), http.StatusSeeOther)
	c := h.cookies["__Host-waymood"]
	if c == nil || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" {
		t.Errorf("cookie %v", c)
	}
}

// TestSessionEnds when nobody uses it, after a week, and with the password.
func TestSessionEnds(t *testing.T) {
	h, u := owner(t, "http://192.168.1.20:8080")
	in := func() {
		t.Helper()
		h.want(h.post("/login", credentials("li@example.com", password)), http.StatusSeeOther, "/admin/how")
	}
	in()
	h.now = noon.Add(7 * time.Hour)
	h.want(h.get("/admin/how"), http.StatusOK)
	h.now = noon.Add(14 * time.Hour)
	h.want(h.get("/admin/how"), http.StatusOK)
	h.now = noon.Add(23 * time.Hour)
	h.want(h.get("/admin/how"), http.StatusSeeOther)

	start := h.now
	in()
	for h.now.Sub(start) < 7*24*time.Hour-7*time.Hour {
		h.now = h.now.Add(7 * time.Hour)
		h.want(h.get("/admin/how"), http.StatusOK)
	}
	h.now = h.now.Add(7*time.Hour + time.Minute)
	h.want(h.get("/admin/how"), http.StatusSeeOther)

	in()
	hash, _ := account.Hash(context.Background(), "another four words")
	if err := h.store.SetPassword(context.Background(), u.ID, hash, ""); err != nil {
		t.Fatal(err)
	}
	h.want(h.get("/admin/how"), http.StatusSeeOther)
}

// TestTries lets nobody guess for long, and a known device in all the same.
func TestTries(t *testing.T) {
	h, _ := owner(t, "http://192.168.1.20:8080")
	h.want(h.post("/login", credentials("li@example.com", password)), http.StatusSeeOther)
	known := h.cookies["waymood-device"]
	if known == nil {
		t.Fatal("the device was not marked")
	}
	clear(h.cookies)
	for i := range 10 {
		h.from = "192.0.2." + string(rune('1'+i%9))
		h.want(h.post("/login", credentials("li@example.com", "wrong")), http.StatusUnprocessableEntity)
	}
	h.from = "198.51.100.1"
	p := h.post("/login", credentials("li@example.com", password))
	h.want(p, http.StatusTooManyRequests, "too many tries")
	if p.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	h.cookies["waymood-device"] = known
	h.want(h.post("/login", credentials("li@example.com", password)), http.StatusSeeOther)
	clear(h.cookies)
	h.now = h.now.Add(16 * time.Minute)
	h.want(h.post("/login", credentials("li@example.com", password)), http.StatusSeeOther)
	clear(h.cookies)

	h.from = "203.0.113.9" // one address, many accounts
	for i := range 10 {
		h.want(h.post("/login", credentials(string(rune('a'+i))+"@example.com", "wrong")), http.StatusUnprocessableEntity)
	}
	h.want(h.post("/login", credentials("z@example.com", "wrong")), http.StatusTooManyRequests)

	for i := range 10 { // a network of IPv6 is one sender
		h.from = "[2001:db8:0:1::" + string(rune('a'+i%6)) + string(rune('0'+i)) + "]"
		h.want(h.post("/login", credentials(string(rune('k'+i))+"@example.org", "wrong")), http.StatusUnprocessableEntity)
	}
	h.from = "[2001:db8:0:1:ffff::1]"
	h.want(h.post("/login", credentials("z@example.org", "wrong")), http.StatusTooManyRequests)
	h.from = "[2001:db8:0:2::1]"
	h.want(h.post("/login", credentials("z@example.org", "wrong")), http.StatusUnprocessableEntity)
}

// TestLinks are used once and lead only to this site.
func TestLinks(t *testing.T) {
	h, u := owner(t, "http://192.168.1.20:8080")
	ctx := context.Background()
	for next, want := range map[string]string{
		"/admin/journeys/dawn?from=2026-01-01": "/admin/journeys/dawn?from=2026-01-01",
		"":                                     "/admin",
		"//evil.example":                       "/admin",
		`/\evil.example`:                       "/admin",
		"https:evil.example":                   "/admin",
		"https://evil.example/":                "/admin",
		"/%09/evil.example":                    "/admin",
		"/\t/evil.example":                     "/admin",
		"%2f%2fevil.example":                   "/admin",
		"/%2f/evil.example":                    "/admin",
		"/%5cevil.example":                     "/admin",
		"javascript:alert(1)":                  "/admin",
	} {
		token, err := h.store.NewToken(ctx, store.SignInToken, u.ID, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		link := "/login?token=" + token + "&next=" + url.QueryEscape(next)
		h.want(h.get(link), http.StatusSeeOther, want)
		clear(h.cookies)
		h.want(h.get(link), http.StatusGone, "no longer works")
	}
	h.want(h.get("/login?token=never"), http.StatusGone)

	h.want(h.get("/reset?token=never"), http.StatusGone)
	token, _ := h.store.NewToken(ctx, store.ResetToken, u.ID, time.Hour)
	h.want(h.get("/login?token="+token), http.StatusGone) // a token of another purpose
	h.want(h.get("/reset?token="+token), http.StatusOK, "Choose a new password")
	form := url.Values{"token": {token}, "password": {"quite another phrase"}, "again": {"quite another phrase"}}
	bad := url.Values{"token": {token}, "password": {"short"}, "again": {"short"}}
	h.want(h.post("/reset", bad), http.StatusUnprocessableEntity, "at least 12")
	own := url.Values{"token": {token}, "password": {"LI@example.com"}, "again": {"LI@example.com"}}
	h.want(h.post("/reset", own), http.StatusUnprocessableEntity)
	h.want(h.post("/reset", form), http.StatusSeeOther, "/admin")
	h.want(h.get("/admin"), http.StatusOK)
	h.want(h.post("/reset", form), http.StatusGone)
	h.want(h.post("/login", credentials("li@example.com", password)), http.StatusUnprocessableEntity)
}

// TestCrossSite refuses what another site makes a browser send.
func TestCrossSite(t *testing.T) {
	h := cafe(t, account.Editor)
	for _, path := range []string{"/login", "/logout", "/setup", "/reset", "/admin/language", dawn + "/responses/x"} {
		for name, headers := range map[string][]string{
			"other origin":  {"Origin", "https://evil.example"},
			"null":          {"Origin", "null"},
			"other port":    {"Origin", "http://192.168.1.20:9999"},
			"cross-site":    {"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"},
			"no origin":     {"Origin", "", "Sec-Fetch-Site", "cross-site"},
			"same-site":     {"Origin", "http://192.168.1.21", "Sec-Fetch-Site", "same-site"},
			"JSON as plain": {"Origin", "https://evil.example", "Content-Type", "text/plain"},
		} {
			if p := h.post(path, nil, headers...); p.StatusCode != http.StatusForbidden {
				t.Errorf("%s from %s: %d", path, name, p.StatusCode)
			}
		}
	}
	h.want(h.get("/admin"), http.StatusOK) // still signed in
	h.want(h.get("/logout"), http.StatusMethodNotAllowed)
	h.want(h.post("/admin/language", url.Values{"language": {"uk"}, "back": {"/admin"}}, "Origin", "", "Sec-Fetch-Site", "same-origin"), http.StatusSeeOther, "/admin")
	h.want(h.get("/admin"), http.StatusOK, "Шляхи клієнтів", `lang="uk"`)
}

// TestRoles is who may do what.
func TestRoles(t *testing.T) {
	for _, role := range []account.Role{account.Viewer, account.Editor, account.Owner} {
		h := cafe(t, role)
		id := h.answer("k7q2x", map[string]any{"rating": 2, "comment": "call me at li@example.org"}, noon)
		for _, path := range []string{"/admin", dawn, dawn + "/responses", dawn + "/posters", dawn + "/curve.svg", "/admin/how"} {
			h.want(h.get(path), http.StatusOK)
		}
		list := h.get(dawn + "/responses").Body
		if sees := strings.Contains(list, "li@example.org"); sees != (role == account.Owner) {
			t.Errorf("%s sees contacts: %v", role, sees)
		}
		if sees := strings.Contains(h.get(dawn).Body, "li@example.org"); sees != (role == account.Owner) {
			t.Errorf("%s sees contacts on the map: %v", role, sees)
		}
		p := h.post(dawn+"/responses/"+id.String(), url.Values{"state": {"left_out"}})
		if role == account.Viewer {
			h.want(p, http.StatusForbidden)
			if strings.Contains(list, "<button name=\"state\"") {
				t.Error("a viewer sees buttons")
			}
			continue
		}
		h.want(p, http.StatusSeeOther, changed(id, "state"))
	}
	h := newHouse(t, "http://192.168.1.20:8080")
	h.apply("testdata/cafe.yaml")
	for _, path := range []string{"/admin", dawn, dawn + "/responses", dawn + "/posters", dawn + "/curve.svg", "/admin/how"} {
		p := h.get(path)
		h.want(p, http.StatusSeeOther, "/login?next="+url.QueryEscape(path))
		if slices.ContainsFunc(p.Cookies(), func(c *http.Cookie) bool { return c.MaxAge >= 0 }) {
			t.Errorf("%s sets a cookie", path)
		}
	}
	h.want(h.post(dawn+"/responses/x", nil), http.StatusSeeOther, "/login?next=%2Fadmin")
}

// TestDisabled ends a session at once.
func TestDisabled(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080")
	u := h.signIn(account.Viewer)
	h.want(h.get("/admin"), http.StatusOK)
	u.Disabled = true
	if err := h.store.SetUser(context.Background(), *u); err != nil {
		t.Fatal(err)
	}
	h.want(h.get("/admin"), http.StatusSeeOther)
}
