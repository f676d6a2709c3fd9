package web

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// doubtful is an answer as GET /api/v1/responses tells it.
type doubtful struct {
	State    string
	Doubts   []string
	Included bool
}

// listed asks the API for answers.
func (h *house) listed(query string) []doubtful {
	h.t.Helper()
	w := h.ask("GET", "/api/v1/responses?"+query, "", "key", h.read)
	if w.Code != 200 {
		h.t.Fatal(w.Code, w.Body)
	}
	return into[struct{ Data []doubtful }](h.t, w).Data
}

// refills is how many answers at most a placement's bucket, one a second, has
// room for again since it was full: a slow machine takes its time to fill it.
func refills(since time.Time) int { return int(time.Since(since).Seconds()) + 1 }

// TestDoubtsInAPI: an answer above the soft bucket tells why it waits.
func TestDoubtsInAPI(t *testing.T) {
	h := newHouse(t)
	one := `{"code":"k7q2x","answers":{"rating":1}}`
	begun := time.Now()
	for range 2 {
		h.ask("POST", "/api/v1/responses/batch", `{"responses":[`+strings.TrimSuffix(strings.Repeat(one+",", 160), ",")+`]}`)
	}
	refilled := refills(begun)
	waiting := h.listed("state=quarantined&limit=1000")
	if len(waiting) < 20-refilled || len(waiting) > 20 {
		t.Errorf("%d wait", len(waiting))
	}
	for _, r := range waiting {
		if r.State != "quarantined" || r.Included || !slices.Equal(r.Doubts, []string{"crowd"}) {
			t.Fatalf("%+v", r)
		}
	}
	counted := h.listed("state=counted&limit=1000")
	if len(counted)+len(waiting) != 320 {
		t.Errorf("%d counted, %d waiting", len(counted), len(waiting))
	}
	for _, r := range counted {
		if r.State != "counted" || !r.Included || len(r.Doubts) != 0 {
			t.Fatalf("%+v", r)
		}
	}
	if n := len(h.listed("doubt=crowd&journey=cafe&limit=1000")); n != len(waiting) {
		t.Errorf("%d with the doubt, %d waiting", n, len(waiting))
	}
	if n := len(h.listed("doubt=trap")) + len(h.listed("state=test")) + len(h.listed("state=left_out")); n != 0 {
		t.Errorf("%d answers out of nothing", n)
	}
	for _, query := range []string{"state=erased", "state=x", "doubt=spam", "doubt=crowd,trap"} {
		if w := h.ask("GET", "/api/v1/responses?"+query, "", "key", h.read); w.Code != 422 {
			t.Errorf("%s: %d", query, w.Code)
		}
	}
}

// TestFlood is 5,000 forms from one address as fast as they go. What is taken
// is stored, what is refused says when to come back, nothing is in between,
// and another address notices nothing.
func TestFlood(t *testing.T) {
	h := newHouse(t)
	send := func(from string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", "/t/k7q2x", strings.NewReader("rating=3"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		// Nobody between us and the sender is trusted, so this is believed of
		// nobody.
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", rand.IntN(250)))
		r.Host, r.RemoteAddr = "localhost", from+":4711"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	var kept, refused, other atomic.Int64
	var senders sync.WaitGroup
	for i := range 8 {
		senders.Go(func() {
			for range 625 {
				switch w := send("203.0.113.9"); {
				case w.Code == http.StatusSeeOther:
					kept.Add(1)
				case w.Code == http.StatusTooManyRequests && w.Header().Get("Retry-After") != "":
					refused.Add(1)
				default:
					t.Errorf("answered with %d", w.Code)
				}
			}
		})
		if i == 3 {
			senders.Go(func() {
				for range 50 {
					if w := send("192.0.2.1"); w.Code == http.StatusSeeOther {
						other.Add(1)
					}
				}
			})
		}
	}
	senders.Wait()
	if kept.Load() < 200 || refused.Load() == 0 || kept.Load()+refused.Load() != 5000 || other.Load() != 50 {
		t.Errorf("%d kept, %d refused, %d from elsewhere", kept.Load(), refused.Load(), other.Load())
	}
	m := into[map[string]any](t, h.ask("GET", "/api/v1/journeys/cafe/map", "", "key", h.read))
	counted, waits := at(m, "answers").(float64), at(m, "quarantined").(float64)
	if int64(counted+waits) != kept.Load()+50 {
		t.Errorf("%v count, %v wait, %d were taken", counted, waits, kept.Load()+50)
	}
	w := httptest.NewRecorder()
	h.Metrics().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, line := range []string{
		fmt.Sprintf(`waymood_answers_quarantined_total{doubt="crowd"} %v`, waits),
		`waymood_answers_quarantined_total{doubt="trap"} 0`,
	} {
		if !strings.Contains(w.Body.String(), line+"\n") {
			t.Errorf("no %s", line)
		}
	}
}
