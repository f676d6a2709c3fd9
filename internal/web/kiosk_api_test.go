package web

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// kiosk makes the key of a registered kiosk.
func (h *house) kiosk(code string) string {
	h.t.Helper()
	_, secret, err := h.store.AddKiosk(h.t.Context(), "till", code, time.Time{})
	if err != nil {
		h.t.Fatal(err)
	}
	return secret
}

// batch sends items and returns their statuses.
func (h *house) batch(sentAt string, items []string, headers ...string) []int {
	h.t.Helper()
	body := `{"responses":[` + strings.Join(items, ",") + `]`
	if sentAt != "" {
		body += `,"sent_at":"` + sentAt + `"`
	}
	w := h.ask("POST", "/api/v1/responses/batch", body+"}", headers...)
	if w.Code != 200 {
		h.t.Fatalf("%d %s", w.Code, w.Body)
	}
	var statuses []int
	for _, r := range into[struct{ Results []struct{ Status int } }](h.t, w).Results {
		statuses = append(statuses, r.Status)
	}
	return statuses
}

// stored is every answer by its id.
func (h *house) stored() map[string]store.Record {
	h.t.Helper()
	all, _, err := h.store.Responses(h.t.Context(), store.Query{Journey: "cafe", Limit: 1000})
	if err != nil {
		h.t.Fatal(err)
	}
	by := map[string]store.Record{}
	for _, r := range all {
		by[r.ID.String()] = r
	}
	return by
}

// TestKioskKey holds what the key of a tablet may do: answer at its placement.
func TestKioskKey(t *testing.T) {
	h := newHouse(t)
	key := h.kiosk("PAY22")
	here, elsewhere := `{"code":"pay22","answers":{"rating":4}}`, `{"code":"k7q2x","answers":{"rating":4}}`
	for _, c := range []struct {
		method, target, body string
		status               int
	}{
		{"POST", "/api/v1/responses", here, 201},
		{"POST", "/api/v1/responses", elsewhere, 403},
		{"GET", "/api/v1/responses", "", 403},
		{"DELETE", "/api/v1/responses/" + id1, "", 403},
		{"GET", "/api/v1/journeys", "", 403},
		{"GET", "/api/v1/journeys/cafe", "", 403},
		{"PUT", "/api/v1/journeys/cafe", "{}", 403},
		{"GET", "/api/v1/journeys/cafe/map", "", 403},
	} {
		if w := h.ask(c.method, c.target, c.body, "key", key); w.Code != c.status {
			t.Errorf("%s %s: %d %s, want %d", c.method, c.target, w.Code, w.Body, c.status)
		}
	}
	got := h.batch("", []string{here, elsewhere, here}, "key", key)
	if fmt.Sprint(got) != "[201 403 201]" {
		t.Errorf("a batch with another placement's answer: %v", got)
	}
}

// TestKioskBucket sends days of answers at once. None is quarantined for the
// address; above the kiosk's own bucket they stay on the tablet.
func TestKioskBucket(t *testing.T) {
	h := newHouse(t)
	key := h.kiosk("pay22")
	items := make([]string, 200)
	for i := range items {
		items[i] = `{"code":"pay22","answers":{"rating":4}}`
	}
	counts := map[int]int{}
	for range 12 {
		for _, status := range h.batch("", items, "key", key) {
			counts[status]++
		}
	}
	if counts[201] < 2000 || counts[201] > 2200 || counts[201]+counts[429] != 2400 {
		t.Errorf("statuses %v", counts)
	}
	m := into[map[string]any](t, h.ask("GET", "/api/v1/journeys/cafe/map", "", "key", h.read))
	if at(m, "quarantined").(float64) != 0 || at(m, "answers").(float64) != float64(counts[201]) {
		t.Errorf("%v counted, %v quarantined of %v", at(m, "answers"), at(m, "quarantined"), counts)
	}
	// The address has its own buckets still: the key took nothing from them.
	for _, status := range h.batch("", items[:100]) {
		if status != 201 {
			t.Fatalf("without the key: %d", status)
		}
	}
	if m := into[map[string]any](t, h.ask("GET", "/api/v1/journeys/cafe/map", "", "key", h.read)); at(m, "quarantined").(float64) != 0 {
		t.Errorf("%v quarantined", at(m, "quarantined"))
	}
}

