package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/store"
)

type hookTold struct {
	ID, Name, Shape, URL, Secret string
	Types                        []string
	Journey, Language            *string
	Settings                     map[string]string
	Contacts, Enabled            bool
	Older                        *string `json:"older_secret_until"`
}

type deliveryTold struct {
	ID       int64
	Event    struct{ ID, Type string }
	State    string
	Attempts int
	Status   *int
	Trouble  *string
}

// TestWebhooksAPI: a program makes, changes, tries and deletes webhooks.
func TestWebhooksAPI(t *testing.T) {
	h := newHouse(t)
	admin := h.key(account.Admin)
	const hooks = "/api/v1/webhooks"
	ask := func(status int, method, path, body string) string {
		t.Helper()
		w := h.ask(method, path, body, "key", admin)
		if w.Code != status {
			t.Fatalf("%s %s: %d, want %d: %s", method, path, w.Code, status, w.Body)
		}
		return w.Body.String()
	}
	hook := func(s string) (v hookTold) {
		t.Helper()
		if err := json.Unmarshal([]byte(s), &v); err != nil {
			t.Fatal(err, s)
		}
		return v
	}
	if got := ask(200, "GET", hooks, ""); got != "{\"data\":[],\"next_cursor\":null}\n" {
		t.Errorf("%q", got)
	}
	made := hook(ask(201, "POST", hooks, `{"name":"Orders","url":"https://example.com/waymood?key=x","types":["alert.raised","response.created"],"journey":"cafe","contacts":true}`))
	if !strings.HasPrefix(made.Secret, "whsec_") || made.Shape != "standard" || !made.Enabled || !made.Contacts || made.Language != nil || *made.Journey != "cafe" {
		t.Errorf("%+v", made)
	}
	one := hooks + "/" + made.ID
	if got := ask(200, "GET", one, "") + ask(200, "GET", hooks, ""); strings.Contains(got, "whsec_") {
		t.Errorf("the secret is told again: %s", got)
	}
	turned := hook(ask(200, "POST", one+"/rotate", ""))
	if turned.Secret == made.Secret || turned.Older == nil || *turned.Older != noon.Add(24*time.Hour).Format("2006-01-02T15:04:05.000Z07:00") {
		t.Errorf("%+v", turned)
	}
	changed := hook(ask(200, "PATCH", one, `{"name":"Theirs","journey":null,"contacts":false,"enabled":false}`))
	if changed.Name != "Theirs" || changed.Journey != nil || changed.Contacts || changed.Enabled || changed.URL != made.URL || len(changed.Types) != 2 {
		t.Errorf("%+v", changed)
	}
	ask(409, "POST", one+"/test", "")
	if on := hook(ask(200, "PATCH", one, `{"enabled":true}`)); !on.Enabled {
		t.Errorf("%+v", on)
	}

	// A chat: its tokens come in and never out.
	chat := ask(201, "POST", hooks, `{"name":"Team","shape":"telegram","types":["alert.raised"],"language":"uk","settings":{"token":"123456:ABC-DEF1234ghIkl-SECRET57W2v1u123ew11","chat_id":"-1001","thread":"7"}}`)
	c := hook(chat)
	if strings.Contains(chat, "SECRET") || c.Secret != "" || c.URL != "https://api.telegram.org" || fmt.Sprint(c.Settings) != "map[chat_id:-1001 thread:7]" || *c.Language != "uk" {
		t.Errorf("%s", chat)
	}
	c = hook(ask(200, "PATCH", hooks+"/"+c.ID, `{"settings":{"thread":null,"chat_id":"-1002"}}`))
	if kept, err := h.store.Webhook(t.Context(), c.ID); err != nil || fmt.Sprint(kept.Settings) != "map[chat_id:-1002 token:123456:ABC-DEF1234ghIkl-SECRET57W2v1u123ew11]" {
		t.Error(err, kept)
	}
	// Who has an admin key reads no token by leading it to themselves.
	if got := ask(422, "PATCH", hooks+"/"+c.ID, `{"url":"https://evil.example.com"}`); !strings.Contains(got, "settings.token") {
		t.Error(got)
	}
	ask(422, "PATCH", hooks+"/"+c.ID, `{"url":"https://evil.example.com","settings":{"chat_id":"-1003"}}`)
	ask(200, "PATCH", hooks+"/"+c.ID, `{"url":"https://bots.example.com","settings":{"token":"123456:ABC-DEF1234ghIkl-SECRET57W2v1u123ew12"}}`)
	ask(200, "PATCH", hooks+"/"+c.ID, `{"url":"https://bots.example.com","name":"Same"}`)
	slack := ask(201, "POST", hooks, `{"name":"Slack","shape":"slack","url":"https://hooks.slack.com/services/SECRET","types":["alert.raised"]}`)
	if strings.Contains(slack, "SECRET") || hook(slack).URL != "https://hooks.slack.com/…" {
		t.Error(slack)
	}

	// A test, its log, and again.
	var d deliveryTold
	if err := json.Unmarshal([]byte(ask(202, "POST", one+"/test", "")), &d); err != nil || d.State != "waiting" || d.Event.Type != "test" || d.Status != nil {
		t.Errorf("%+v, %v", d, err)
	}
	again := fmt.Sprintf("%s/deliveries/%d/replay", one, d.ID)
	ask(202, "POST", again, "") // it is on its way
	claimed, err := h.store.ClaimDeliveries(t.Context(), made.ID, 1, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.SettleDelivery(t.Context(), made.ID, &claimed[0], store.Attempt{State: store.Failed, Status: 302, Trouble: "redirect", Took: time.Second}); err != nil {
		t.Fatal(err)
	}
	var list struct {
		Data []deliveryTold
		Next *string `json:"next_cursor"`
	}
	if err := json.Unmarshal([]byte(ask(200, "GET", one+"/deliveries?state=failed&limit=1", "")), &list); err != nil || len(list.Data) != 1 || *list.Data[0].Status != 302 || *list.Data[0].Trouble != "redirect" || list.Data[0].Event.ID != d.Event.ID || list.Next != nil {
		t.Errorf("%+v, %v", list, err)
	}
	ask(202, "POST", again, "")
	ask(422, "GET", one+"/deliveries?cursor=x", "")
	ask(422, "GET", one+"/deliveries?state=x", "")
	if got := ask(200, "GET", one+"/deliveries?state=failed", ""); got != "{\"data\":[],\"next_cursor\":null}\n" {
		t.Error(got)
	}

	// Pages.
	var seen []string
	next := ""
	for range 4 {
		var page struct {
			Data []hookTold
			Next *string `json:"next_cursor"`
		}
		if err := json.Unmarshal([]byte(ask(200, "GET", hooks+"?limit=1"+next, "")), &page); err != nil {
			t.Fatal(err)
		}
		for _, v := range page.Data {
			seen = append(seen, v.Name)
		}
		if page.Next == nil {
			break
		}
		next = "&cursor=" + *page.Next
	}
	if len(seen) != 3 {
		t.Errorf("a page at a time: %v", seen)
	}

	ask(204, "DELETE", one, "")
	for _, a := range []string{"GET " + one, "DELETE " + one, "POST " + one + "/rotate", "POST " + one + "/test", "GET " + one + "/deliveries", "POST " + again, "POST " + one + "/deliveries/x/replay"} {
		method, path, _ := strings.Cut(a, " ")
		ask(404, method, path, "")
	}
	ask(404, "PATCH", one, `{"name":"x"}`)
	if log := h.log.String(); strings.Contains(log, "SECRET") || strings.Contains(log, "whsec_") {
		t.Error("the log tells secrets")
	}
}

// TestWebhooksAPIWrong: what is wrong is told with its name.
func TestWebhooksAPIWrong(t *testing.T) {
	h := newHouse(t)
	admin := h.key(account.Admin)
	made := into[hookTold](t, h.ask("POST", "/api/v1/webhooks", `{"name":"a","url":"https://example.com/","types":["alert.raised"]}`, "key", admin))
	for _, c := range []struct {
		method, body string
		status       int
		wrong        string
	}{
		{"POST", `{`, 400, ""},
		{"POST", `[]`, 400, ""},
		{"POST", `{}`, 422, "url required, name length, types required"},
		{"POST", `{"name":"a","url":"https://example.com/","types":["alert.raised"],"shape":"pigeon"}`, 422, "shape unknown_shape"},
		{"POST", `{"name":1,"url":"https://example.com/","types":"x"}`, 422, "name wrong_type, types wrong_type, name length, types required"},
		{"POST", `{"name":"a","url":"http://169.254.169.254/","types":["alert.raised"]}`, 422, "url private_address"},
		{"POST", `{"name":"a","url":"file:///etc/passwd","types":["alert.raised"]}`, 422, "url bad_url"},
		{"POST", `{"name":"a","url":"http://example.com:25/","types":["alert.raised"]}`, 422, "url bad_port"},
		{"POST", `{"name":"a","url":"https://example.com/","types":["alert.raised","x"]}`, 422, "types unknown_type"},
		{"POST", `{"name":"a","url":"https://example.com/","types":["alert.raised"],"journey":"nowhere"}`, 422, "journey unknown_journey"},
		{"POST", `{"name":"a","url":"https://example.com/","types":["alert.raised"],"settings":{"token":"x"}}`, 422, "settings.token unknown_property"},
		{"POST", `{"name":"a","shape":"telegram","types":["alert.raised"],"settings":{"token":"1:x/../y"}}`, 422, "settings.token bad_form, settings.chat_id required"},
		{"POST", `{"name":"a","url":"https://example.com/","types":["alert.raised"],"enabled":true,"secret":"whsec_mine"}`, 422, "enabled unknown_property, secret unknown_property"},
		{"PATCH", `{"shape":"slack"}`, 422, "shape unknown_property"},
		{"PATCH", `{"enabled":"yes"}`, 422, "enabled wrong_type"},
		{"PATCH", `{"language":"de"}`, 422, "language unknown_language"},
		{"PATCH", `{"settings":{"contacts":"yes"}}`, 422, "settings.contacts unknown_property"},
		{"PATCH", `{"name":"` + strings.Repeat("名", 101) + `"}`, 422, "name length"},
	} {
		path := "/api/v1/webhooks"
		if c.method == "PATCH" {
			path += "/" + made.ID
		}
		w := h.ask(c.method, path, c.body, "key", admin)
		var got []string
		if w.Code == http.StatusUnprocessableEntity {
			for _, p := range into[problem](t, w).Params {
				got = append(got, p.Name+" "+p.Code)
			}
		}
		if w.Code != c.status || strings.Join(got, ", ") != c.wrong {
			t.Errorf("%s %s: %d %q, want %d %q", c.method, c.body, w.Code, got, c.status, c.wrong)
		}
	}
}
