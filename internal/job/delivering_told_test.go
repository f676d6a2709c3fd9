package job

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/webhook"
)

// answers keeps an answer and is its id.
func (f *fixture) answer(t *testing.T, answers survey.Answers) uuid.UUID {
	t.Helper()
	r := &survey.Response{ID: uuid.New(), Code: "queue-qr", Answers: answers, Language: "en", AnsweredAt: f.clock.now(), ReceivedAt: f.clock.now(), Trusted: true}
	if _, err := f.s.AddResponse(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	return r.ID
}

// members are the names of all members of a JSON value, with those above them.
func members(v any, above string) []string {
	var list []string
	if m, ok := v.(map[string]any); ok {
		for name, v := range m {
			list = append(append(list, above+name), members(v, above+name+".")...)
		}
	}
	slices.Sort(list)
	return list
}

// TestDeliveringAsDocumented: what is sent of an answer is what docs/webhooks.md
// shows, member for member.
func TestDeliveringAsDocumented(t *testing.T) {
	guide, err := os.ReadFile("../../docs/webhooks.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)### response.created\n.*?```json\n(.*?)```").FindSubmatch(guide)
	if example == nil {
		t.Fatal("there is no example of response.created")
	}
	var shown, sent map[string]any
	if err := json.Unmarshal(example[1], &shown); err != nil {
		t.Fatal(err)
	}
	f := newFixture(t, t.TempDir()+"/waymood.db")
	var w *store.Webhook
	e := newEndpoint(t, func() string { return w.Secret }, func(http.ResponseWriter, *http.Request, int) {})
	w = f.hook(t, e.URL, store.ResponseCreated)
	f.answer(t, survey.Answers{"rating": 2, "comment": "The queue was long, call 0912-345-678"})
	f.delivering.Pass(t.Context())
	if len(e.said) != 1 {
		t.Fatalf("%d were told", len(e.said))
	}
	if err := json.Unmarshal([]byte(e.said[0]), &sent); err != nil {
		t.Fatal(err)
	}
	if got, want := members(sent, ""), members(shown, ""); !slices.Equal(got, want) {
		t.Errorf("sent are %v\nshown are %v", got, want)
	}
	if strings.Contains(e.said[0], "0912") {
		t.Error("a contact is told")
	}
}

// chat is an endpoint of any chat program, which keeps what it was told.
type chat struct {
	*httptest.Server
	mu    sync.Mutex
	told  []string
	reply string
}

func newChat(t *testing.T, reply string) *chat {
	c := &chat{reply: reply}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		c.mu.Lock()
		c.told = append(c.told, string(b))
		c.mu.Unlock()
		_, _ = io.WriteString(w, c.reply)
	}))
	t.Cleanup(c.Close)
	return c
}

// TestDeliveringChats tells every chat program of an unhappy answer and nothing of
// a happy one: figures and a link, no words and no contacts.
func TestDeliveringChats(t *testing.T) {
	f := newFixture(t, t.TempDir()+"/waymood.db")
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	f.delivering.Catalog = catalog
	f.delivering.PublicURL, _ = url.Parse("https://mood.example.com")
	settings := map[webhook.Shape]map[string]string{
		webhook.Telegram: {"token": "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11", "chat_id": "-1001"},
		webhook.LINE:     {"token": "token", "to": "C4af4980629aaaaaaaaaaaaaaaaaaaaaa"},
		webhook.Feishu:   {"sign": "secret"},
	}
	refusals := map[webhook.Shape]string{webhook.WeCom: `{"errcode":93000}`, webhook.Feishu: `{"code":19021}`, webhook.Telegram: `{"ok":false,"error_code":400}`}
	chats, hooks := map[webhook.Shape]*chat{}, map[webhook.Shape]*store.Webhook{}
	for _, s := range webhook.Shapes() {
		if !s.Chat() {
			continue
		}
		chats[s] = newChat(t, "ok")
		hooks[s], err = f.s.AddWebhook(t.Context(), store.Webhook{
			Name: "Team", URL: chats[s].URL + "/in", Shape: string(s), Types: []string{store.ResponseCreated, store.ResponseScored}, Language: "uk", Settings: settings[s],
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	id := f.answer(t, survey.Answers{"rating": 1, "comment": "CANARY words, call 0912-345-678"})
	f.answer(t, survey.Answers{"rating": 5, "comment": "CANARY praise"})
	f.delivering.Pass(t.Context())
	for s, c := range chats {
		if len(c.told) != 1 {
			t.Fatalf("%s was told %d times", s, len(c.told))
		}
		said := strings.NewReplacer(`\\`, "", `\-`, "-").Replace(c.told[0])
		if !strings.Contains(said, "Невдоволена відповідь") || !strings.Contains(said, "Queue") || !strings.Contains(said, "https://mood.example.com/admin/journeys/cafe/responses?touchpoint=queue#a-"+id.String()) {
			t.Errorf("%s is told %s", s, c.told[0])
		}
		for _, never := range []string{"CANARY", "0912", "queue-qr"} {
			if strings.Contains(c.told[0], never) {
				t.Errorf("%s is told %q", s, never)
			}
		}
		if got := f.states(t, hooks[s]); got[store.Sent] != 1 || got[store.Unneeded] != 1 {
			t.Errorf("%s: %v", s, got)
		}
	}
	// A refusal with status 200 is one; its code is kept.
	for s, reply := range refusals {
		chats[s].mu.Lock()
		chats[s].reply = reply
		chats[s].mu.Unlock()
		if _, err := f.s.TryWebhook(t.Context(), hooks[s].ID, ""); err != nil {
			t.Fatal(err)
		}
	}
	f.delivering.Pass(t.Context())
	for s := range refusals {
		list, _, err := f.s.Deliveries(t.Context(), store.DeliveryQuery{Webhook: hooks[s].ID})
		if err != nil {
			t.Fatal(err)
		}
		// A test is tried once.
		if d := list[0]; d.State != store.Failed || d.Status != 200 || !strings.Contains(d.Trouble, "code ") || d.Event.Type != store.TestEvent || d.Attempts != 1 {
			t.Errorf("%s: %+v", s, d)
		}
	}
}
