package staff_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/ticket"
)

// mailed is a house whose café has answers, with a subscription and a mail that
// was made for it.
type mailed struct {
	*house
	sub  *subscription.Subscription
	mail string // id
}

func newMailed(t testing.TB, change ...func(*subscription.Subscription)) *mailed {
	t.Helper()
	h := newHouse(t, "https://mood.example.com")
	h.apply("testdata/cafe.yaml")
	h.change(teams...)
	h.worked()
	u, err := h.store.AddUser(context.Background(), "chen@example.com", account.Editor, "")
	if err != nil {
		t.Fatal(err)
	}
	return h.subscribe("k1", append([]func(*subscription.Subscription){func(s *subscription.Subscription) { s.User = u.ID }}, change...)...)
}

// subscribe adds a weekly subscription and a mail of it.
func (h *house) subscribe(key string, change ...func(*subscription.Subscription)) *mailed {
	h.t.Helper()
	m := &mailed{house: h, sub: &subscription.Subscription{
		Mail: "chen@example.com", Language: "en", Zone: "Asia/Taipei", Journey: "dawn", Team: "floor",
		Cadence: subscription.Weekly, Weekday: time.Monday, Hour: 8, Alerts: true, Notices: true,
	}}
	for _, f := range change {
		f(m.sub)
	}
	if err := h.store.AddSubscription(context.Background(), m.sub); err != nil {
		h.t.Fatal(err)
	}
	added, err := h.store.PostMails(context.Background(), []store.Mail{{
		Key: key, Kind: store.DigestMail, Subscription: m.sub.ID, Journey: "dawn", To: m.sub.Mail, Language: m.sub.Language, Document: []byte("{}"),
	}})
	if err != nil {
		h.t.Fatal(err)
	}
	m.mail = added[0].ID
	return m
}

// link is the address of a ticket of the mail.
func (m *mailed) link(act ticket.Act, change ...func(*ticket.Ticket)) string {
	t := ticket.Ticket{
		Act: act, Subscription: m.sub.ID, Journey: "dawn", Touchpoint: "queue", Mail: m.mail, Kind: "digest", Until: m.now.Add(ticket.Life),
	}
	for _, f := range change {
		f(&t)
	}
	return "/digest/" + ticket.NewSigner(m.store.Secret("digest")).Token(t)
}

func (m *mailed) actions() []action.Action {
	m.t.Helper()
	all, err := m.store.Actions(context.Background(), store.ActionQuery{})
	if err != nil {
		m.t.Fatal(err)
	}
	return all
}

func (m *mailed) stance() action.Stance {
	m.t.Helper()
	all, err := m.store.Stances(context.Background(), "dawn")
	if err != nil {
		m.t.Fatal(err)
	}
	return all["queue"]
}

// setUser changes the account that the mail is for.
func (m *mailed) setUser(u account.User) {
	m.t.Helper()
	u.ID = m.sub.User
	if err := m.store.SetUser(context.Background(), u); err != nil {
		m.t.Fatal(err)
	}
}

// sends a form from a stranger's browser, as it does on a page that names no
// referrer.
func (m *mailed) sends(target string, form url.Values, headers ...string) page {
	return m.post(target, form, append([]string{"Origin", "null"}, headers...)...)
}

