package staff_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/web"
)

// form is what the browser sends of an untouched form.
func digestForm(change ...string) url.Values {
	v := url.Values{
		"journey": {"dawn"}, "team": {""}, "persona": {""}, "cadence": {"weekly"}, "weekday": {"1"}, "month_day": {"1"}, "time": {"08:00"},
		"zone": {"Asia/Taipei"}, "language": {"en"}, "alerts": {"1"}, "quiet_from": {"21:00"}, "quiet_to": {"08:00"},
	}
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

func (h *house) subscriptions() []subscription.Subscription {
	h.t.Helper()
	all, err := h.store.Subscriptions(h.t.Context(), store.SubscriptionQuery{})
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// TestDigests goes from one press to a changed, stopped and removed subscription.
func TestDigests(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.change(append(goals, teams...)...)
	p := h.get("/admin/digests")
	h.want(p, http.StatusOK, "Journeys that you hear nothing of", `action="/admin/journeys/dawn/digest"`, "No mail server is set", `href="/admin/digests"`)
	h.want(h.get(dawn), http.StatusOK, "Hear of it without looking")
	for range 2 { // pressed twice
		h.want(h.post(dawn+"/digest", nil), http.StatusSeeOther, "/admin/digests?did=kept")
	}
	all := h.subscriptions()
	if len(all) != 1 {
		t.Fatalf("%d subscriptions", len(all))
	}
	s := all[0]
	if s.Mail != "viewer@example.com" || s.User == "" || s.Cadence != subscription.Weekly || s.Weekday != time.Monday || s.Hour != 8 || s.Zone != "Asia/Taipei" || s.Language != "en" || !s.Alerts || s.Notices {
		t.Errorf("%+v", s)
	}
	h.lacks(h.get(dawn), "Hear of it without looking")
	p = h.get("/admin/digests?did=kept")
	h.want(p, http.StatusOK, `class="success" role="status">Saved.`, "Nothing has been sent yet", "Every Monday at 08:00", "Monday, 23 November", "Monday, 30 November", "Monday, 7 December", "(Asia/Taipei)")
	h.lacks(p, "Journeys that you hear nothing of")

	one := "/admin/digests/" + s.ID
	h.want(h.get(one), http.StatusOK, "Mails about Dawn Café", `value="08:00"`, `<option value="weekly" selected>`)
	h.want(h.post(one, digestForm("cadence", "monthly", "month_day", "31", "time", "07:30", "zone", "Europe/Kyiv", "language", "uk", "persona", "office", "team", "floor", "alerts", "", "notices", "1")), http.StatusSeeOther, "/admin/digests?did=kept")
	s = h.subscriptions()[0]
	if s.Cadence != subscription.Monthly || s.MonthDay != 31 || s.Hour != 7 || s.Minute != 30 || s.Zone != "Europe/Kyiv" || s.Language != "uk" || s.Persona != "office" || s.Team != "floor" || s.Alerts || !s.Notices || s.QuietFrom != 21*60 || s.QuietTo != 8*60 {
		t.Errorf("%+v", s)
	}
	h.want(h.get("/admin/digests"), http.StatusOK, "On the last day of every month at 07:30", "Monday, 30 November", "Thursday, 31 December", "Sunday, 31 January", "none from 21:00 to 08:00", "team floor only", "Office worker only", "Українська")

	h.want(h.post(one+"/step", url.Values{"step": {"stop"}}), http.StatusSeeOther, "/admin/digests?did=stopped")
	p = h.get("/admin/digests")
	h.want(p, http.StatusOK, "stopped on 20 November 2026", "Start again", "Remove")
	h.lacks(p, "31 December")
	h.want(h.get(one), http.StatusOK, "Stopped")
	h.want(h.post(one+"/step", url.Values{"step": {"resume"}}), http.StatusSeeOther, "/admin/digests?did=resumed")
	h.want(h.post(one+"/step", url.Values{"step": {"x"}}), http.StatusUnprocessableEntity)
	h.want(h.post(one+"/step", url.Values{"step": {"drop"}}), http.StatusSeeOther, "/admin/digests?did=dropped")
	if all := h.subscriptions(); len(all) != 0 {
		t.Errorf("%+v", all)
	}
	h.want(h.get(one), http.StatusNotFound)
}

// goals make the café's journey more than a draft.
var goals = []string{"stages:\n", "goal: {zh-Hant: 好咖啡, zh-Hans: 好咖啡, uk: Добра кава, en: A good coffee}\nstart: {zh-Hant: 看到招牌, zh-Hans: 看到招牌, uk: Вивіска, en: The sign}\nend: {zh-Hant: 離開, zh-Hans: 离开, uk: Вихід, en: Leaving}\nstages:\n"}

// TestDigestDraft: a draft is told to go into no mail, and nobody is nudged.
func TestDigestDraft(t *testing.T) {
	h := cafe(t, account.Editor)
	h.lacks(h.get(dawn), "Hear of it without looking")
	h.want(h.post("/admin/digests", digestForm()), http.StatusSeeOther, "/admin/digests?did=kept")
	h.want(h.get("/admin/digests"), http.StatusOK, "Draft: the journey does not say yet", "Drafts go into no mail", dawn+"/edit")
	h.want(h.get("/admin/digests/new"), http.StatusOK, "Drafts go into no mail")
}

// TestDigestWrong: each field says what is wrong with it, and nothing typed is
// lost.
func TestDigestWrong(t *testing.T) {
	h := cafe(t, account.Owner)
	for name, c := range map[string]struct{ field, value, id string }{
		"mail":        {"mail", "nobody", "mail"},
		"two mails":   {"mail", "a@example.com, b@example.com", "mail"},
		"header":      {"mail", "a@example.com\r\nBcc: b@example.com", "mail"},
		"team":        {"team", "ghosts", "team"},
		"persona":     {"persona", "ghost", "persona"},
		"cadence":     {"cadence", "hourly", "cadence"},
		"weekday":     {"weekday", "8", "weekday"},
		"no weekday":  {"weekday", "", "weekday"},
		"time":        {"time", "25:00", "time"},
		"no time":     {"time", "", "time"},
		"zone":        {"zone", "Asia/Nowhere", "zone"},
		"path":        {"zone", "../etc/passwd", "zone"},
		"local":       {"zone", "Local", "zone"},
		"language":    {"language", "fr", "language"},
		"quiet":       {"quiet_from", "x", "quiet"},
		"half quiet":  {"quiet_to", "", "quiet"},
		"markup":      {"zone", `"><script>alert(1)</script>`, "zone"},
		"day of none": {"month_day", "x", "month_day"},
	} {
		t.Run(name, func(t *testing.T) {
			p := h.post("/admin/digests", digestForm("mail", "chen@example.com", "language", "uk", c.field, c.value))
			h.want(p, http.StatusUnprocessableEntity, `id="`+c.id+`-wrong"`, `href="#`+c.id+`"`, "Error:")
			h.lacks(p, "<script>alert", "desk.wrong")
			if c.field != "mail" {
				h.want(p, http.StatusUnprocessableEntity, `value="chen@example.com"`)
			}
		})
	}
	h.want(h.post("/admin/digests", digestForm("journey", "nowhere")), http.StatusNotFound)
	if all := h.subscriptions(); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

// TestDigestsOfOthers: what is not one's own is not there; owners see all and may
// write to anybody.
func TestDigestsOfOthers(t *testing.T) {
	h := cafe(t, account.Owner)
	h.want(h.post("/admin/digests", digestForm("mail", "landlord@example.org")), http.StatusSeeOther, "/admin/digests?did=kept")
	theirs := h.subscriptions()[0]
	if theirs.User != "" || theirs.Mail != "landlord@example.org" {
		t.Errorf("%+v", theirs)
	}
	one := "/admin/digests/" + theirs.ID
	h.want(h.post(one+"/test", nil), http.StatusSeeOther, "/admin/digests?did=waits")
	h.want(h.get("/admin/digests"), http.StatusOK, "landlord@example.org", "Test mail", "1 mail waits, since 20 November 2026")

	viewer := h.signIn(account.Viewer)
	for _, path := range []string{"/admin/digests", "/admin/digests/log"} {
		h.lacks(h.get(path), "landlord@example.org", "Test mail<")
	}
	h.want(h.get(one), http.StatusNotFound)
	for _, path := range []string{one, one + "/step", one + "/test"} {
		h.want(h.post(path, digestForm("step", "drop")), http.StatusNotFound)
	}
	// A viewer's own goes to their own address, whatever the form says.
	h.want(h.post("/admin/digests", digestForm("mail", "landlord@example.org", "user", "x", "since", "0", "id", theirs.ID)), http.StatusSeeOther, "/admin/digests?did=kept")
	for _, s := range h.subscriptions() {
		if s.ID != theirs.ID && (s.Mail != viewer.Mail || s.User != viewer.ID) {
			t.Errorf("%+v", s)
		}
	}
	// An owner's for somebody with an account is theirs.
	h.signInAs("owner@example.com")
	h.want(h.post(one, digestForm("mail", "VIEWER@example.com")), http.StatusSeeOther, "/admin/digests?did=kept")
	if s, err := h.store.Subscription(t.Context(), theirs.ID); err != nil || s.User != viewer.ID {
		t.Errorf("%v, %+v", err, s)
	}
	// From another site nothing changes.
	for _, path := range []string{"/admin/digests", one, one + "/step", one + "/test", dawn + "/digest"} {
		h.want(h.post(path, digestForm("step", "drop"), "Origin", "https://evil.example"), http.StatusForbidden)
	}
	if all := h.subscriptions(); len(all) != 2 {
		t.Errorf("%d subscriptions", len(all))
	}
}

// signInAs follows a one-time link of somebody who has an account.
func (h *house) signInAs(mail string) {
	h.t.Helper()
	u, _, err := h.store.UserByMail(h.t.Context(), mail)
	if err != nil {
		h.t.Fatal(err)
	}
	token, err := h.store.NewToken(h.t.Context(), store.SignInToken, u.ID, time.Hour)
	if err != nil {
		h.t.Fatal(err)
	}
	h.want(h.get("/login?token="+token), http.StatusSeeOther, "/admin")
}

// TestDigestTest: at most one test mail a minute.
func TestDigestTest(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080", func(c *web.Config) { c.MailServer = true })
	h.apply("testdata/cafe.yaml")
	h.signIn(account.Viewer)
	h.want(h.post("/admin/digests", digestForm()), http.StatusSeeOther, "/admin/digests?did=kept")
	one := "/admin/digests/" + h.subscriptions()[0].ID
	mails := func() int {
		all, _, err := h.store.Mails(t.Context(), store.MailQuery{})
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	for range 3 {
		h.want(h.post(one+"/test", nil), http.StatusSeeOther, "/admin/digests?did=tested")
	}
	if n := mails(); n != 1 {
		t.Errorf("%d test mails in a minute", n)
	}
	h.now = h.now.Add(time.Minute)
	h.want(h.post(one+"/test", nil), http.StatusSeeOther, "/admin/digests?did=tested")
	if n := mails(); n != 2 {
		t.Errorf("%d test mails in two minutes", n)
	}
	p := h.get("/admin/digests")
	h.want(p, http.StatusOK, "Test mail", "waits")
	h.lacks(p, "No mail server is set", "mails wait, the oldest")
	h.jump(h.now.Add(4 * time.Hour))
	h.want(h.get("/admin/digests"), http.StatusOK, "2 mails wait, the oldest since 20 November 2026")
}

// TestDigestsWaitInZone: the day since when mails wait is that of the log below,
// which in Taipei is tomorrow in the evening of UTC.
func TestDigestsWaitInZone(t *testing.T) {
	h := cafe(t, account.Owner)
	h.jump(time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC))
	h.subscribe("k0")
	h.want(h.get("/admin/digests"), http.StatusOK, "1 mail waits, since 21 November 2026", "21 November 2026, 01:00")
}

// TestDigestAlertsInZone: an alert and its end are of the day that it is in the
// journey's zone, and trouble of that in the first journey's: in Taipei tomorrow
// in the evening of UTC.
func TestDigestAlertsInZone(t *testing.T) {
	h := cafe(t, account.Owner)
	h.jump(time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC))
	alerts := []store.Alert{
		{Key: "a", Kind: "fall", Journey: "dawn", Touchpoint: "queue", Day: 20770, Since: 20765, From: 57, To: 38, Answers: 40},
		{Key: "b", Kind: "behind", Day: 20777, Since: 20776, Answers: 3},
	}
	added, err := h.store.AddAlerts(t.Context(), alerts, func(store.Alert) (store.Event, bool) { return store.Event{}, false })
	if err != nil || len(added) != 2 {
		t.Fatal(len(added), err)
	}
	h.jump(time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC))
	for _, a := range added {
		if err := h.store.EndAlert(t.Context(), a.ID); err != nil {
			t.Fatal(err)
		}
	}
	for _, page := range []string{"/admin/digests", "/admin/digests/alerts"} {
		p := h.get(page)
		h.want(p, http.StatusOK, "21 November 2026", "23 November 2026")
		h.lacks(p, "20 November 2026", "22 November 2026")
	}
}

// TestDigestLog: fifty a page, the newest first, each once.
func TestDigestLog(t *testing.T) {
	h := cafe(t, account.Owner)
	m := h.subscribe("k0")
	for i := range 60 {
		if _, err := h.store.PostMails(t.Context(), []store.Mail{{
			Key: "n" + strconv.Itoa(i), Kind: store.NoticeMail, Subscription: m.sub.ID, Journey: "dawn", To: "reader" + strconv.Itoa(i) + "@example.com", Language: "en", Document: []byte("{}"),
		}}); err != nil {
			t.Fatal(err)
		}
	}
	h.want(h.get("/admin/digests"), http.StatusOK, "All mails", "reader59@example.com")
	p := h.get("/admin/digests/log")
	h.want(p, http.StatusOK, "reader59@example.com", "reader10@example.com")
	h.lacks(p, "reader9@example.com")
	_, rest, _ := strings.Cut(p.Body, `href="/admin/digests/log?cursor=`)
	older, _, _ := strings.Cut(rest, `"`)
	p = h.get("/admin/digests/log?cursor=" + older)
	h.want(p, http.StatusOK, "reader9@example.com", "chen@example.com", "Digest")
	h.lacks(p, "reader10@example.com", "Older ones")
	h.want(h.get("/admin/digests/log?cursor=x"), http.StatusUnprocessableEntity)
}

// TestDigestAlerts: the last alerts of what one is told of are told in words.
func TestDigestAlerts(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080")
	h.apply("testdata/cafe.yaml")
	dusk := append(slices.Clone(teams), "journey: dawn\n", "journey: dusk\n")
	for _, code := range []string{"soc22", "men22", "k7q2x", "kiosk2", "pay22", "dri22", "web22", "new22", "end22", "com22", "ema22"} {
		dusk = append(dusk, "code: "+code, "code: dusk"+code)
	}
	h.change(dusk...)
	h.change(teams...)
	h.signIn(account.Viewer)
	alerts := []store.Alert{
		{Key: "a", Kind: "fall", Journey: "dawn", Touchpoint: "queue", Day: 20770, Since: 20765, From: 57, To: 38, Answers: 40, Teams: []string{"floor"}},
		{Key: "b", Kind: "behind", Answers: 7},
		{Key: "c", Kind: "fall", Journey: "dawn", Touchpoint: "menu", Day: 20770, Since: 20765, From: 61, To: 42, Answers: 40, Teams: []string{"bar"}},
		{Key: "d", Kind: "fall", Journey: "dusk", Touchpoint: "queue", Day: 20770, Since: 20765, From: 77, To: 33, Answers: 40, Teams: []string{"floor"}},
	}
	raise := func(alerts ...store.Alert) {
		t.Helper()
		if _, err := h.store.AddAlerts(t.Context(), alerts, func(store.Alert) (store.Event, bool) { return store.Event{}, false }); err != nil {
			t.Fatal(err)
		}
	}
	raise(alerts...)
	const queue, menu, other, trouble = "“Queue” is falling: 57 → 38", "menu” is falling: 61 → 42", "“Queue” is falling: 77 → 33", "The installation itself"
	for _, page := range []string{"/admin/digests", "/admin/digests/alerts"} {
		h.lacks(h.get(page), queue, menu, other, trouble)
	}
	h.want(h.post("/admin/digests", digestForm("team", "floor", "alerts", "")), http.StatusSeeOther, "/admin/digests?did=kept")
	p := h.get("/admin/digests")
	h.want(p, http.StatusOK, queue)
	h.lacks(p, "texts have been waiting", "waiting to be read", menu, other, trouble, `href="/admin/digests/alerts"`)
	h.want(h.post("/admin/digests", digestForm("team", "")), http.StatusSeeOther, "/admin/digests?did=kept")
	p = h.get("/admin/digests/alerts")
	h.want(p, http.StatusOK, queue, menu)
	h.lacks(p, other, trouble, "November (Dawn Café") // which stands above
	if strings.Count(p.Body, queue) != 1 {
		t.Error("who subscribed twice reads it twice")
	}
	var many []store.Alert
	for i := range 20 {
		many = append(many, store.Alert{Key: fmt.Sprint("many", i), Kind: "rise", Journey: "dawn", Touchpoint: "pay", Day: 20780, Since: 20775, From: 50, To: 60, Answers: 40})
	}
	h.now = h.now.Add(time.Hour)
	raise(many...)
	p = h.get("/admin/digests")
	h.want(p, http.StatusOK, `href="/admin/digests/alerts"`)
	h.lacks(p, queue)
	if n := strings.Count(p.Body, "50 → 60"); n != 20 {
		t.Errorf("%d alerts", n)
	}
	h.want(h.get("/admin/digests/alerts"), http.StatusOK, "50 → 60", queue, menu)
	h.signIn(account.Owner)
	h.want(h.get("/admin/digests"), http.StatusOK, "50 → 60", `href="/admin/digests/alerts"`)
	h.want(h.get("/admin/digests/alerts"), http.StatusOK, "50 → 60", queue, menu, other, trouble, "have been waiting")
}

// TestDigestTwice: a double press of the form makes one subscription, another
// content another one.
func TestDigestTwice(t *testing.T) {
	h := cafe(t, account.Owner)
	before := len(h.subscriptions())
	m := regexp.MustCompile(`name="once" value="([^"]+)"`).FindStringSubmatch(h.get("/admin/digests/new?journey=dawn").Body)
	if m == nil {
		t.Fatal("the form is not told from others")
	}
	form := digestForm("mail", "ann@example.com", "once", m[1])
	for range 3 {
		h.want(h.post("/admin/digests", form), http.StatusSeeOther, "/admin/digests?did=kept")
	}
	if n := len(h.subscriptions()) - before; n != 1 {
		t.Errorf("%d subscriptions of one form", n)
	}
	form.Set("time", "11:11")
	h.want(h.post("/admin/digests", form), http.StatusSeeOther, "/admin/digests?did=kept")
	if n := len(h.subscriptions()) - before; n != 2 {
		t.Errorf("%d subscriptions of two forms", n)
	}
}
