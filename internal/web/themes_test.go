package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/theme"
)

// TestThemes tells themes on the map and finds the answers that name them.
func TestThemes(t *testing.T) {
	reader, err := theme.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, func(c *Config) { c.Themes = reader.Themes() })
	h.ratings(map[string][]int{"queue": {0, 5, 10, 15, 0}}, noon.AddDate(0, 0, -1))
	var first string
	say := func(rating int, text string, times int) {
		for range times {
			w := h.ask("POST", "/api/v1/responses", fmt.Sprintf(`{"code":"k7q2x","answers":{"rating":%d,"comment":%q},"answered_at":%q}`, rating, text, noon.Add(-time.Hour).Format(time.RFC3339)), "key", h.write)
			if w.Code != http.StatusCreated {
				t.Fatal(w.Body)
			}
			if first == "" {
				first = into[struct {
					ID string `json:"id"`
				}](t, w).ID
			}
		}
	}
	say(5, "bad queue and I said so", 1)
	say(1, "bad queue, call me at 0912-345-678", 11)
	say(2, "bad price and a long queue", 3)
	say(1, "bad wifi in here", 3)
	say(5, "what kind staff you have", 4)
	storetest.Read(t, h.store)

	m := into[map[string]any](t, h.ask("GET", "/api/v1/journeys/cafe/map?lang=en", "", "key", h.read))
	queue := "stages.2.touchpoints.0."
	for path, want := range map[string]any{
		"themes.0.key": "queue", "themes.0.label": "queue", "themes.0.answers": 15.0, "stages.2.themes.0.answers": 15.0,
		queue + "themes.0.answers": 15.0, queue + "themes.0.share_of_answers": 15.0 / 52, queue + "themes.0.share_of_texts": 15.0 / 22,
		"pain_points.0.touchpoint": "queue", "pain_points.0.themes.0.key": "queue",
	} {
		if got := at(m, path); !like(got, want) {
			t.Errorf("%s is %v, not %v", path, got, want)
		}
	}
	if low, high := at(m, queue+"themes.0.share_low").(float64), at(m, queue+"themes.0.share_high").(float64); low <= 0.1 || low >= 15.0/52 || high <= 15.0/52 || high >= 0.5 {
		t.Errorf("the share lies between %v and %v", low, high)
	}
	if pains := at(m, "pain_points.0.themes").([]any); len(pains) != 2 {
		t.Errorf("a pain has the themes %v", pains)
	}
	if got := at(m, queue+"themes.1.pull").(float64); got >= 0 || at(m, queue+"themes.1.key") != "staff" {
		t.Errorf("the second theme is %v", at(m, queue+"themes.1"))
	}

	count := func(query string) int {
		t.Helper()
		w := h.ask("GET", "/api/v1/responses?"+query, "", "key", h.read)
		if w.Code != http.StatusOK {
			t.Fatal(query, w.Body)
		}
		return len(into[struct{ Data []any }](t, w).Data)
	}
	for query, want := range map[string]int{
		"theme=queue": 15, "theme=queue&journey=cafe&touchpoint=pay": 0, "theme=price": 3, "mixed=true": 1, "mixed=false": 52,
		"sentiment=negative": 18, "sentiment=positive": 4, "sentiment=neutral": 0, "theme=queue&mixed=true&sentiment=negative": 1,
	} {
		if got := count(query); got != want {
			t.Errorf("%s: %d answers, want %d", query, got, want)
		}
	}
	for query, name := range map[string]string{"theme=owls": "theme", "mixed=perhaps": "mixed", "sentiment=angry": "sentiment"} {
		if w := h.ask("GET", "/api/v1/responses?"+query, "", "key", h.read); w.Code != 422 || !strings.Contains(w.Body.String(), `"name":"`+name+`"`) {
			t.Errorf("%s: %d %s", query, w.Code, w.Body)
		}
	}

	err = h.store.Judge(context.Background(), uuid.MustParse(first), store.Judgement{Sentiment: mood.TextPositive, NotAbout: []string{"queue"}, Author: "u", At: noon})
	if err != nil {
		t.Fatal(err)
	}
	list := into[map[string]any](t, h.ask("GET", "/api/v1/responses?sentiment=positive&limit=1000", "", "key", h.read))
	one := at(list, "data").([]any)[4]
	for path, want := range map[string]any{"response_id": first, "judged.sentiment_label": "positive", "judged.not_about.0": "queue", "judged.at": "2026-11-20T04:00:00.000Z"} {
		if got := at(one, path); got != want {
			t.Errorf("%s is %v, not %v", path, got, want)
		}
	}
	if got := at(one, "themes").([]any); len(got) != 0 {
		t.Errorf("themes are %v", got)
	}
}

// TestHidden hides contacts from all keys but admin ones.
func TestHidden(t *testing.T) {
	h := newHouse(t)
	for range 5 {
		w := h.ask("POST", "/api/v1/responses", `{"code":"k7q2x","answers":{"rating":1,"comment":"so bad, call me at 0912-345-678 please"},"fields":{"order":"0912-345-679"}}`, "key", h.write)
		if w.Code != http.StatusCreated {
			t.Fatal(w.Body)
		}
	}
	for _, target := range []string{"/api/v1/responses", "/api/v1/journeys/cafe/map", "/api/v1/journeys/cafe/curve.svg"} {
		for scope, key := range map[string]string{"read": h.read, "write": h.write, "admin": h.key(account.Admin)} {
			body := h.ask("GET", target, "", "key", key).Body.String()
			if !strings.Contains(body, "so bad") && target != "/api/v1/journeys/cafe/curve.svg" {
				t.Errorf("%s with %s has no text", target, scope)
			}
			if seen := strings.Contains(body, "0912"); seen != (scope == "admin" && target != "/api/v1/journeys/cafe/curve.svg") {
				t.Errorf("%s with %s shows contacts: %v", target, scope, seen)
			}
		}
	}
}
