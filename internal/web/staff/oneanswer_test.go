package staff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/survey"
)

// A link to an answer finds it, however many have come since.
func TestOneAnswer(t *testing.T) {
	h := cafe(t, account.Viewer)
	id := h.answer("k7q2x", survey.Answers{"rating": 1, "comment": "the needle"}, noon.Add(-time.Hour))
	for range 60 {
		h.answer("k7q2x", survey.Answers{"rating": 4, "comment": "hay"}, noon)
	}
	const base = "/admin/journeys/dawn/responses"
	p := h.get(base + "/" + id.String())
	to, err := url.Parse(p.Header.Get("Location"))
	if p.StatusCode != http.StatusSeeOther || err != nil || to.Path != base || to.Fragment != "a-"+id.String() {
		t.Fatalf("%d to %q", p.StatusCode, p.Header.Get("Location"))
	}
	list := h.get(to.RequestURI())
	if at := strings.Index(list.Body, "the needle"); at < 0 || strings.Contains(list.Body[:at], "hay") {
		t.Error("the answer does not stand first")
	}
	if err := h.store.Erase(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	for target, status := range map[string]int{
		base + "/" + id.String():                              http.StatusGone,
		base + "/" + uuid.NewString():                         http.StatusNotFound,
		base + "/nonsense":                                    http.StatusNotFound,
		"/admin/journeys/other/responses/" + uuid.NewString(): http.StatusNotFound,
	} {
		if p := h.get(target); p.StatusCode != status {
			t.Errorf("%s: %d, want %d", target, p.StatusCode, status)
		}
	}
}