// TestTicketTake: a look changes nothing, the form makes one action.
func TestTicketTake(t *testing.T) {
	m := newMailed(t)
	link := m.link(ticket.Take)
	for _, method := range []string{"GET", "HEAD", "GET"} {
		m.want(m.stranger(method, link), http.StatusOK)
	}
	p := m.stranger("GET", link)
	m.want(p, http.StatusOK, "Take it on: Queue", "Dawn Café", "Purchase", `<span class="figure">38</span>`, "40 answers", "points lost", "Asked of the team floor in the mail of 20 November 2026", `value="floor"`, `value="2026-12-04"`, `<html lang="en">`)
	m.lacks(p, "<script", `href="/admin"`)
	if len(m.actions()) != 0 {
		t.Fatal("a look took it on")
	}
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "X-Frame-Options": "DENY", "Content-Language": "en",
	} {
		if got := p.Header.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}

	form := url.Values{"title": {"  "}, "owner": {"floor"}, "due": {"2026-12-04"}, "expected": {"lots"}}
	p = m.sends(link, form)
	m.want(p, http.StatusUnprocessableEntity, `value="lots"`, `id="title-wrong"`, `id="expected-wrong"`, `href="#title"`, "Error:")
	if len(m.actions()) != 0 {
		t.Fatal("a broken form took it on")
	}
	form = url.Values{"title": {"Second <b>till</b>"}, "owner": {"Mei"}, "due": {"2026-12-01"}, "expected": {"4,5"}, "kind": {"protect"}, "touchpoint": {"menu"}, "state": {"live"}}
	for range 3 {
		m.want(m.sends(link, form), http.StatusSeeOther, link)
	}
	all := m.actions()
	if len(all) != 1 {
		t.Fatalf("%d actions", len(all))
	}
	a := all[0]
	due, _ := journey.ParseDay("2026-12-01")
	if a.Title != "Second <b>till</b>" || a.Owner != "Mei" || a.Due != int64(due) || *a.Expected != 4.5 || a.Touchpoint != "queue" || a.Kind != action.Fix || a.State != action.Planned ||
		a.Evidence == nil || a.Evidence.Answers != 40 || a.Evidence.PointsLost < 8 {
		t.Errorf("%+v, %+v", a, a.Evidence)
	}
	m.want(m.stranger("GET", link), http.StatusOK, "Taken on: Queue", "on 20 November 2026", "Second &lt;b&gt;till&lt;/b&gt;", "Mei", "due 1 December 2026", `href="/admin/journeys/dawn/actions/`)
	m.signIn(account.Viewer)
	m.want(m.get("/admin/journeys/dawn/actions"), http.StatusOK, "Second &lt;b&gt;till&lt;/b&gt;")
}

