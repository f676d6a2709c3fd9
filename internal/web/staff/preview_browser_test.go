//go:build browser

package staff_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/waymood/waymood/internal/programtest"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
)

// mailRules are those for a mail, whose landmarks are the mail program's.
const mailRules = `runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]`

// TestBrowserPreview looks at the next digest of four subscriptions: the page
// that shows it, and the mail itself as wide as mail programs on desks and
// phones, in the light and in the dark.
func TestBrowserPreview(t *testing.T) {
	h := sampled(t)
	p := newPress(t, h)
	mails := http.NewServeMux()
	server := httptest.NewServer(mails)
	t.Cleanup(server.Close)
	for _, lang := range survey.Languages {
		sub := &subscription.Subscription{
			Mail: "owner@example.com", Language: lang, Zone: "Asia/Taipei", Journey: "dawn", Cadence: subscription.Weekly, Weekday: time.Monday, Hour: 8,
		}
		if err := h.store.AddSubscription(t.Context(), sub); err != nil {
			t.Fatal(err)
		}
		page := "/admin/digests/" + sub.ID + "/preview"
		for _, width := range []int64{320, 1200} {
			name := fmt.Sprintf("the preview in %s at %d", lang, width)
			p.do(chromedp.EmulateViewport(width, 900), chromedp.Navigate(p.origin+page+"?lang="+lang))
			p.ready("main h1")
			p.fits(name)
			programtest.Accessible(t, p.browser, name)
			p.keep(filepath.Join("letter", fmt.Sprintf("preview-%s-%d", lang, width)))
		}
		body := h.get(page + ".html").Body
		mails.HandleFunc("/"+lang, func(w http.ResponseWriter, _ *http.Request) { // without the policy, which the rules of accessibility could not be run under
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(body))
		})
		for _, width := range []int64{600, 360, 320} {
			for _, scheme := range []string{"light", "dark"} {
				name := fmt.Sprintf("the mail in %s at %d in the %s", lang, width, scheme)
				p.prefers(scheme)
				p.do(chromedp.EmulateViewport(width, 900), chromedp.Navigate(server.URL+"/"+lang))
				p.ready("h1")
				p.fits(name)
				programtest.Accessible(t, p.browser, name, mailRules)
				if high, err := chromedp.Run(p.browser, chromedp.Evaluate[float64](`Math.min(...[...document.querySelectorAll("td.choice")].map(b => b.getBoundingClientRect().height))`)); err != nil || high < 44 {
					t.Errorf("%s: the lowest button is %g pixels high; %v", name, high, err)
				}
				p.keep(filepath.Join("letter", fmt.Sprintf("mail-%s-%d-%s", lang, width, scheme)))
			}
		}
		p.prefers("light")
	}
}

// prefers tells the pages that follow which colours are liked: light or dark.
func (p *press) prefers(scheme string) {
	p.t.Helper()
	_, err := chromedp.Call(p.browser, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if err != nil {
		p.t.Fatal(err)
	}
}
