package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/store"
)

// What waits in the database is told when it is asked for; without the database
// the rest is.
func TestMetricsOfWhatWaits(t *testing.T) {
	h := newHouse(t)
	metrics := func() string {
		w := httptest.NewRecorder()
		h.Metrics().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		if w.Code != 200 {
			t.Errorf("status %d", w.Code)
		}
		return w.Body.String()
	}
	want := func(lines ...string) {
		t.Helper()
		body := metrics()
		for _, line := range lines {
			if !strings.Contains(body, "\n"+line+"\n") {
				t.Errorf("no %s in\n%s", line, body)
			}
		}
	}
	want("waymood_mails_waiting 0", "waymood_mails_waiting_seconds 0", "waymood_mails_failed 0", "waymood_digests_unmade 0",
		"waymood_deliveries_waiting 0", "waymood_deliveries_waiting_seconds 0", "waymood_texts_waiting 0", "waymood_texts_waiting_seconds 0")
	if _, err := h.store.PostMails(t.Context(), []store.Mail{{Key: "a", Kind: store.TestMail, To: "CANARY@example.com", Document: []byte("{}")}, {Key: "b", Kind: store.TestMail, To: "b@example.com", Document: []byte("{}")}}); err != nil {
		t.Fatal(err)
	}
	h.ask("POST", "/api/v1/responses", `{"id":"`+id1+`","code":"k7q2x","answers":{"rating":4,"comment":"CANARY"}}`)
	want("waymood_mails_waiting 2", "waymood_texts_waiting 1")
	if strings.Contains(metrics(), "CANARY") {
		t.Error("the metrics tell too much")
	}
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	if body := metrics(); strings.Contains(body, "waymood_mails_waiting") || !strings.Contains(body, "waymood_build_info") {
		t.Errorf("without a database:\n%s", body)
	}
}
