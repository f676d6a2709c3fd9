package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	gomessage "github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/raster"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
)

// letters writes the mails of a server.
func letters(t testing.TB, c Config) *letter.Writer {
	t.Helper()
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	w, err := letter.New(letter.Config{
		Store: c.Store, Catalog: catalog, PublicURL: c.PublicURL, From: "waymood@example.com", Clock: c.Clock,
		Fonts: func() (*raster.Fonts, error) { return raster.FindFonts(nil) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// look asks for a page as somebody who is signed in.
func (h *house) look(target string, as []*http.Cookie) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodGet, target, http.NoBody)
	r.Host = "localhost"
	for _, c := range as {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// subscribe adds somebody's weekly subscription to the café.
func (h *house) subscribe(mail string) *subscription.Subscription {
	h.t.Helper()
	sub := &subscription.Subscription{
		Mail: mail, Language: "zh-Hant", Zone: "Asia/Taipei", Journey: "cafe", Cadence: subscription.Weekly, Weekday: time.Monday, Hour: 8,
	}
	if err := h.store.AddSubscription(context.Background(), sub); err != nil {
		h.t.Fatal(err)
	}
	return sub
}

// finish makes the café's journey one that is told of: it says who goes it where.
func (h *house) finish() {
	h.t.Helper()
	ctx := context.Background()
	j, err := h.store.Journey(ctx, "cafe")
	if err != nil {
		h.t.Fatal(err)
	}
	whole := *j
	some := survey.Wording{"zh-Hant": "好咖啡", "en": "Good coffee"}
	whole.Goal, whole.Start, whole.End = some, some, some
	if _, err := h.store.Apply(ctx, []*journey.Journey{&whole}, false); err != nil {
		h.t.Fatal(err)
	}
}

// TestPreview looks at the mails of a subscription in every form, as the one who
// gets them, as an owner, and as somebody else.
func TestPreview(t *testing.T) {
	h := newHouse(t)
	h.finish()
	viewer, editor, owner := h.session(account.Viewer), h.session(account.Editor), h.session(account.Owner)
	sub := h.subscribe("Viewer@Example.com")
	trial, err := letter.Trial(sub, "owner@example.com", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	added, err := h.store.PostMails(t.Context(), []store.Mail{trial})
	if err != nil || len(added) != 1 {
		t.Fatal(len(added), err)
	}
	for _, base := range []string{"/admin/digests/" + sub.ID + "/preview", "/admin/digests/mails/" + added[0].ID + "/preview"} {
		for _, form := range []string{"", ".html", ".txt", ".eml"} {
			for who, want := range map[string]struct {
				cookies []*http.Cookie
				status  int
			}{"the reader": {viewer, 200}, "an owner": {owner, 200}, "somebody else": {editor, 404}} {
				w := h.look(base+form, want.cookies)
				if w.Code != want.status {
					t.Errorf("%s as %s: %d %s", base+form, who, w.Code, w.Body)
				}
			}
		}
		page := h.look(base, viewer).Body.String()
		for _, part := range []string{`src="` + base + `.html"`, `sandbox="allow-popups allow-popups-to-escape-sandbox"`, `href="` + base + `.eml"`, "Viewer@Example.com", "waymood@example.com"} {
			if !strings.Contains(page, part) {
				t.Errorf("%s has no %s", base, part)
			}
		}
		html := h.look(base+".html", viewer)
		if csp := html.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'; style-src 'unsafe-inline'; img-src data:;") || !strings.Contains(csp, "frame-ancestors 'self'; sandbox") || strings.Contains(csp, "allow-scripts") {
			t.Errorf("%s.html: %s", base, csp)
		}
		if f := html.Header().Get("X-Frame-Options"); f != "SAMEORIGIN" {
			t.Errorf("%s.html: X-Frame-Options is %q", base, f)
		}
		if strings.Contains(html.Body.String(), "cid:") {
			t.Errorf("%s.html has pictures that a page cannot show", base)
		}
		eml := h.look(base+".eml", viewer)
		if d := eml.Header().Get("Content-Disposition"); !strings.HasPrefix(d, "attachment; filename=waymood-") {
			t.Errorf("%s.eml: %s", base, d)
		}
		e, err := gomessage.Read(eml.Body)
		if err != nil || e.Header.Get("Content-Language") != "zh-Hant" {
			t.Errorf("%s.eml: %v, in %q", base, err, e.Header.Get("Content-Language"))
		}
	}
	if posted, _, err := h.store.Mails(t.Context(), store.MailQuery{}); err != nil || len(posted) != 1 {
		t.Errorf("looking has put mails into the outbox: %d, %v", len(posted), err)
	}
}

// TestPreviewGone is what is answered where there is nothing to look at.
func TestPreviewGone(t *testing.T) {
	h := newHouse(t)
	owner := h.session(account.Owner)
	for _, target := range []string{"/admin/digests/nobody/preview", "/admin/digests/mails/nothing/preview.eml"} {
		if w := h.look(target, owner); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
	sub := h.subscribe("gone@example.com")
	if w := h.look("/admin/digests/"+sub.ID+"/preview", owner); w.Code != http.StatusNotFound {
		t.Errorf("the digest of a draft: %d", w.Code)
	}
	post := func(document []byte) string {
		t.Helper()
		added, err := h.store.PostMails(t.Context(), []store.Mail{{Key: "test:" + string(document), Kind: store.TestMail, Subscription: sub.ID, Journey: "cafe", To: sub.Mail, Language: "uk", Document: document}})
		if err != nil {
			t.Fatal(err)
		}
		return "/admin/digests/mails/" + added[0].ID + "/preview"
	}
	document, err := json.Marshal(map[string]string{})
	if err != nil {
		t.Fatal(err)
	}
	kept, blanked := post(document), post(nil)
	if w := h.look(blanked, owner); w.Code != http.StatusGone {
		t.Errorf("a mail whose document is no longer kept: %d", w.Code)
	}
	if err := h.store.DropSubscription(t.Context(), sub.ID); err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{"", ".html", ".txt", ".eml"} {
		if w := h.look(kept+form, owner); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "gone@example.com") {
			t.Errorf("a mail of a subscription that was dropped, %q: %d", form, w.Code)
		}
	}
}
