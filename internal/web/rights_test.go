package web

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/store"
)

// asking are those who may ask for an address, the least first. "sender" is everybody, "read",
// "write" and "admin" are scopes of keys, the others are roles.
var asking = []string{"sender", "read", "write", "admin", "viewer", "editor", "owner"}

// keys are the scopes of keys, the least first.
var keys = []string{"read", "write", "admin"}

// rights reads who may ask for which address, "METHOD /pattern least".
func rights(t *testing.T) map[string]string {
	t.Helper()
	b, err := os.ReadFile("testdata/rights.txt")
	if err != nil {
		t.Fatal(err)
	}
	least := map[string]string{}
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) != 3 || !slices.Contains(asking, f[2]) || least[f[0]+" "+f[1]] != "" {
			t.Fatalf("rights.txt: %q", line)
		}
		least[f[0]+" "+f[1]] = f[2]
	}
	return least
}

// TestRights asks for every address of the service as everybody. An address that
// rights.txt does not have fails, and so does one that is gone.
func TestRights(t *testing.T) {
	h := newHouse(t)
	least, admin := rights(t), h.key(account.Admin)
	known := map[string]bool{}
	for _, r := range h.echo.Routes() {
		if strings.HasPrefix(r.Method, "echo_") {
			continue // what answers where there is no route
		}
		known[r.Method+" "+r.Path] = true
	}
	cookies := map[string][]*http.Cookie{"viewer": h.session(account.Viewer), "editor": h.session(account.Editor), "owner": h.session(account.Owner)}
	fill := strings.NewReplacer(":key", "dawn", ":touchpoint", "queue", ":code", "K7Q2X", ":id", "1", ":token", "x", ":receipt", "x", ":decision", "1", ":delivery", "1", "*", "x")
	for address := range known {
		if least[address] == "" {
			t.Errorf("%s: rights.txt does not say who may ask for it", address)
		}
	}
	for _, address := range slices.Sorted(maps.Keys(least)) { // pages of staff come before /logout, which ends the sessions
		may := least[address]
		if !known[address] {
			t.Errorf("%s: there is no such address", address)
			continue
		}
		method, pattern, _ := strings.Cut(address, " ")
		for _, who := range asking {
			r := httptest.NewRequest(method, fill.Replace(pattern), http.NoBody)
			r.Host, r.RemoteAddr = "localhost", "203.0.113.7:4711"
			r.Header.Set("Origin", "http://localhost:8080")
			switch who {
			case "read":
				r.Header.Set("Authorization", "Bearer "+h.read)
			case "write":
				r.Header.Set("Authorization", "Bearer "+h.write)
			case "admin":
				r.Header.Set("Authorization", "Bearer "+admin)
			}
			for _, c := range cookies[who] {
				r.AddCookie(c)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			refused := w.Code == http.StatusUnauthorized || w.Code == http.StatusForbidden || strings.HasPrefix(w.Header().Get("Location"), "/login?next=")
			if refused == mayAsk(who, may) || w.Code >= 500 {
				t.Errorf("%s as %s: %d %s", address, who, w.Code, w.Header().Get("Location"))
			}
		}
	}
}

// mayAsk says whether who is at least what an address needs. Keys open no page,
// and a session opens nothing to programs.
func mayAsk(who, least string) bool {
	if least == "sender" {
		return true
	}
	if need := slices.Index(keys, least); need >= 0 {
		return slices.Index(keys, who) >= need
	}
	if slices.Contains(keys, who) {
		return false
	}
	return slices.Index(asking, who) >= slices.Index(asking, least)
}

// session signs somebody in with a role.
func (h *house) session(role account.Role) []*http.Cookie {
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
	r := httptest.NewRequest(http.MethodGet, "/login?token="+token, http.NoBody)
	r.Host = "localhost"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther {
		h.t.Fatalf("signing in as %s: %d", role, w.Code)
	}
	return w.Result().Cookies()
}
