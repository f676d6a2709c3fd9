package staff_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/webhook"
)

const hooks = "/admin/webhooks"

// secretsTyped are what is typed into each shape's form that must not be read
// back.
var secretsTyped = map[webhook.Shape][]string{
	webhook.Slack: {"T0SECRET"}, webhook.Teams: {"sig-SECRET"}, webhook.Discord: {"dis-SECRET"}, webhook.WeCom: {"wecom-SECRET"},
	webhook.Telegram: {"ABC-DEF1234ghIkl-SECRET57W2v1u123ew11"}, webhook.LINE: {"line-SECRET"}, webhook.Feishu: {"feishu-SECRET", "sign-SECRET"}, webhook.Standard: nil,
}

// hookForm is a form of a shape, filled in rightly.
func hookForm(s webhook.Shape) url.Values {
	f := url.Values{"shape": {string(s)}, "name": {"Team <b>chat</b>"}, "type": {store.AlertRaised, store.ResponseCreated}, "journey": {""}, "language": {"uk"}}
	switch s {
	case webhook.Standard:
		f.Set("url", "https://hooks.example.com/in")
	case webhook.Slack:
		f.Set("url", "https://hooks.slack.com/services/T0SECRET/B0/x")
	case webhook.Teams:
		f.Set("url", "https://prod-1.westeurope.logic.azure.com:443/workflows/x/triggers/manual/paths/invoke?api-version=1&sig=sig-SECRET")
	case webhook.Discord:
		f.Set("url", "https://discord.com/api/webhooks/1/dis-SECRET")
	case webhook.Feishu:
		f.Set("url", "https://open.feishu.cn/open-apis/bot/v2/hook/feishu-SECRET")
		f.Set("sign", "sign-SECRET")
	case webhook.WeCom:
		f.Set("url", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=wecom-SECRET")
	case webhook.Telegram:
		f.Set("token", "123456:ABC-DEF1234ghIkl-SECRET57W2v1u123ew11")
		f.Set("chat_id", "-1001234567890")
	case webhook.LINE:
		f.Set("token", "line-SECRET")
		f.Set("to", "C4af4980629aaaaaaaaaaaaaaaaaaaaaa")
	}
	return f
}

var untoldHook = regexp.MustCompile(`\bhook\.[a-z_]+`)

var hookSecret = regexp.MustCompile(`<code>(whsec_[\w+/=]+|whsec_[^<]+)</code>`)

// TestWebhooks adds a webhook of every shape, and looks whether anything secret
// is told a second time.
func TestWebhooks(t *testing.T) {
	h := cafe(t, account.Owner)
	h.want(h.get(hooks), http.StatusOK, "Nobody is told yet.", "/admin/webhooks/new?shape=feishu", `<a href="/admin/webhooks">Webhooks</a>`)
	h.want(h.get(hooks+"/new?shape=carrier-pigeon"), http.StatusSeeOther, hooks)
	h.want(h.post(hooks, url.Values{"shape": {"carrier-pigeon"}}), http.StatusUnprocessableEntity)
	h.want(h.get(hooks+"/none"), http.StatusNotFound)
	for _, s := range webhook.Shapes() {
		t.Run(string(s), func(t *testing.T) {
			h.want(h.get(hooks+"/new?shape="+string(s)), http.StatusOK, "New webhook: ")
			h.now = h.now.Add(time.Second)
			p := h.post(hooks, hookForm(s))
			all, err := h.store.Webhooks(t.Context())
			if err != nil || len(all) == 0 {
				t.Fatal(err, p.Body)
			}
			w := all[len(all)-1]
			one := hooks + "/" + w.ID
			if s == webhook.Standard {
				m := hookSecret.FindStringSubmatch(p.Body)
				h.want(p, http.StatusOK, "The webhook is added", "Copy it now")
				if m == nil || strings.ReplaceAll(m[1], "&#43;", "+") != w.Secret || p.Header.Get("Cache-Control") != "no-store" {
					t.Errorf("the secret is not shown: %v", m)
				}
				if got := strings.Join(w.Types, " "); got != "response.created alert.raised" || w.Language != "" {
					t.Errorf("wants %s in %q", got, w.Language)
				}
			} else {
				h.want(p, http.StatusSeeOther, one+"?added=1")
				if got := strings.Join(w.Types, " "); got != "response.created alert.raised response.scored" || w.Language != "uk" {
					t.Errorf("wants %s in %q", got, w.Language)
				}
			}
			for _, path := range []string{hooks, one + "?added=1", one + "/edit"} {
				p := h.get(path)
				h.want(p, http.StatusOK, "Team &lt;b&gt;chat&lt;/b&gt;")
				h.lacks(p, append(secretsTyped[s], w.Secret, strings.ReplaceAll(w.Secret, "+", "&#43;"), "SECRET")...)
			}
			// What is secret and left empty stays; the rest changes.
			f := hookForm(s)
			f.Set("name", "Another name")
			for _, secret := range []string{"token", "sign"} {
				f.Del(secret)
			}
			if s.SecretAddress() {
				f.Del("url")
			}
			h.want(h.post(one, f), http.StatusSeeOther, one+"?changed=1")
			now, err := h.store.Webhook(t.Context(), w.ID)
			if err != nil || now.Name != "Another name" || now.URL != w.URL || fmt.Sprint(now.Settings) != fmt.Sprint(w.Settings) || now.Secret != w.Secret {
				t.Errorf("%v: %+v, was %+v", err, now, w)
			}
		})
	}
	// A secret that can be done without is taken away.
	all, err := h.store.Webhooks(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range all {
		if w.Shape == "feishu" {
			f := hookForm(webhook.Feishu)
			f.Del("sign")
			f.Set("drop.sign", "1")
			h.post(hooks+"/"+w.ID, f)
			if now, err := h.store.Webhook(t.Context(), w.ID); err != nil || now.Settings["sign"] != "" {
				t.Error(err, now.Settings)
			}
		}
	}
}

// TestWebhookForm: what is wrong is said at its field, and nothing that was
// typed is lost.
func TestWebhookForm(t *testing.T) {
	h := cafe(t, account.Owner)
	for _, c := range []struct {
		name  string
		shape webhook.Shape
		field string
		value []string
		says  string
	}{
		{"no name", webhook.Slack, "name", []string{" "}, "at most 100 characters"},
		{"nothing told", webhook.Slack, "type", nil, "This is needed."},
		{"an unknown type", webhook.Slack, "type", []string{"x"}, "This is needed."},
		{"no address", webhook.Slack, "url", []string{""}, "This is needed."},
		{"no address at all", webhook.Standard, "url", []string{"example"}, "This is not an address."},
		{"a file", webhook.Standard, "url", []string{"file://x/etc/passwd"}, "must begin with https:// or http://"},
		{"a private address", webhook.Standard, "url", []string{"http://169.254.169.254/latest"}, "--allow-private-webhooks"},
		{"this machine", webhook.Standard, "url", []string{"http://localhost:8080/"}, "--allow-private-webhooks"},
		{"a password", webhook.Standard, "url", []string{"https://a:b@example.com/"}, "must not hold a name and password"},
		{"a port of mail", webhook.Standard, "url", []string{"http://example.com:25/"}, "Nothing is sent to this port"},
		{"no token", webhook.Telegram, "token", nil, "This is needed."},
		{"a token with a path", webhook.Telegram, "token", []string{"1:x/../y"}, "does not look right"},
		{"a wrong chat", webhook.Telegram, "chat_id", []string{`"><script>alert(1)</script>`}, "does not look right"},
		{"nobody", webhook.LINE, "to", []string{"everybody"}, "does not look right"},
		{"a journey that is gone", webhook.Slack, "journey", []string{"gone"}, "There is no such journey"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := hookForm(c.shape)
			f[c.field] = c.value
			p := h.post(hooks, f)
			h.want(p, http.StatusUnprocessableEntity, c.says, "<title>Error:", `role="alert"`)
			h.lacks(p, "<script>alert")
			for name, typed := range f {
				if name != "type" && name != "journey" && name != "language" && name != "shape" && len(typed) > 0 && typed[0] != " " && !strings.Contains(p.Body, `value="`+escaped(typed[0])) {
					t.Errorf("%s is lost: %q", name, typed[0])
				}
			}
		})
	}
	if all, err := h.store.Webhooks(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%d were added, %v", len(all), err)
	}
}

// TestWebhookPage tries a webhook, and looks at its log in every state.
func TestWebhookPage(t *testing.T) {
	h := cafe(t, account.Owner)
	h.want(h.post(hooks, hookForm(webhook.WeCom)), http.StatusSeeOther)
	all, err := h.store.Webhooks(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id := all[0].ID
	one := hooks + "/" + id
	test := func(a store.Attempt) page {
		t.Helper()
		h.now = h.now.Add(time.Minute)
		p := h.post(one+"/test", nil)
		to := p.Header.Get("Location")
		if !strings.HasPrefix(to, one+"?tested=") {
			t.Fatalf("leads to %q: %s", to, p.Body)
		}
		h.want(h.get(to), http.StatusOK, "It is on its way.")
		claimed, err := h.store.ClaimDeliveries(t.Context(), id, 10, time.Minute)
		if err != nil || len(claimed) != 1 || string(claimed[0].Event.Document) != `{"webhook":"Team \u003cb\u003echat\u003c/b\u003e"}` || claimed[0].Event.Type != store.TestEvent {
			t.Fatalf("%v %s", err, claimed[0].Event.Document)
		}
		if _, err := h.store.SettleDelivery(t.Context(), id, &claimed[0], a); err != nil {
			t.Fatal(err)
		}
		return h.get(to)
	}
	h.want(test(store.Attempt{State: store.Sent, Status: 200, Took: 42 * time.Millisecond}), http.StatusOK, "Arrived", "status 200", "42 ms")
	h.want(test(store.Attempt{State: store.Failed, Status: 200, Trouble: "errcode 93000"}), http.StatusOK, "Given up", "status 200, but refused with errcode 93000")
	h.want(test(store.Attempt{State: store.Failed, Status: 302, Trouble: webhook.Redirected}), http.StatusOK, "it points elsewhere")
	for _, trouble := range []string{webhook.Blocked, webhook.TimedOut, webhook.Unknown, webhook.NotThere, webhook.BadTLS, webhook.CutOff, webhook.BadAddress, webhook.Unprepared} {
		h.want(test(store.Attempt{State: store.Failed, Trouble: trouble}), http.StatusOK, "Given up")
	}
	h.want(test(store.Attempt{State: store.ToSend, Status: 503, Trouble: webhook.BadStatus, Next: h.now.Add(time.Hour)}), http.StatusOK, "Next try: ", "status 503", ">Send now<")
	for _, lang := range survey.Languages {
		for _, query := range []string{"?", "?show=failed&", "?tested=1&", "?on=1&", "?off=1&", "?changed=1&", "?replayed=1&", "?meanwhile=1&", "?rotated=1&"} {
			p := h.get(one + query + "lang=" + lang)
			h.want(p, http.StatusOK, `lang="`+lang+`"`)
			clean(t, one+query, lang, p)
			if id := untoldHook.FindString(p.Body); id != "" {
				t.Errorf("%s in %s shows %q", query, lang, id)
			}
		}
		for _, path := range append([]string{hooks + "?deleted=1&lang=" + lang, one + "/edit?lang=" + lang}, newForms(lang)...) {
			p := h.get(path)
			clean(t, path, lang, p)
			if id := untoldHook.FindString(p.Body); id != "" {
				t.Errorf("%s shows %q", path, id)
			}
		}
	}
	p := h.get(one + "?show=failed")
	h.want(p, http.StatusOK, "Send all failed ones again")
	h.lacks(p, "Arrived")

	// One again, and all that failed.
	h.want(h.post(one+"/replay", url.Values{"delivery": {"1"}}), http.StatusSeeOther, one+"?replayed=1")
	h.want(h.post(one+"/replay", url.Values{"delivery": {"1"}}), http.StatusSeeOther, one+"?replayed=1") // it waits, and is tried now
	h.want(h.post(one+"/replay", url.Values{"delivery": {"999"}}), http.StatusNotFound)
	h.want(h.post(one+"/replay", url.Values{"delivery": {"x"}}), http.StatusNotFound)
	h.want(h.post(one+"/replay", nil), http.StatusSeeOther, one+"?replayed=1")
	if p := h.get(one + "?show=failed"); !strings.Contains(p.Body, "Nothing failed.") {
		t.Error("something failed still waits for nobody")
	}
	// Off and on.
	h.want(h.post(one+"/switch", url.Values{"on": {"0"}}), http.StatusSeeOther, one+"?off=1")
	p = h.get(one)
	h.want(p, http.StatusOK, "Switched off on 20 November 2026.", "Not sent, the webhook was off")
	h.lacks(p, "Send a test")
	h.want(h.post(one+"/test", nil), http.StatusConflict)
	h.want(h.post(one+"/switch", url.Values{"on": {"perhaps"}}), http.StatusUnprocessableEntity)
	h.want(h.post(one+"/switch", url.Values{"on": {"1"}}), http.StatusSeeOther, one+"?on=1")
	// Gone.
	h.want(h.post(one+"/delete", nil), http.StatusSeeOther, hooks+"?deleted=1")
	for _, path := range []string{"/test", "/switch", "/rotate", "/delete", "/replay", ""} {
		f := hookForm(webhook.WeCom)
		f.Set("on", "1")
		h.want(h.post(one+path, f), http.StatusNotFound)
	}
}

// TestWebhookInZone: the days since when nothing arrives and on which a webhook
// was switched off are those of the log below, which in Taipei is tomorrow in the
// evening of UTC; in the list as on the page.
func TestWebhookInZone(t *testing.T) {
	h := cafe(t, account.Owner)
	h.jump(time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC))
	h.want(h.post(hooks, hookForm(webhook.WeCom)), http.StatusSeeOther)
	all, err := h.store.Webhooks(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id := all[0].ID
	one := hooks + "/" + id
	if err := h.store.Raise(t.Context(), store.Event{Key: "a", Type: store.AlertRaised, Document: []byte("{}")}); err != nil {
		t.Fatal(err)
	}
	claimed, err := h.store.ClaimDeliveries(t.Context(), id, 1, time.Minute)
	if err != nil || len(claimed) != 1 {
		t.Fatal(len(claimed), err)
	}
	if _, err := h.store.SettleDelivery(t.Context(), id, &claimed[0], store.Attempt{State: store.ToSend, Status: 503, Trouble: webhook.BadStatus, Next: h.now.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	h.want(h.get(one), http.StatusOK, "Nothing has arrived since 21 November 2026.", "21 November, 01:00")
	h.want(h.get(hooks), http.StatusOK, "Nothing has arrived since 21 November 2026.")
	h.want(h.post(one+"/switch", url.Values{"on": {"0"}}), http.StatusSeeOther)
	h.want(h.get(one), http.StatusOK, "Switched off on 21 November 2026.")
	h.want(h.get(hooks), http.StatusOK, "Switched off on 21 November 2026.")
}

// TestWebhookRotation: a new secret is shown once, and the one before is good
// for a day.
func TestWebhookRotation(t *testing.T) {
	h := cafe(t, account.Owner)
	h.want(h.post(hooks, hookForm(webhook.Standard)), http.StatusOK)
	all, err := h.store.Webhooks(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	one := hooks + "/" + all[0].ID
	p := h.post(one+"/rotate", nil)
	h.want(p, http.StatusOK, "Copy it now", "The old secret works until 21 November")
	now, err := h.store.Webhook(t.Context(), all[0].ID)
	if err != nil || now.Secret == all[0].Secret || now.OlderSecret != all[0].Secret || !strings.Contains(p.Body, escaped(now.Secret)) || strings.Contains(p.Body, escaped(all[0].Secret)) {
		t.Errorf("%v: %+v", err, now)
	}
	p = h.get(one)
	h.want(p, http.StatusOK, "The old secret works until")
	h.lacks(p, escaped(now.Secret), escaped(now.OlderSecret))
	h.jump(h.now.Add(25 * time.Hour))
	h.lacks(h.get(one), "The old secret works until")
}

func newForms(lang string) (paths []string) {
	for _, s := range webhook.Shapes() {
		paths = append(paths, hooks+"/new?shape="+string(s)+"&lang="+lang)
	}
	return paths
}

// escaped is a text as templates write it.
func escaped(s string) string {
	return strings.NewReplacer("&", "&amp;", "+", "&#43;", "<", "&lt;", ">", "&gt;", `"`, "&#34;").Replace(s)
}

// TestWebhookTwice: a form that is sent twice as it is, by a double press or by
// loading its answer anew, does what it does once; and the secret is on the
// answer that the browser shows, which is the last one.
func TestWebhookTwice(t *testing.T) {
	h := cafe(t, account.Owner)
	hidden := func(path, name string) string {
		t.Helper()
		m := regexp.MustCompile(`name="` + name + `" value="([^"]+)"`).FindStringSubmatch(h.get(path).Body)
		if m == nil {
			t.Fatalf("%s has no %s", path, name)
		}
		return m[1]
	}
	count := func() []store.Webhook {
		t.Helper()
		all, err := h.store.Webhooks(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	for i, s := range []webhook.Shape{webhook.Standard, webhook.Telegram} {
		h.now = h.now.Add(time.Second) // the list is in the order in which they were made
		form := hookForm(s)
		form.Set("once", hidden(hooks+"/new?shape="+string(s), "once"))
		first, second := h.post(hooks, form), h.post(hooks, form)
		if n := len(count()); n != 2*i+1 {
			t.Fatalf("%s: %d webhooks after a double press", s, n)
		}
		w := count()[2*i]
		if s == webhook.Standard {
			for _, p := range []page{first, second} {
				h.want(p, http.StatusOK, "Copy it now", escaped(w.Secret))
			}
			h.lacks(h.get(hooks+"/"+w.ID), escaped(w.Secret))
		}
		h.jump(h.now.Add(time.Hour))
		late := h.post(hooks, form)
		h.want(late, http.StatusSeeOther, hooks+"/"+w.ID+"?added=1")
		h.lacks(late, escaped(w.Secret))
		form.Set("name", "Another") // gone back, and changed
		h.post(hooks, form)
		if n := len(count()); n != 2*i+2 {
			t.Errorf("%s: %d webhooks after another one", s, n)
		}
	}
	one := hooks + "/" + count()[0].ID
	// A second press takes no secret from receivers that they know.
	rotate := url.Values{"older": {hidden(one, "older")}}
	was := count()[0].Secret
	for range 2 {
		p := h.post(one+"/rotate", rotate)
		w := count()[0]
		h.want(p, http.StatusOK, "Copy it now", escaped(w.Secret))
		if w.OlderSecret != was || w.Secret == was {
			t.Errorf("the secret %s is now %+v", was, w)
		}
	}
	h.jump(h.now.Add(time.Hour))
	h.want(h.post(one+"/rotate", rotate), http.StatusSeeOther, one+"?rotated=1")
	h.want(h.get(one+"?rotated=1"), http.StatusOK, "There is a new secret already")
	h.want(h.post(one+"/rotate", url.Values{"older": {hidden(one, "older")}}), http.StatusOK, "Copy it now")
	// One test for a press, and another one for a press of later.
	test := url.Values{"once": {hidden(one, "once")}}
	first, second := h.post(one+"/test", test), h.post(one+"/test", test)
	h.jump(h.now.Add(time.Minute))
	third := h.post(one+"/test", test)
	if a, b, c := first.Header.Get("Location"), second.Header.Get("Location"), third.Header.Get("Location"); a == "" || a != b || a == c {
		t.Errorf("the presses lead to %s, %s and %s", a, b, c)
	}
	// What was sent again since the page was shown is not sent once more.
	claimed, err := h.store.ClaimDeliveries(t.Context(), count()[0].ID, 1, time.Minute)
	if err != nil || len(claimed) != 1 {
		t.Fatal(claimed, err)
	}
	settle := func(c *store.ClaimedDelivery) {
		t.Helper()
		if _, err := h.store.SettleDelivery(t.Context(), count()[0].ID, c, store.Attempt{State: store.Failed, Status: 500}); err != nil {
			t.Fatal(err)
		}
	}
	settle(&claimed[0])
	again := url.Values{"delivery": {fmt.Sprint(claimed[0].ID)}, "tried": {hidden(one, "tried")}}
	again.Set("tried", regexp.MustCompile(`name="tried" value="(\d+)"><button name="delivery" value="` + again.Get("delivery") + `"`).FindStringSubmatch(h.get(one).Body)[1])
	h.want(h.post(one+"/replay", again), http.StatusSeeOther, one+"?replayed=1")
	h.jump(h.now.Add(time.Minute))
	if claimed, err = h.store.ClaimDeliveries(t.Context(), count()[0].ID, 1, time.Minute); err != nil || len(claimed) != 1 {
		t.Fatal(claimed, err)
	}
	settle(&claimed[0])
	h.want(h.post(one+"/replay", again), http.StatusSeeOther, one+"?meanwhile=1")
	h.want(h.get(one+"?meanwhile=1"), http.StatusOK, "It was tried again after you opened this page")
	if d, err := h.store.Delivery(t.Context(), count()[0].ID, claimed[0].ID); err != nil || d.State != store.Failed {
		t.Errorf("%+v, %v", d, err)
	}
}
