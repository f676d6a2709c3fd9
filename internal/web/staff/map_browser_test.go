//go:build browser

package staff_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	printing "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/programtest"
	"github.com/waymood/waymood/internal/survey"
)

// mapStates are what the map's page can look like, by the query that leads
// there.
var mapStates = map[string]string{
	"usual": "", "personas": "&overlay=office&overlay=student", "filtered": "&channel=qr&compare=nothing",
	"empty": "&from=2026-01-01&to=2026-02-01", "told": "&from=2026-11-21&to=2026-02-30&persona=nobody", "week": "&from=2026-W46",
}

// spoken fills the worked example, with words of two personas.
func (h *house) spoken() {
	h.t.Helper()
	h.worked()
	for i := range 24 {
		persona, rating, words := "office", 2, "The line did not move for a quarter of an hour"
		if i%2 == 0 {
			persona, rating, words = "student", 5, "排隊很快，謝謝你們"
		}
		h.answer("k7q2x", survey.Answers{"rating": rating, "comment": words}, noon.Add(-time.Duration(i)*time.Hour),
			func(r *survey.Response) { r.Persona = persona })
	}
}

// TestBrowserMap holds every state of the map to WCAG 2.2 AA, in each language,
// on a phone and on a large screen, and lets nothing run over its edge.
func TestBrowserMap(t *testing.T) {
	h := cafe(t, account.Owner)
	h.spoken()
	p := newPress(t, h)
	for size, width := range map[string]int64{"phone": 320, "desk": 1280} {
		p.do(chromedp.EmulateViewport(width, 900))
		for _, lang := range survey.Languages {
			for state, query := range mapStates {
				if size == "desk" && state != "usual" && state != "personas" && lang != "uk" {
					continue // the phone has shown it, and the longest words are Ukrainian
				}
				p.do(chromedp.Navigate(p.origin + dawn + "?lang=" + lang + query))
				p.ready("#figures")
				name := strings.Join([]string{"map", lang, size, state}, "-")
				p.fits(name)
				programtest.Accessible(t, p.browser, name)
				p.keep(filepath.Join("map", name))
			}
		}
	}
}

// TestBrowserMapPrint puts the finding and the whole picture on the first sheet,
// in each language.
func TestBrowserMapPrint(t *testing.T) {
	text := programtest.Path(t, "pdftotext")
	h := cafe(t, account.Owner)
	h.spoken()
	p := newPress(t, h)
	for _, lang := range survey.Languages {
		p.do(chromedp.Navigate(p.origin + dawn + "?lang=" + lang))
		p.ready("#figures")
		lead, err := chromedp.Run(p.browser, chromedp.Evaluate[string](`document.querySelector(".lead").textContent`))
		if err != nil {
			t.Fatal(err)
		}
		legend, err := chromedp.Run(p.browser, chromedp.Evaluate[string](`[...document.querySelectorAll(".wide text")].at(-1).textContent`))
		if err != nil {
			t.Fatal(err)
		}
		css := true
		made, err := chromedp.Call(p.browser, printing.PrintToPDF, printing.PrintToPDFParams{PreferCSSPageSize: &css, PrintBackground: &css})
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "map.pdf")
		if err := os.WriteFile(file, made.Data, 0o600); err != nil {
			t.Fatal(err)
		}
		sheet := func(n int) string {
			out, err := exec.Command(text, "-f", fmt.Sprint(n), "-l", fmt.Sprint(n), "-layout", file, "-").Output()
			if err != nil {
				t.Fatal(err)
			}
			return strings.Join(strings.Fields(string(out)), "")
		}
		first := sheet(1)
		for what, words := range map[string]string{"finding": lead, "last word of the picture": legend} {
			if !strings.Contains(first, strings.Join(strings.Fields(words), "")) {
				t.Errorf("%s: the first sheet lacks the %s %q", lang, what, words)
			}
		}
		if !strings.Contains(sheet(2), "1") {
			t.Errorf("%s: there is no second sheet", lang)
		}
	}
}