// TestWrongClock queues answers on devices whose clocks are wrong, and sends
// them when the clocks have gone on. What is stored is when they were given.
func TestWrongClock(t *testing.T) {
	h := newHouse(t)
	const year = 365 * 24 * time.Hour
	stamp := func(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }
	for name, c := range map[string]struct {
		off  time.Duration // of the device's clock
		ago  time.Duration // the answer was given, really
		back time.Duration // the clock was set back by, before sending
		key  bool
		want time.Duration // ago, as stored
	}{
		"right":                       {0, 3 * time.Hour, 0, false, 3 * time.Hour},
		"a year fast":                 {year, 3 * time.Hour, 0, false, 3 * time.Hour},
		"a year slow":                 {-year, 3 * time.Hour, 0, false, 3 * time.Hour},
		"a kiosk a year fast":         {year, 10 * 24 * time.Hour, 0, true, 10 * 24 * time.Hour},
		"a kiosk a year slow":         {-year, 10 * 24 * time.Hour, 0, true, 10 * 24 * time.Hour},
		"set right before sending":    {year, time.Hour, year, true, 0},
		"a clock of the first day":    {-56 * year, time.Minute, 0, false, time.Minute},
		"longer ago than is believed": {0, 60 * 24 * time.Hour, 0, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h.t = t
			id := uuid.NewString()
			item := fmt.Sprintf(`{"id":"%s","code":"pay22","answers":{"rating":4},"answered_at":"%s"}`, id, stamp(noon.Add(c.off-c.ago)))
			var headers []string
			if c.key {
				headers = []string{"key", h.kiosk("pay22")}
			}
			if got := h.batch(stamp(noon.Add(c.off-c.back)), []string{item}, headers...); got[0] != 201 {
				t.Fatalf("%v", got)
			}
			r := h.stored()[id]
			if got := noon.Sub(r.AnsweredAt); got != c.want || !r.ReceivedAt.Equal(noon) {
				t.Errorf("stored as given %v ago, received %v, want %v", got, r.ReceivedAt, c.want)
			}
			// The same again, by a clock that was set in the meantime.
			if got := h.batch(stamp(noon.Add(7*year)), []string{item}, headers...); got[0] != 200 {
				t.Errorf("sent again: %v", got)
			}
			if again := h.stored()[id]; !again.AnsweredAt.Equal(r.AnsweredAt) {
				t.Errorf("moved from %v to %v", r.AnsweredAt, again.AnsweredAt)
			}
		})
	}
	for body, status := range map[string]int{
		`{"responses":[],"sent_at":"2026-11-20T04:00:00Z"}`:                                  200,
		`{"sent_at":null,"responses":[]}`:                                                    200,
		`{"responses":[],"sent_at":"yesterday"}`:                                             422,
		`{"responses":[],"sent_at":7}`:                                                       422,
		`{"responses":[],"sent_at":"2026-11-20T04:00:00Z","sent_at":"2026-11-20T04:00:00Z"}`: 400,
	} {
		if w := h.ask("POST", "/api/v1/responses/batch", body); w.Code != status {
			t.Errorf("%s: %d %s, want %d", body, w.Code, w.Body, status)
		}
	}
}

// TestKioskReplay sends 500 answers of hours ago twice, in parallel and in
// another order each time, half of each batch invalid, to a survey that has
// closed since.
func TestKioskReplay(t *testing.T) {
	h := newHouse(t)
	given := time.Date(2026, 11, 10, 11, 59, 0, 0, time.UTC) // in the survey's last minutes: it is open up to 10 November in Taipei
	var good, all []string
	want := map[string]time.Time{}
	for i := range 500 {
		id := uuid.NewString()
		at := given.Add(time.Duration(i) * time.Second)
		want[id] = at
		good = append(good, fmt.Sprintf(`{"id":"%s","code":"wee22","answers":{"rating":%d},"answered_at":"%s"}`, id, 1+i%5, at.Format(time.RFC3339)))
		all = append(all, good[i], `{"id":"`+uuid.NewString()+`","code":"wee22","answers":{"rating":9}}`)
	}
	first := map[string]store.Record{}
	for round := range 2 {
		var senders sync.WaitGroup
		for k := range 10 {
			senders.Go(func() {
				from := (k*200 + round*100) % len(all)
				items := append([]string{}, all[from:min(from+200, len(all))]...)
				if k%2 == 1 {
					for i, j := 0, len(items)-1; i < j; i, j = i+1, j-1 {
						items[i], items[j] = items[j], items[i]
					}
				}
				w := h.ask("POST", "/api/v1/responses/batch", `{"responses":[`+strings.Join(items, ",")+`],"sent_at":"2026-11-20T04:00:00Z"}`, "key", h.write)
				if w.Code != 200 || strings.Contains(w.Body.String(), `"status":5`) {
					t.Errorf("%d %s", w.Code, w.Body)
				}
			})
		}
		senders.Wait()
		stored := h.stored()
		if len(stored) != 500 {
			t.Fatalf("round %d: %d answers", round, len(stored))
		}
		for id, at := range want {
			if r := stored[id]; !r.AnsweredAt.Equal(at) || !r.ReceivedAt.Equal(noon) || r.State != survey.Counted {
				t.Errorf("%s: %v, given %v", id, r, at)
			}
			if round == 1 && first[id].ReceivedAt != stored[id].ReceivedAt {
				t.Errorf("%s moved", id)
			}
		}
		first = stored
	}
	for _, late := range []string{
		`{"code":"wee22","answers":{"rating":4},"answered_at":"2026-11-12T04:00:00Z"}`,
		`{"code":"wee22","answers":{"rating":4},"answered_at":"2027-11-10T04:00:00Z"}`,
	} {
		if got := h.batch("2026-11-20T04:00:00Z", []string{late}); got[0] != 410 {
			t.Errorf("given after the end: %v", got)
		}
	}
}

// TestPartial takes a visit that broke off: the rating without what else is
// required, but not nothing.
func TestPartial(t *testing.T) {
	h := newHouse(t)
	for body, status := range map[string]int{
		`{"code":"pay22","partial":true,"answers":{"comment":"a"}}`:             201,
		`{"code":"pay22","partial":false,"answers":{"comment":"a"}}`:            422,
		`{"code":"pay22","partial":null,"answers":{"comment":"a"}}`:             422,
		`{"code":"pay22","answers":{"comment":"a"}}`:                            422,
		`{"code":"pay22","partial":true,"answers":{}}`:                          422,
		`{"code":"pay22","partial":true,"answers":{"comment":null}}`:            422,
		`{"code":"pay22","partial":true,"answers":{"comment":"a","rating":9}}`:  422,
		`{"code":"pay22","partial":true,"answers":{"comment":"a","why":"new"}}`: 422,
		`{"code":"pay22","partial":1,"answers":{"rating":4}}`:                   422,
	} {
		w := h.ask("POST", "/api/v1/responses", body)
		if w.Code != status {
			t.Errorf("%s: %d %s, want %d", body, w.Code, w.Body, status)
		}
		h.isProblem(w.Code, w.Header(), w.Body.Bytes())
	}
}