// TestTicketFigures: what the mail said is the reason, whatever the map says by
// now.
func TestTicketFigures(t *testing.T) {
	m := newMailed(t)
	worst := 0.8
	document, err := json.Marshal(map[string]any{"digest": digest.Digest{From: 20740, To: 20768, Items: []digest.Item{{
		Place: digest.Place{Key: "queue"}, Answers: 99, Now: &digest.Level{Value: 21, Low: 15, High: 27}, Lost: 12.3, Pain: &digest.Pain{Worst: &worst},
		Themes: []digest.Theme{{Key: "wait", Share: 0.28}}, Quotes: []string{"0193"},
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	added, err := m.store.PostMails(t.Context(), []store.Mail{{Key: "k9", Kind: store.DigestMail, Subscription: m.sub.ID, Journey: "dawn", To: m.sub.Mail, Language: "en", Document: document}})
	if err != nil {
		t.Fatal(err)
	}
	m.mail = added[0].ID
	link := m.link(ticket.Take)
	p := m.stranger("GET", link)
	m.want(p, http.StatusOK, `<span class="figure">21</span>`, "99 answers", "12.3 points lost", "80% sure", "waiting 28%", `value="12.3"`)
	m.lacks(p, "quote was erased")
	m.want(m.sends(link, url.Values{"title": {"Till"}, "owner": {"floor"}, "due": {"2026-12-01"}}), http.StatusSeeOther, link)
	if e := m.actions()[0].Evidence; e.Answers != 99 || e.Score != 21 || e.From != 20740 || e.To != 20768 || len(e.Quotes) != 1 || *e.Worst != worst {
		t.Errorf("%+v", e)
	}
}

// TestTicketDoing and the next: what is said of a pain by mail is as what is said
// on the pages.
func TestTicketDoing(t *testing.T) {
	m := newMailed(t)
	j, err := m.store.Journey(t.Context(), "dawn")
	if err != nil {
		t.Fatal(err)
	}
	made, err := m.store.AddAction(t.Context(), j, action.Action{Touchpoint: "queue", Kind: action.Fix, Title: "Second till", Owner: "floor", Due: 20900})
	if err != nil {
		t.Fatal(err)
	}
	link := m.link(ticket.Doing)
	m.want(m.stranger("GET", link), http.StatusOK, "Already being done: Queue", `<option value="1" selected>Second till</option>`, "What is in hand here")
	m.want(m.sends(link, url.Values{"action": {""}, "note": {" "}}), http.StatusUnprocessableEntity, `id="note-wrong"`)
	for _, gone := range []string{"4711", "-1", "x", "99999999999999999999"} {
		m.want(m.sends(link, url.Values{"action": {gone}}), http.StatusUnprocessableEntity, `id="note-wrong"`)
	}
	m.want(m.sends(link, url.Values{"action": {"1"}, "note": {"Mei is on it"}}), http.StatusSeeOther, link)
	if s := m.stance(); s.Says != action.BeingDone || s.Action != made.ID || s.Note != "Mei is on it" || s.Role != action.ByMail {
		t.Errorf("%+v", s)
	}
	m.want(m.stranger("GET", link), http.StatusOK, "Noted: already being done at Queue", "Second till")
	if _, err := m.store.Replied(t.Context(), m.mail, "queue"); err != nil {
		t.Error(err)
	}
}

func TestTicketNoProblem(t *testing.T) {
	m := newMailed(t)
	link := m.link(ticket.NoProblem)
	m.want(m.stranger("GET", link), http.StatusOK, "Not a problem: Queue", "28 days")
	long := strings.Repeat("字", 501)
	m.want(m.sends(link, url.Values{"note": {long}}), http.StatusUnprocessableEntity, long, "Error:")
	m.want(m.sends(link, url.Values{"note": {""}}), http.StatusUnprocessableEntity, `id="note-wrong"`)
	m.want(m.sends(link, url.Values{"note": {"We are rebuilding"}, "action": {"1"}}), http.StatusSeeOther, link)
	first := m.stance()
	if first.Says != action.NoProblem || first.Note != "We are rebuilding" || first.Until != first.Made+action.MutedDays || first.Action != 0 {
		t.Errorf("%+v", first)
	}
	// A week later the same link neither mutes it for longer nor says so.
	m.now = m.now.AddDate(0, 0, 7)
	m.want(m.sends(link, url.Values{"note": {"again"}}), http.StatusSeeOther, link)
	if again := m.stance(); again != first {
		t.Errorf("%+v", again)
	}
	m.want(m.stranger("GET", link), http.StatusOK, "Noted: not a problem at Queue", "on 20 November 2026")
	m.signIn(account.Viewer)
	m.want(m.get("/admin/journeys/dawn"), http.StatusOK, "a reader of the mail said on 20 November")
}

// TestTicketChangedMind: a later other decision of the same mail stands instead.
func TestTicketChangedMind(t *testing.T) {
	m := newMailed(t)
	m.want(m.sends(m.link(ticket.Take), url.Values{"title": {"Second till"}, "owner": {"floor"}, "due": {"2026-12-01"}}), http.StatusSeeOther, m.link(ticket.Take))
	p := m.stranger("GET", m.link(ticket.NoProblem))
	m.want(p, http.StatusOK, "With this mail it was taken on, on 20 November 2026", "stands instead", "Second till")
	m.want(m.sends(m.link(ticket.NoProblem), url.Values{"note": {"It is wanted"}}), http.StatusSeeOther, m.link(ticket.NoProblem))
	if all := m.actions(); len(all) != 1 || all[0].State != action.Dropped || all[0].Reason != "Decided otherwise by mail." {
		t.Errorf("%+v", all)
	}
	m.want(m.stranger("GET", m.link(ticket.Take)), http.StatusOK, "it was said on 20 November 2026 that it is not a problem", "Take it on: Queue")
	// Another mail about the same pain is another question.
	other := m.subscribe("k2") // of an address without an account
	m.want(m.stranger("GET", other.link(ticket.NoProblem)), http.StatusOK, "Not a problem: Queue", "a reader of the mail said on 20 November", "It is wanted")
}

// TestTicketAtOnce: two presses make one action.
func TestTicketAtOnce(t *testing.T) {
	m := newMailed(t)
	link := m.link(ticket.Take)
	var together sync.WaitGroup
	for range 8 {
		together.Go(func() {
			r := httptest.NewRequest("POST", link, strings.NewReader("title=Till&owner=floor&due=2026-12-01"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Host, r.RemoteAddr = m.host, "192.0.2.9:4711"
			w := httptest.NewRecorder()
			m.ServeHTTP(w, r)
			if w.Code != http.StatusSeeOther {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
	together.Wait()
	if all := m.actions(); len(all) != 1 {
		t.Errorf("%d actions", len(all))
	}
}

// TestTicketGone: links that lead nowhere say so kindly, in the language of the
// mail, and do nothing.
func TestTicketGone(t *testing.T) {
	form := url.Values{"title": {"Till"}, "owner": {"floor"}, "due": {"2026-12-01"}}
	for name, c := range map[string]struct {
		change func(*mailed) string // the link
		status int
		want   string
	}{
		"forged":  {func(m *mailed) string { return m.link(ticket.Take) + "A" }, http.StatusNotFound, "This link leads nowhere"},
		"hostile": {func(*mailed) string { return "/digest/%3Cscript%3E%00" }, http.StatusNotFound, "This link leads nowhere"},
		"long":    {func(*mailed) string { return "/digest/" + strings.Repeat("A", 9000) }, http.StatusNotFound, "This link leads nowhere"},
		"another installation's": {func(m *mailed) string {
			return "/digest/" + ticket.NewSigner([]byte("x")).Token(ticket.Ticket{Act: ticket.Take, Mail: m.mail})
		}, http.StatusNotFound, "This link leads nowhere"},
		"over": {func(m *mailed) string {
			link := m.link(ticket.Take)
			m.now = m.now.Add(ticket.Life)
			return link
		}, http.StatusGone, "This link is too old"},
		"stopped": {func(m *mailed) string {
			m.sub.Stopped = m.now
			if err := m.store.SetSubscription(t.Context(), m.sub); err != nil {
				t.Fatal(err)
			}
			return m.link(ticket.Take)
		}, http.StatusGone, "This link no longer decides"},
		"dropped": {func(m *mailed) string {
			if err := m.store.DropSubscription(t.Context(), m.sub.ID); err != nil {
				t.Fatal(err)
			}
			return m.link(ticket.Take)
		}, http.StatusGone, "This link no longer decides"},
		"of a viewer": {func(m *mailed) string {
			m.setUser(account.User{Role: account.Viewer})
			return m.link(ticket.Take)
		}, http.StatusForbidden, "Your account may look"},
		"of a disabled account": {func(m *mailed) string {
			m.setUser(account.User{Role: account.Owner, Disabled: true})
			return m.link(ticket.Take)
		}, http.StatusGone, "This link no longer decides"},
		"of no account any more": {func(m *mailed) string {
			m.sub.User = "gone"
			if err := m.store.SetSubscription(t.Context(), m.sub); err != nil {
				t.Fatal(err)
			}
			return m.link(ticket.Take)
		}, http.StatusGone, "This link no longer decides"},
		"no such touchpoint": {func(m *mailed) string {
			return m.link(ticket.Take, func(t *ticket.Ticket) { t.Touchpoint = "gone" })
		}, http.StatusGone, "This touchpoint was put away"},
		"no such journey": {func(m *mailed) string {
			return m.link(ticket.Take, func(t *ticket.Ticket) { t.Journey = "gone" })
		}, http.StatusGone, "This touchpoint was put away"},
		"preview": {func(m *mailed) string {
			return m.link(ticket.Take, func(t *ticket.Ticket) { t.Mail = "" })
		}, http.StatusOK, "This is only a preview"},
		"preview of a stop": {func(m *mailed) string {
			return m.link(ticket.Stop, func(t *ticket.Ticket) { t.Mail = "" })
		}, http.StatusOK, "This is only a preview"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMailed(t)
			link := c.change(m)
			p := m.stranger("GET", link)
			m.want(p, c.status, c.want, "Sign in", `href="/admin`)
			m.lacks(p, "<form", "chen@example.com")
			m.want(m.sends(link, form), c.status, c.want)
			if sub, err := m.store.Subscription(t.Context(), m.sub.ID); len(m.actions()) > 0 || err == nil && sub.Cadence == subscription.Never {
				t.Error("it did something")
			}
		})
	}
}

// TestTicketLanguage: the page speaks the mail's language, unless asked.
func TestTicketLanguage(t *testing.T) {
	for lang, want := range map[string]string{"zh-Hant": "由我們處理：", "zh-Hans": "由我们处理：", "uk": "Взяти в роботу: ", "en": "Take it on: "} {
		m := newMailed(t, func(s *subscription.Subscription) { s.Language = lang })
		m.want(m.stranger("GET", m.link(ticket.Take), "Accept-Language", "fr"), http.StatusOK, `<html lang="`+lang+`">`, want)
		m.want(m.stranger("GET", m.link(ticket.Take)+"?lang=uk"), http.StatusOK, `<html lang="uk">`)
	}
}

// TestTicketTries: who tries links at random has to wait; who has a right one
// need not.
func TestTicketTries(t *testing.T) {
	m := newMailed(t)
	var last page
	for range 11 {
		last = m.stranger("GET", "/digest/nothing")
	}
	m.want(last, http.StatusTooManyRequests)
	m.want(m.stranger("GET", m.link(ticket.Take)), http.StatusOK)
}

// TestTicketLinks: whatever host is asked for, no other stands in a page.
func TestTicketLinks(t *testing.T) {
	m := newMailed(t)
	p := m.stranger("GET", m.link(ticket.Take), "X-Forwarded-Host", "evil.example", "X-Original-URL", "/admin")
	m.want(p, http.StatusOK)
	m.lacks(p, "evil.example")
	m.host = "evil.example"
	m.want(m.stranger("GET", m.link(ticket.Take)), http.StatusMisdirectedRequest)
}

// TestTicketHostile: names and what was typed are text, and a mark of who reads
// what is told to nobody else.
func TestTicketHostile(t *testing.T) {
	const evil = `"><img src=x onerror=alert(1)>`
	h := newHouse(t, "https://mood.example.com")
	h.apply("testdata/cafe.yaml")
	h.change("{en: Queue, zh-Hant", "{en: '"+evil+"', zh-Hant")
	h.worked()
	m := h.subscribe("k1", func(s *subscription.Subscription) { s.Team = evil })
	for _, act := range []ticket.Act{ticket.Take, ticket.Doing, ticket.NoProblem} {
		m.lacks(m.stranger("GET", m.link(act)), "<img", "chen@example.com")
		m.lacks(m.sends(m.link(act), url.Values{"title": {evil + strings.Repeat("x", 200)}, "owner": {evil}, "due": {evil}, "expected": {evil}, "note": {evil + strings.Repeat("x", 600)}}), "<img")
	}
	m.want(m.sends(m.link(ticket.Take), url.Values{"title": {evil}, "owner": {evil}, "due": {"2026-12-01"}}), http.StatusSeeOther, m.link(ticket.Take))
	m.want(m.sends(m.link(ticket.NoProblem), url.Values{"note": {evil + "\u202e\x00"}}), http.StatusSeeOther, m.link(ticket.NoProblem))
	m.lacks(m.stranger("GET", m.link(ticket.NoProblem)), "<img", "\u202e", "\x00")
	m.signIn(account.Owner)
	m.lacks(m.get("/admin/digests"), "<img")
}

// TestTicketStop: looking stops nothing; the form does, and so does the request
// that mail programs make by themselves.
func TestTicketStop(t *testing.T) {
	stops := func(kind string) func(*ticket.Ticket) {
		return func(t *ticket.Ticket) { t.Kind, t.Touchpoint = kind, "" }
	}
	for kind, told := range map[string]func(*subscription.Subscription) bool{
		"digest": func(s *subscription.Subscription) bool { return s.Cadence != subscription.Never },
		"alert":  func(s *subscription.Subscription) bool { return s.Alerts },
		"notice": func(s *subscription.Subscription) bool { return s.Notices },
	} {
		t.Run(kind, func(t *testing.T) {
			m := newMailed(t)
			now := func() *subscription.Subscription {
				sub, err := m.store.Subscription(t.Context(), m.sub.ID)
				if err != nil {
					t.Fatal(err)
				}
				return sub
			}
			link := m.link(ticket.Stop, stops(kind))
			p := m.stranger("GET", link)
			m.want(p, http.StatusOK, "Stop these mails?", "You will get no more", `<form method="post">`)
			m.lacks(p, "chen@example.com")
			m.want(m.stranger("HEAD", link), http.StatusOK)
			if !told(now()) {
				t.Fatal("a look stopped them")
			}
			m.want(m.sends(link, nil), http.StatusSeeOther, link)
			if told(now()) {
				t.Error("they go on")
			}
			m.want(m.sends(link, nil), http.StatusSeeOther, link)
			m.want(m.stranger("GET", link), http.StatusOK, "These mails are stopped", `href="/admin/digests"`)
			others := 0
			for _, still := range []bool{now().Cadence != subscription.Never, now().Alerts, now().Notices} {
				if still {
					others++
				}
			}
			if others != 2 {
				t.Errorf("%d other kinds go on", others)
			}
		})
	}
	t.Run("in one click", func(t *testing.T) {
		for _, c := range []struct{ kind, body string }{
			{"application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"},
			{"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n"},
		} {
			m := newMailed(t)
			link := m.link(ticket.Stop, stops("digest"))
			m.now = m.now.AddDate(1, 0, 0) // an old mail stops them, too
			r := httptest.NewRequest("POST", link, strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.kind)
			m.want(m.send(r, "Accept-Language", ""), http.StatusOK, "These mails are stopped")
			sub, err := m.store.Subscription(t.Context(), m.sub.ID)
			if err != nil || sub.Cadence != subscription.Never {
				t.Errorf("%v, %+v", err, sub)
			}
		}
	})
	t.Run("of nobody any more", func(t *testing.T) {
		m := newMailed(t, func(s *subscription.Subscription) { s.User = "" })
		m.want(m.stranger("GET", m.link(ticket.Stop, stops("digest"))), http.StatusOK, "Stop these mails?")
		if err := m.store.DropSubscription(t.Context(), m.sub.ID); err != nil {
			t.Fatal(err)
		}
		m.want(m.sends(m.link(ticket.Stop, stops("digest")), url.Values{"List-Unsubscribe": {"One-Click"}}), http.StatusOK)
		m.want(m.stranger("GET", m.link(ticket.Stop, stops("digest"))), http.StatusOK, "These mails are stopped")
	})
}

// TestTicketOfAnotherAddress: who had the mails before their subscription was
// given to another address decides nothing with them, and ends nothing of the
// new reader's.
func TestTicketOfAnotherAddress(t *testing.T) {
	m := newMailed(t)
	m.sub.Mail, m.sub.User = "lin@example.com", ""
	if err := m.store.SetSubscription(t.Context(), m.sub); err != nil {
		t.Fatal(err)
	}
	for _, act := range []ticket.Act{ticket.Take, ticket.Doing, ticket.NoProblem} {
		m.want(m.stranger("GET", m.link(act)), http.StatusGone)
		m.want(m.sends(m.link(act), url.Values{"title": {"Till"}, "owner": {"floor"}, "due": {"2026-12-01"}, "note": {"no"}}), http.StatusGone)
	}
	if len(m.actions()) != 0 || m.stance().Says != "" {
		t.Errorf("decided: %+v, %+v", m.actions(), m.stance())
	}
	for _, kind := range []string{"digest", "alert", "notice"} {
		link := m.link(ticket.Stop, func(t *ticket.Ticket) { t.Kind = kind })
		m.want(m.sends(link, url.Values{"List-Unsubscribe": {"One-Click"}}), http.StatusOK)
	}
	s, err := m.store.Subscription(t.Context(), m.sub.ID)
	if err != nil || s.Cadence != subscription.Weekly || !s.Alerts || !s.Notices {
		t.Errorf("another reader's mails were ended: %+v, %v", s, err)
	}
}

// TestTicketStopForgotten: an address that the log of mails has forgotten still
// stops them, unless it was forgotten because they go to another one.
func TestTicketStopForgotten(t *testing.T) {
	for name, passed := range map[string]bool{"by age": false, "for another address": true} {
		t.Run(name, func(t *testing.T) {
			m := newMailed(t, func(s *subscription.Subscription) { s.Mail, s.User = "lin@example.com", "" })
			claimed, err := m.store.ClaimMails(t.Context(), 1, time.Minute)
			if err != nil || len(claimed) != 1 {
				t.Fatal(claimed, err)
			}
			if err := m.store.MailSent(t.Context(), m.mail, claimed[0].Token, "sent"); err != nil {
				t.Fatal(err)
			}
			link := m.link(ticket.Stop)
			if passed {
				m.sub.Mail = "mei@example.com"
				if err := m.store.SetSubscription(t.Context(), m.sub); err != nil {
					t.Fatal(err)
				}
			} else {
				m.now = m.now.AddDate(1, 0, 0)
				if _, err := m.store.BlankMails(t.Context(), m.now); err != nil {
					t.Fatal(err)
				}
			}
			if mail, err := m.store.MailByID(t.Context(), m.mail); err != nil || mail.To != "" {
				t.Fatalf("the address is not forgotten: %v, %v", mail, err)
			}
			m.want(m.sends(link, url.Values{"List-Unsubscribe": {"One-Click"}}), http.StatusOK)
			sub, err := m.store.Subscription(t.Context(), m.sub.ID)
			if err != nil || (sub.Cadence == subscription.Never) == passed {
				t.Errorf("%v, %+v", err, sub)
			}
		})
	}
}

// TestTicketOfALaterAccount: an address that was written to before it had an
// account may no more by mail than its account.
func TestTicketOfALaterAccount(t *testing.T) {
	m := newMailed(t, func(s *subscription.Subscription) { s.Mail, s.User = "Lin@example.com", "" })
	m.want(m.stranger("GET", m.link(ticket.Take)), http.StatusOK)
	u, err := m.store.AddUser(t.Context(), "lin@example.com", account.Viewer, "")
	if err != nil {
		t.Fatal(err)
	}
	m.want(m.sends(m.link(ticket.NoProblem), url.Values{"note": {"It is wanted"}}), http.StatusForbidden)
	u.Disabled = true
	if err := m.store.SetUser(t.Context(), *u); err != nil {
		t.Fatal(err)
	}
	m.want(m.sends(m.link(ticket.NoProblem), url.Values{"note": {"It is wanted"}}), http.StatusGone)
	if m.stance().Says != "" {
		t.Errorf("decided: %+v", m.stance())
	}
}
