package web

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/survey"
)

// toldAction is an action as programs read it.
type toldAction struct {
	ID       int64
	State    string
	Owner    string
	Revision int64
	LiveOn   *string `json:"live_on"`
	Evidence *struct {
		Answers int64
		Quotes  []string
	}
	Outcome *struct {
		Verdict       *string
		Final         bool
		Until         string
		AnswersBefore int64 `json:"answers_before"`
		Measured      *struct{ Before, After, Effect float64 }
	}
}

const till = `{"journey":"cafe","touchpoint":"queue","title":"Second till","owner":"floor","due":"2026-12-05"%s}`

// TestActionsOfPrograms takes an action up, walks it to its outcome and lists it.
func TestActionsOfPrograms(t *testing.T) {
	h := newHouse(t)
	rate := func(code string, days int, marks ...int) {
		var rs []*survey.Response
		for _, mark := range marks {
			at := noon.AddDate(0, 0, -days)
			rs = append(rs, &survey.Response{ID: uuid.New(), Code: code, Answers: survey.Answers{"rating": mark}, Language: "en", AnsweredAt: at, ReceivedAt: at, Trusted: true})
		}
		for _, added := range h.store.AddResponses(context.Background(), rs) {
			if added.Err != nil {
				t.Fatal(added.Err)
			}
		}
	}
	spot, err := h.store.Spot(t.Context(), "k7q2x")
	if err != nil {
		t.Fatal(err)
	}
	queue := spot.Touchpoint.Key
	rate("k7q2x", 40, 1, 1, 2, 2, 3, 3)
	rate("k7q2x", 4, 5, 5, 5, 5, 4, 5)
	body := strings.ReplaceAll(fmt.Sprintf(till, `,"expected":3.5,"checklist":[{"text":"ask"}],"told":{"text":{"en":"Done."}},"evidence":true`), `"queue"`, `"`+queue+`"`)
	w := h.ask("POST", "/api/v1/actions", body, "key", h.write)
	made := into[toldAction](t, w)
	if w.Code != 201 || w.Header().Get("Location") != "/api/v1/actions/1" || made.State != "planned" || made.Evidence == nil || made.Evidence.Answers != 6 {
		t.Fatal(w.Code, w.Body)
	}
	patch := func(body string) toldAction {
		t.Helper()
		w := h.ask("PATCH", "/api/v1/actions/1", body, "key", h.write)
		if w.Code != 200 {
			t.Fatal(w.Code, w.Body)
		}
		return into[toldAction](t, w)
	}
	if got := patch(`{"revision":1,"step":"begin","owner":"Mei"}`); got.State != "doing" || got.Owner != "Mei" || got.Revision != 2 {
		t.Errorf("%+v", got)
	}
	got := patch(`{"revision":2,"step":"live","live_on":"2026-11-10"}`)
	if o := got.Outcome; got.State != "live" || o == nil || o.Verdict != nil || o.Final || o.Until != "2026-12-08" || o.AnswersBefore != 6 || o.Measured == nil || o.Measured.Before >= o.Measured.After {
		t.Errorf("%+v", got)
	}
	type page struct {
		Data []toldAction
		Next *string `json:"next_cursor"`
	}
	for range 2 {
		if w := h.ask("POST", "/api/v1/actions", strings.ReplaceAll(fmt.Sprintf(till, ""), `"queue"`, `"`+queue+`"`), "key", h.write); w.Code != 201 {
			t.Fatal(w.Code, w.Body)
		}
	}
	first := into[page](t, h.ask("GET", "/api/v1/actions?journey=cafe&limit=2", "", "key", h.read))
	if len(first.Data) != 2 || first.Next == nil || first.Data[0].Outcome != nil {
		t.Fatalf("%+v", first)
	}
	second := into[page](t, h.ask("GET", "/api/v1/actions?journey=cafe&limit=2&cursor="+*first.Next, "", "key", h.read))
	if len(second.Data) != 1 || second.Next != nil || second.Data[0].ID != 3 {
		t.Errorf("%+v", second)
	}
	for query, want := range map[string]int{"state=live": 1, "state=planned": 2, "owner=floor": 2, "touchpoint=" + queue: 3, "touchpoint=x": 0, "owner=Mei&state=live": 1} {
		if got := into[page](t, h.ask("GET", "/api/v1/actions?"+query, "", "key", h.read)); len(got.Data) != want {
			t.Errorf("%s: %d actions", query, len(got.Data))
		}
	}
}

