package staff_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/account"
)

const dawnQueue = dawn + "/touchpoints/queue"

// TestTouchpoint shows a touchpoint of the worked example, as a page and as
// what stands beside the map.
func TestTouchpoint(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.worked()
	h.want(h.get(dawn+"?channel=qr&junk=1"), http.StatusOK, `href="/admin/journeys/dawn/touchpoints/queue?channel=qr"`)
	p := h.get(dawnQueue)
	h.want(p, http.StatusOK,
		"<h1>Queue</h1>", "<title>Queue · Dawn Café", `<a href="/admin/journeys/dawn">`,
		`<strong class="figure">38</strong>`, "95% sure: 27–48 · 40 answers · well supported",
		"pain no. 1 (80% sure)", "57 → 38 (−19)", "confirmed change",
		"I wait in line", "Served within five minutes", `<td class="n">12</td><td class="n small">30%</td>`,
	)
	panel := h.get(dawnQueue + "?panel=yes")
	h.want(panel, http.StatusOK, `<h2 tabindex="-1">Queue</h2>`, `<a href="/admin/journeys/dawn/touchpoints/queue">Open the whole page</a>`,
		`<strong class="figure">38</strong>`)
	h.lacks(panel, "<html", "<h1", "<main")

	p = h.get(dawnQueue + "?channel=kiosk&from=2026-11-01&to=2026-11-21")
	h.want(p, http.StatusOK, `<a href="/admin/journeys/dawn?channel=kiosk&amp;from=2026-11-01&amp;to=2026-11-21">`,
		`<span class="chip">Kiosk</span>`, "0 answers so far, 5 more for a first, rough point")
	h.lacks(p, "confirmed change", "NaN")
	h.want(h.get(dawn+"/touchpoints/email"), http.StatusOK, "4 answers so far, 1 more")
	h.want(h.get(dawnQueue+"?from=yesterday"), http.StatusOK, `<div class="problems" role="status">`, "yesterday")
	h.want(h.get(dawn+"/touchpoints/nowhere"), http.StatusNotFound, "There is nothing here")
	h.want(h.get("/admin/journeys/nowhere/touchpoints/queue"), http.StatusNotFound)
}

// TestArchivedTouchpoint keeps the past of a touchpoint that the journey file
// no longer names.
func TestArchivedTouchpoint(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.worked()
	src, err := os.ReadFile("testdata/cafe.yaml")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(src), "  - key: consideration")
	_, after, _ := strings.Cut(rest, "  - key: purchase")
	file := filepath.Join(t.TempDir(), "less.yaml")
	if err := os.WriteFile(file, []byte(before+"  - key: purchase"+after), 0o600); err != nil {
		t.Fatal(err)
	}
	h.apply(file)
	left := h.get(dawn)
	h.lacks(left, `id="tp-menu"`)
	h.want(left, http.StatusOK, "No longer on the map", "/touchpoints/menu?from=2026-10-11&amp;to=2026-11-11", "62 answers, the last of 10 November 2026")
	h.want(h.get(dawn+"/touchpoints/menu"), http.StatusOK, "<h1>Shop front &amp; menu</h1>", "is archived",
		`<strong class="figure">40</strong>`, "95% sure: 29–51 · 30 answers")
	h.lacks(h.get(dawnQueue), "is archived")
}
