package web

import (
	"slices"
	"strings"
	"testing"
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

// TestDoubtsInAPI: an answer above the soft bucket tells why it waits.
func TestDoubtsInAPI(t *testing.T) {
	h := newHouse(t)
	one := `{"code":"k7q2x","answers":{"rating":1}}`
	for range 2 {
		h.ask("POST", "/api/v1/responses/batch", `{"responses":[`+strings.TrimSuffix(strings.Repeat(one+",", 160), ",")+`]}`)
	}
	waiting := h.listed("state=quarantined&limit=1000")
	if len(waiting) < 15 || len(waiting) > 20 {
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