// TestActionsRefusedToPrograms: what is wrong is told by its name, and nothing
// is kept.
func TestActionsRefusedToPrograms(t *testing.T) {
	h := newHouse(t)
	for what, c := range map[string]struct {
		method, path, body, key string
		status                  int
		says                    string
	}{
		"without a key":         {"POST", "", fmt.Sprintf(till, ""), "", 401, ""},
		"with a reader's key":   {"POST", "", fmt.Sprintf(till, ""), h.read, 403, ""},
		"a list without a key":  {"GET", "", "", "", 401, ""},
		"no such journey":       {"POST", "", strings.Replace(fmt.Sprintf(till, ""), "cafe", "nowhere", 1), h.write, 422, `"name":"journey"`},
		"no such touchpoint":    {"POST", "", strings.Replace(fmt.Sprintf(till, `,"evidence":true`), `"queue"`, `"nowhere"`, 1), h.write, 422, `"name":"touchpoint"`},
		"no title":              {"POST", "", strings.Replace(fmt.Sprintf(till, ""), "Second till", " ", 1), h.write, 422, `"name":"title"`},
		"no date":               {"POST", "", strings.Replace(fmt.Sprintf(till, ""), "2026-12-05", "soon", 1), h.write, 422, `"name":"due"`},
		"a number for a text":   {"POST", "", strings.Replace(fmt.Sprintf(till, ""), `"floor"`, `7`, 1), h.write, 422, `"name":"owner"`},
		"null for a text":       {"POST", "", strings.Replace(fmt.Sprintf(till, ""), `"floor"`, `null`, 1), h.write, 422, `"name":"owner"`},
		"a state of its own":    {"POST", "", fmt.Sprintf(till, `,"state":"measured"`), h.write, 422, `"name":"state"`},
		"an outcome of its own": {"POST", "", fmt.Sprintf(till, `,"outcome":{}`), h.write, 422, `"name":"outcome"`},
		"told too much":         {"POST", "", fmt.Sprintf(till, `,"told":{"text":{"en":"`+strings.Repeat("x", 281)+`"}}`), h.write, 422, `"name":"told.en"`},
		"twice":                 {"POST", "", fmt.Sprintf(till, `,"title":"x"`), h.write, 400, "twice"},
		"broken":                {"POST", "", `{"title"`, h.write, 400, ""},
		"no object":             {"POST", "", `[]`, h.write, 400, ""},
		"no such action":        {"GET", "/9", "", h.read, 404, ""},
		"no number":             {"GET", "/x", "", h.read, 404, ""},
		"changing none":         {"PATCH", "/9", `{"revision":1}`, h.write, 404, ""},
		"a misspelt filter":     {"GET", "?jorney=cafe", "", h.read, 422, "jorney"},
		"a wrong state":         {"GET", "?state=done", "", h.read, 422, `"name":"state"`},
		"a wrong cursor":        {"GET", "?cursor=abc", "", h.read, 422, `"name":"cursor"`},
		"a wrong journey":       {"GET", "?journey=nowhere", "", h.read, 404, ""},
	} {
		w := h.ask(c.method, "/api/v1/actions"+c.path, c.body, "key", c.key)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %s, want %d with %q", what, w.Code, w.Body, c.status, c.says)
		}
	}
	if all := h.ask("GET", "/api/v1/actions", "", "key", h.read).Body.String(); !strings.Contains(all, `"data":[]`) {
		t.Errorf("something was kept: %s", all)
	}
	spot, err := h.store.Spot(t.Context(), "k7q2x")
	if err != nil {
		t.Fatal(err)
	}
	if w := h.ask("POST", "/api/v1/actions", strings.Replace(fmt.Sprintf(till, ""), "queue", spot.Touchpoint.Key, 1), "key", h.write); w.Code != 201 {
		t.Fatal(w.Code, w.Body)
	}
	for body, c := range map[string]struct {
		status int
		says   string
	}{
		`{"owner":"Mei"}`:                               {422, `"name":"revision"`},
		`{"revision":7,"owner":"Mei"}`:                  {409, ""},
		`{"revision":1,"touchpoint":"drink"}`:           {422, `"name":"touchpoint"`},
		`{"revision":1,"step":"withdraw"}`:              {409, ""},
		`{"revision":1,"step":"measure"}`:               {422, `"name":"step"`},
		`{"revision":1,"step":"drop"}`:                  {422, `"name":"reason"`},
		`{"revision":1,"step":"live"}`:                  {422, `"name":"live_on"`},
		`{"revision":1,"step":"live","live_on":"2020"}`: {422, `"name":"live_on"`},
		`{"revision":1,"expected":101}`:                 {422, `"name":"expected"`},
		`{"revision":1,"expected":1e999}`:               {422, `"name":"expected"`},
		`{"revision":1,"checklist":"all of it"}`:        {422, `"name":"checklist"`},
		`{"revision":"1","owner":"Mei"}`:                {422, `"name":"revision"`},
	} {
		if w := h.ask("PATCH", "/api/v1/actions/1", body, "key", h.write); w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %s, want %d with %q", body, w.Code, w.Body, c.status, c.says)
		}
	}
}
