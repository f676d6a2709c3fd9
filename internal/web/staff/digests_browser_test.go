//go:build browser

package staff_test

import (
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/waymood/waymood/internal/programtest"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/ticket"
)

// TestBrowserDigests looks at the pages of mails in every language, on a phone
// and on a desk.
func TestBrowserDigests(t *testing.T) {
	h := sampled(t)
	m := h.subscribe("k1")
	stopped := h.subscribe("k2")
	h.want(h.post("/admin/digests/"+stopped.sub.ID+"/step", url.Values{"step": {"stop"}}), http.StatusSeeOther, "/admin/digests?did=stopped")
	_, err := h.store.AddAlerts(t.Context(), []store.Alert{{Key: "a", Kind: "fall", Journey: "dawn", Touchpoint: "queue", Day: 20770, Since: 20765, From: 57, To: 38, Answers: 40}},
		func(store.Alert) (store.Event, bool) { return store.Event{}, false })
	if err != nil {
		t.Fatal(err)
	}
	p := newPress(t, h)
	one := "/admin/digests/" + m.sub.ID
	for i, lang := range survey.Languages {
		for name, path := range map[string]string{"list": "/admin/digests?did=waits", "log": "/admin/digests/log?x=1", "form": one + "?x=1", "new": "/admin/digests/new?journey=dawn"} {
			for _, width := range []int64{320, 1200} {
				if width > 320 && i > 0 && lang != "uk" { // the longest words
					continue
				}
				at := fmt.Sprintf("%s in %s at %d", name, lang, width)
				p.do(chromedp.EmulateViewport(width, 900), chromedp.Navigate(p.origin+path+"&lang="+lang))
				p.ready("main h1")
				p.fits(at)
				programtest.Accessible(t, p.browser, at)
				p.keep(filepath.Join("digests", fmt.Sprintf("%s-%s-%d", name, lang, width)))
			}
		}
	}
	// A form with mistakes, as the browser sends it.
	p.do(chromedp.EmulateViewport(320, 900), chromedp.Navigate(p.origin+one+"?lang=uk"))
	p.ready("#zone")
	p.do(chromedp.SetValue("#zone", "Kyiv"), chromedp.SetValue("#mail", "nobody"), chromedp.Click(".digest-form button.primary"))
	p.ready("#zone-wrong")
	p.fits("a refused form")
	programtest.Accessible(t, p.browser, "a refused form")
	p.keep(filepath.Join("digests", "refused-uk-320"))
}

// TestBrowserTickets looks at what links in mails ask, before and after, and
// decides with one.
func TestBrowserTickets(t *testing.T) {
	h := sampled(t)
	m := h.subscribe("k1")
	p := newPress(t, h)
	look := func(name, path string) {
		t.Helper()
		p.do(chromedp.EmulateViewport(320, 900), chromedp.Navigate(p.origin+path))
		p.ready("main h1")
		p.fits(name)
		programtest.Accessible(t, p.browser, name)
		p.keep(filepath.Join("tickets", name))
	}
	states := map[string]string{
		"take": m.link(ticket.Take), "doing": m.link(ticket.Doing), "no_problem": m.link(ticket.NoProblem),
		"stop":    m.link(ticket.Stop, func(t *ticket.Ticket) { t.Touchpoint = "" }),
		"preview": m.link(ticket.Take, func(t *ticket.Ticket) { t.Mail = "" }),
		"old":     m.link(ticket.Take, func(t *ticket.Ticket) { t.Until = h.now }),
		"forged":  "/digest/forged",
	}
	for name, path := range states {
		for _, lang := range survey.Languages {
			look(name+"-"+lang, path+"?lang="+lang)
		}
	}
	p.do(chromedp.EmulateViewport(1200, 900), chromedp.Navigate(p.origin+states["take"]))
	p.ready("#title")
	p.keep(filepath.Join("tickets", "take-wide"))
	p.do(chromedp.Clear("#title"), chromedp.SendKeys("#title", "Open the second till at noon"), chromedp.Click(".action-form button.primary"))
	p.ready(".ticket section[role=status]")
	if all := m.actions(); len(all) == 0 || all[len(all)-1].Title != "Open the second till at noon" {
		t.Errorf("%+v", all)
	}
	look("taken", states["take"])
	look("before", states["no_problem"])
	p.do(chromedp.Navigate(p.origin + states["stop"]))
	p.ready("form button")
	p.do(chromedp.Click("form button"))
	p.ready("[role=status]")
	look("stopped", states["stop"])
}
