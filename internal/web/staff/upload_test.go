package staff_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/account"
)

// sendNumbers posts a form with a file, as browsers do.
func (h *house) sendNumbers(target, content string) page {
	h.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	f, err := w.CreateFormFile("file", "numbers.csv")
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := f.Write([]byte(content)); err != nil {
		h.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		h.t.Fatal(err)
	}
	r := httptest.NewRequest("POST", target, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Origin", h.origin)
	return h.send(r)
}

// TestNumbers takes in a file of daily numbers, keeps what is good and tells
// what is wrong by its line; the map shows them, and they move no mood.
func TestNumbers(t *testing.T) {
	const at = dawn + "/numbers"
	h := cafe(t, account.Editor)
	h.worked()
	before := h.get(dawn)
	h.want(before, http.StatusOK, "No numbers of this period yet.", "Add numbers from a file")
	h.want(h.sendNumbers(at, "date,touchpoint,metric,value\n2026-11-10,queue,abandonment,0.25\n2026-11-11,queue,abandonment,0.35\n2026-11-11,,sales,1200\n2026-11-12,,sales,1300\n"),
		http.StatusOK, "4 values are kept.", "Back to the map")
	p := h.get(dawn)
	h.want(p, http.StatusOK, "abandonment", "0.3", "0.25–0.35", "sales", "2,500", "1,250", "2 days")
	h.want(p, http.StatusOK, `<strong class="figure big">59</strong>`)

	p = h.sendNumbers(at, "date,touchpoint,metric,value\nyesterday,queue,sales,1\n2026-11-10,moon,sales,1\n2026-11-10,queue,Sales!,1\n2026-11-10,queue,sales,-1\n2026-11-10,queue,sales,many\n2026-11-10,queue,sales,7\n")
	h.want(p, http.StatusUnprocessableEntity, "Line 2: the date cannot be read", "Line 3: this journey has no such touchpoint",
		"Line 4: the number", "Line 5: the value has to be", "Line 6: the value has to be", "1 value is kept.")
	h.want(h.sendNumbers(at, "Liebe Grüße\nvom Meer\n"), http.StatusUnprocessableEntity, "has to name the columns")
	long := h.sendNumbers(at, "date,touchpoint,metric,value\n"+strings.Repeat("x,,y,1\n", 30))
	h.want(long, http.StatusUnprocessableEntity, "And 10 more rows.", "0 values are kept.")
	h.want(h.sendNumbers("/admin/journeys/nowhere/numbers", "date"), http.StatusNotFound)

	v := cafe(t, account.Viewer)
	v.lacks(v.get(dawn), "Add numbers from a file")
	v.want(v.sendNumbers(at, "date,touchpoint,metric,value\n"), http.StatusForbidden)
}
