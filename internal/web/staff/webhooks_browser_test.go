//go:build browser

package staff_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/programtest"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/webhook"
)

// TestBrowserWebhooks looks at the pages of webhooks in every state and
// language, on a phone and on a desk.
func TestBrowserWebhooks(t *testing.T) {
	h := cafe(t, account.Owner)
	for _, s := range []webhook.Shape{webhook.Standard, webhook.Teams} { // a second apart, so that they keep their order
		h.now = h.now.Add(time.Second)
		h.post(hooks, hookForm(s))
	}
	all, err := h.store.Webhooks(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatal(err, len(all))
	}
	id := all[0].ID
	for _, a := range []store.Attempt{
		{State: store.Sent, Status: 200, Took: 42 * time.Millisecond},
		{State: store.Failed, Trouble: webhook.Blocked},
		{State: store.Failed, Status: 302, Trouble: webhook.Redirected},
		{State: store.ToSend, Status: 503, Trouble: webhook.BadStatus, Next: h.now.Add(time.Hour)},
	} {
		if _, err := h.store.TryWebhook(t.Context(), id, ""); err != nil {
			t.Fatal(err)
		}
		claimed, err := h.store.ClaimDeliveries(t.Context(), id, 1, time.Minute)
		if err != nil || len(claimed) != 1 {
			t.Fatal(err, len(claimed))
		}
		if _, err := h.store.SettleDelivery(t.Context(), id, &claimed[0], a); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.store.DisableWebhook(t.Context(), all[1].ID, store.ByFailing); err != nil {
		t.Fatal(err)
	}
	one := hooks + "/" + id
	p := newPress(t, h)
	names := strings.NewReplacer("/admin/", "", "/", "-", "?", "-", "=", "-", id, "one", all[1].ID, "off")
	for i, lang := range survey.Languages {
		for _, path := range []string{hooks, one + "?tested=1", one + "?show=failed", hooks + "/" + all[1].ID, one + "/edit", hooks + "/new?shape=telegram"} {
			for _, width := range []int64{320, 1200} {
				if width > 320 && i > 0 && lang != "uk" { // the longest words
					continue
				}
				name := fmt.Sprintf("%s in %s at %d", path, lang, width)
				with := "?lang="
				if strings.Contains(path, "?") {
					with = "&lang="
				}
				p.do(chromedp.EmulateViewport(width, 900), chromedp.Navigate(p.origin+path+with+lang))
				p.ready("main h1")
				p.fits(name)
				programtest.Accessible(t, p.browser, name)
				p.keep(filepath.Join("webhooks", names.Replace(fmt.Sprint(path, "-", lang, "-", width))))
			}
		}
	}
}
