package web

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"os"
	"testing"
	"time"
)

// ratings posts counts of 1..5 by touchpoint as one answer each, on one day.
func (h *house) ratings(counts map[string][]int, day time.Time) {
	h.t.Helper()
	codes := map[string]string{"social": "soc22", "menu": "men22", "queue": "k7q2x", "pay": "pay22", "drink": "dri22", "complaint": "com22", "email": "ema22"}
	var items []map[string]any
	send := func() {
		b, _ := json.Marshal(map[string]any{"responses": items})
		w := h.ask("POST", "/api/v1/responses/batch", string(b), "key", h.write)
		got := into[struct{ Results []struct{ Status int } }](h.t, w)
		for i, r := range got.Results {
			if r.Status != http.StatusCreated {
				h.t.Fatalf("item %d: %s", i, w.Body)
			}
		}
		items = nil
	}
	for key, n := range counts {
		for mark, times := range n {
			for range times {
				items = append(items, map[string]any{
					"code": codes[key], "answers": map[string]any{"rating": mark + 1}, "answered_at": day.Format(time.RFC3339),
				})
				if len(items) == 200 {
					send()
				}
			}
		}
	}
	if len(items) > 0 {
		send()
	}
}

// TestMapOfTheCafe sends the café's answers through the API and holds the map
// to the worked figures.
func TestMapOfTheCafe(t *testing.T) {
	h := newHouse(t)
	src, err := os.ReadFile("testdata/cafe.json")
	if err != nil {
		t.Fatal(err)
	}
	var counts struct{ Current, Previous map[string][]int }
	if err := json.Unmarshal(src, &counts); err != nil {
		t.Fatal(err)
	}
	h.ratings(counts.Current, noon.AddDate(0, 0, -10))
	h.ratings(counts.Previous, noon.AddDate(0, 0, -40))

	w := h.ask("GET", "/api/v1/journeys/cafe/map?lang=en", "", "key", h.read)
	if w.Code != http.StatusOK {
		t.Fatal(w.Body)
	}
	var m map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]any{
		"journey": "cafe", "name": "Dawn Café", "answers": 226.0, "quarantined": 0.0, "coverage": 0.9565,
		"period.from": "2026-10-24", "period.to": "2026-11-21", "period.timezone": "Asia/Taipei",
		"mood.value": 58.9661, "mood.low": 54.99, "mood.high": 62.945,
		"stages.2.key": "purchase", "stages.2.answers": 90.0, "stages.2.coverage": 1.0, "stages.2.mood.value": 55.5,
		"stages.2.touchpoints.0.key": "queue", "stages.2.touchpoints.0.name": "Queue", "stages.2.touchpoints.0.answers": 40.0,
		"stages.2.touchpoints.0.evidence": "solid", "stages.2.touchpoints.0.mood.value": 37.5,
		"stages.2.touchpoints.0.mood.low": 27.13, "stages.2.touchpoints.0.mood.high": 47.87,
		"stages.2.touchpoints.0.unhappy": 0.55, "stages.2.touchpoints.0.happy": 0.275,
		"stages.2.touchpoints.0.kpi.csat.value": 0.275, "stages.2.touchpoints.0.kpi.csat.answers": 40.0,
		"stages.2.touchpoints.0.text.waiting": 0.0,
		"stages.2.touchpoints.0.change.from":  56.58, "stages.2.touchpoints.0.change.to": 37.5,
		"stages.2.touchpoints.0.change.p_adjusted": 0.0438, "stages.2.touchpoints.0.change.confirmed": true,
		"stages.2.pain_points.0.touchpoint": "queue", "stages.2.pain_points.0.worst": 1.0,
		"stages.1.pain_points.0.worst": nil, "stages.5.mood": nil, "stages.5.touchpoints.0.mood": nil,
		"stages.5.touchpoints.0.evidence": "none",
		"pain_points.0.rank":              1.0, "pain_points.0.touchpoint": "queue", "pain_points.0.points_lost": 8.2615,
		"pain_points.0.priority": 8.2615, "pain_points.0.below_target": 1.0, "pain_points.0.worst": 0.803,
		"pain_points.0.confidence": "likely", "pain_points.0.level": "hurts",
		"pain_points.1.touchpoint": "menu", "pain_points.1.points_lost": 6.9356, "pain_points.2.touchpoint": "social",
		"watch.0.touchpoint": "complaint", "watch.0.answers": 8.0,
		"delights.0.touchpoint": "drink", "delights.0.probability": 0.9986,
	} {
		if got := at(m, path); !like(got, want) {
			t.Errorf("%s is %v, not %v", path, got, want)
		}
	}
	if n := len(at(m, "pain_points").([]any)); n != 3 {
		t.Errorf("%d pains", n)
	}

	w = h.ask("GET", "/api/v1/journeys/cafe/pain-points", "", "key", h.read)
	var pains struct{ Data []struct{ Touchpoint string } }
	if err := json.Unmarshal(w.Body.Bytes(), &pains); err != nil || len(pains.Data) != 3 || pains.Data[0].Touchpoint != "queue" {
		t.Errorf("pain points: %s", w.Body)
	}

	// A filter tells no change; a narrower period has fewer answers.
	w = h.ask("GET", "/api/v1/journeys/cafe/map?channel=qr&from=2026-11-01&to=2026-11-21", "", "key", h.read)
	m = into[map[string]any](t, w)
	if got := at(m, "answers"); got != 140.0 {
		t.Errorf("%v answers by QR code", got)
	}
	if got := at(m, "stages.2.touchpoints.0.change"); got != nil {
		t.Errorf("change under a filter: %v", got)
	}
	if got := at(m, "filter.channel"); got != "qr" {
		t.Errorf("filter %v", at(m, "filter"))
	}
	if got := into[map[string]any](t, h.ask("GET", "/api/v1/journeys/cafe/map?to=2026-10-24", "", "key", h.read)); at(got, "answers") != 223.0 {
		t.Errorf("the period before has %v answers", at(got, "answers"))
	}
}

// at follows a path of keys and indexes.
func at(v any, path string) any {
	for len(path) > 0 {
		name := path
		path = ""
		for i := range name {
			if name[i] == '.' {
				name, path = name[:i], name[i+1:]
				break
			}
		}
		switch in := v.(type) {
		case map[string]any:
			v = in[name]
		case []any:
			var i int
			if _, err := fmt.Sscan(name, &i); err != nil || i >= len(in) {
				return fmt.Errorf("no %s", name)
			}
			v = in[i]
		default:
			return fmt.Errorf("no %s in %v", name, v)
		}
	}
	return v
}

// like compares numbers to the digits that are written down.
func like(got, want any) bool {
	g, ok1 := got.(float64)
	w, ok2 := want.(float64)
	if ok1 && ok2 {
		tolerance := 1e-4
		if w > 20 && w != 58.9661 {
			tolerance = 1e-2
		}
		return math.Abs(g-w) <= tolerance
	}
	return got == want
}
