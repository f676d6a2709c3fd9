package staff_test

import (
	"html"
	"net/http"
	"net/url"
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

// TestTouchpointFigures shows each figure of a touchpoint with how many answers
// it is made of.
func TestTouchpointFigures(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.worked()
	h.talk()
	p := h.get(dawnQueue)
	queue := func(from, to string) page { t.Helper(); return part(t, p, from, to) }
	h.want(queue("Where the answers came from", "</section>"), http.StatusOK, "QR code · Counter", "72 answers", "100%")
	h.want(p, http.StatusOK, "One source only")
	h.want(queue("<h2>Marks and words", "</section>"), http.StatusOK, "Marks alone", "<dt>Words alone</dt>", " texts</span>")
	h.want(queue("<h2>Week by week", "</section>"), http.StatusOK, `<svg class="trend"`, `<th scope="row">9 November</th><td><strong class="figure">`, "too few for a figure")
	p.Body = html.UnescapeString(p.Body)
	h.want(queue("<h2>How this was computed", "</section>"), http.StatusOK,
		"n = (Σω)² / Σω² = ", "s₀² = ", "Student’s t", "θ = B · μ + (1 − B) · m", "Benjamini and Hochberg", "/admin/how?journey=dawn")
	h.want(queue("<h2>Where it is asked", "</section>"), http.StatusOK, "k7q2x", "/t/k7q2x/poster", "kiosk2")
	h.want(p, http.StatusOK, "Before: Shop front", "After: Order", "2 answers whose mark and words disagree",
		`href="/admin/journeys/dawn/responses?from=2026-10-24&mixed=1&to=2026-11-21&touchpoint=queue"`)
	h.want(h.get(dawn+"/touchpoints/drink"), http.StatusOK, `&lt;div data-waymood=&#34;web22&#34;`)
	h.lacks(h.get(dawn+"/touchpoints/social"), "Before:", "Marks and words")
	h.lacks(h.get(dawn+"/touchpoints/email"), "After:", "Σω")

	// The example's own figures, step by step.
	h = cafe(t, account.Viewer)
	h.worked()
	p = h.get(dawnQueue)
	p.Body = html.UnescapeString(p.Body)
	h.want(p, http.StatusOK,
		"m = Σωe / Σω = −0.2500,  50 · (m + 1) = 37.5", "s₀² = 0.2961", "df = 43.0", "= −0.4574 … −0.0426",
		"B = v / (v + τ²) = 0.0591,  μ = 0.1391", "= −0.2270", "50 · 0.2273 · max(0, 0.50 − (−0.2270)) = ",
		"D = −0.2500 − (0.1316) = −0.3816", "√(v + v₀) = 0.1422", "df = 84.0,  p = 0.0088", "5 in all) that is p = 0.0438: confirmed")
	h.want(h.get(dawn+"/touchpoints/menu"), http.StatusOK, "that is p = 0.1109: not confirmed")
	h.want(h.get(dawnQueue+"?lang=uk"), http.StatusOK, "−0,2500")
}

// TestHours shows the hours of the week only where an editor wants them.
func TestHours(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.worked()
	h.want(h.get(dawnQueue), http.StatusOK, "can watch the shift of a single person")
	h.lacks(h.get(dawnQueue), "Show the hours", `class="heat"`)
	h.want(h.post(dawn+"/hours", url.Values{"hours": {"show"}}), http.StatusForbidden)
	h.lacks(h.get(dawnQueue), `class="heat"`)

	h.signIn(account.Editor)
	p := h.get(dawnQueue + "?compare=nothing")
	h.want(p, http.StatusOK, `action="/admin/journeys/dawn/hours"`, `value="/admin/journeys/dawn/touchpoints/queue?compare=nothing"`, "Show the hours")
	set := func(to string) {
		h.want(h.post(dawn+"/hours", url.Values{"hours": {to}, "back": {dawnQueue}}), http.StatusSeeOther, dawnQueue)
	}
	set("show")
	set("show")
	p = h.get(dawnQueue)
	h.want(p, http.StatusOK, `<table class="heat">`, `<th scope="row">12:00</th>`, "<strong>38</strong> <span>40 answers</span>",
		"fewer than five answers", "Whole months: 1 October – 30 November 2026", "Hide the hours", "can watch single shifts")
	if n := strings.Count(part(t, p, `<table class="heat">`, "</table>").Body, "<td"); n != 7 {
		t.Errorf("%d cells, want one hour of seven days", n)
	}
	h.want(h.get(dawnQueue+"?channel=qr"), http.StatusOK, "not shown with filters")
	h.want(h.get(dawn+"/touchpoints/email"), http.StatusOK, "No hour of the week has five answers yet")
	h.want(h.get(dawnQueue+"?from=2020-01-01&to=2020-02-01"), http.StatusOK, "No answers in these months")
	set("hide")
	h.lacks(h.get(dawnQueue), `class="heat"`)
	h.want(h.post("/admin/journeys/nowhere/hours", url.Values{"hours": {"show"}}), http.StatusNotFound)
}
