package webhook

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

var update = flag.Bool("update", false, "write golden files anew")

var dawn = &journey.Journey{
	Key: "dawn", Name: survey.Wording{"zh-Hant": "晨曦咖啡・到店旅程", "zh-Hans": "晨曦咖啡・到店旅程", "uk": "Кав’ярня «Світанок»", "en": "Dawn Café"},
	Stages: []journey.Stage{{Key: "purchase", Touchpoints: []journey.Touchpoint{
		{Key: "queue", Name: survey.Wording{"zh-Hant": "排隊", "zh-Hans": "排队", "uk": "Черга", "en": "Queue"}, Placements: []journey.Placement{
			{Code: "k7q2x", Channel: journey.Kiosk, Place: survey.Wording{"zh-Hant": "門口", "zh-Hans": "门口", "uk": "Вхід", "en": "Door"}},
		}},
		{Key: "evil", Name: survey.Wording{"en": "@everyone *x* <!here>\r\nhttps://evil.example " + strings.Repeat("名", 5000)}},
	}}},
}

// happened are events of every type, by what they show.
func happened() map[string]Happened {
	queue := Place{Journey: "dawn", Stage: "purchase", Touchpoint: "queue"}
	x := func(f float64) *float64 { return &f }
	all := map[string]Happened{}
	add := func(name, kind string, data any) {
		b, err := json.Marshal(data)
		if err != nil {
			panic(err)
		}
		all[name] = Happened{ID: "0193a1b2-0000-4000-8000-000000000001", Type: kind, Journey: dawn, Data: b}
	}
	answer := func(rating any, mood any) any {
		return map[string]any{"response_id": "0193a1b2-0000-4000-8000-00000000000f", "journey": "dawn", "stage": "purchase", "touchpoint": "queue", "rating": rating, "mood": mood,
			"text": "等太久了 call 0912-345-678", "answers": map[string]any{"comment": "等太久了 call 0912-345-678", "mail": "ann@example.com"}}
	}
	add("an unhappy answer", "response.created", answer(2, 25.0))
	add("a happy answer", "response.created", answer(4, 75.0))
	add("an answer that is neither", "response.created", answer(3, 50.0))
	add("an answer without a score", "response.created", answer(nil, nil))
	add("unhappy words without a rating", "response.scored", answer(nil, 12.0))
	add("words with a rating", "response.scored", answer(2, 20.0))
	for _, lost := range []float64{0.3, 1, 3.4, 8.26, 21} {
		add(fmt.Sprintf("a pain of %g", lost), "pain.raised", Pain{Place: queue, Mood: 37.5, PointsLost: lost, Level: "hurts"})
	}
	add("a change down", "change.confirmed", Change{Place: queue, From: 56.58, To: 37.5})
	add("a change up", "change.confirmed", Change{Place: queue, From: 37.5, To: 56.58})
	add("an alert down", "alert.raised", Alert{Place: queue, Direction: "fall", Since: "2026-11-03", From: 56.6, To: 41.2})
	add("an alert up", "alert.raised", Alert{Place: queue, Direction: "rise", Since: "2026-11-03", From: 41.2, To: 56.6})
	add("silence", "touchpoint.silent", Silence{Place: queue, Since: "2026-11-03", Usual: 4.2})
	add("silence at a placement", "touchpoint.silent", Silence{Place: queue, Placement: "k7q2x", Since: "2026-11-03", Usual: 4.2})
	add("silence at a placement that is gone", "touchpoint.silent", Silence{Place: queue, Placement: "gone", Since: "2026-11-03", Usual: 4.2})
	add("silence everywhere", "touchpoint.silent", Silence{Place: Place{Journey: "dawn"}, Since: "2026-11-03", Usual: 4.2})
	add("a verdict: worked", "action.verdict", Verdict{Place: queue, Action: 12, Title: "A second till", Verdict: "worked", Effect: x(22.87), Low: x(10.9), High: x(34.9)})
	add("a verdict: worse", "action.verdict", Verdict{Place: queue, Action: 12, Title: "A second till", Verdict: "worse", Effect: x(-12.2), Low: x(-20), High: x(-3)})
	add("a verdict: none", "action.verdict", Verdict{Place: queue, Action: 12, Title: "A second till", Verdict: "none", Effect: x(0.3), Low: x(-5), High: x(6)})
	add("a verdict: open", "action.verdict", Verdict{Place: queue, Action: 12, Title: "A second till", Verdict: "open"})
	add("a touchpoint that is gone", "change.confirmed", Change{Place: Place{"dawn", "purchase", "gone"}, From: 60, To: 40})
	all["a test"] = Happened{Type: "test", Data: []byte(`{"webhook":"Team"}`)}
	return all
}

// TestSay holds what chats are told to a golden file, which is there to be
// read, and to what must never be told.
func TestSay(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	public, _ := url.Parse("https://mood.example.com")
	events := happened()
	var names []string
	for name := range events {
		names = append(names, name)
	}
	slices.Sort(names)
	var b strings.Builder
	for _, lang := range survey.Languages {
		fmt.Fprintf(&b, "# %s\n", lang)
		for _, name := range names {
			e := events[name]
			m, ok, err := e.Say(catalog.In(lang), public)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				fmt.Fprintf(&b, "%s: nothing\n", name)
				continue
			}
			fmt.Fprintf(&b, "%s: %s\n  [%s] %s\n", name, m.Text, m.Label, m.Link)
			for _, never := range []string{"等太久", "0912", "ann@", "hook.tell", "{{", "\n"} {
				if strings.Contains(m.Text, never) {
					t.Errorf("%s in %s tells %q: %s", name, lang, never, m.Text)
				}
			}
		}
	}
	golden := filepath.Join("testdata", "told.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("told otherwise than in %s (-update writes it anew):\n%s", golden, d)
	}
}

// TestSayHostile: names cannot mention, link, break lines or push figures out.
func TestSayHostile(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	public, _ := url.Parse("https://mood.example.com")
	b, err := json.Marshal(Change{Place: Place{"dawn", "purchase", "evil"}, From: 60, To: 40})
	if err != nil {
		t.Fatal(err)
	}
	h := Happened{Type: "change.confirmed", Journey: dawn, Data: b}
	m, ok, err := h.Say(catalog.In("en"), public)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if strings.Contains(m.Text, "@everyone") || strings.Contains(m.Text, "://") || strings.Contains(m.Text, "\n") || !strings.Contains(m.Text, "60 → 40") || letters(m.Text) > 250 {
		t.Errorf("%q", m.Text)
	}
	for _, data := range []string{"", "null[", `{"from":"x"}`} {
		h.Data = []byte(data)
		if _, _, err := h.Say(catalog.In("en"), public); err == nil {
			t.Errorf("%q is no data of a change, and is told", data)
		}
	}
}
