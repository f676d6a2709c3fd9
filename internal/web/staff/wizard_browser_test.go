//go:build browser

package staff_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/programtest"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// TestBrowserWizard makes a journey as people do, in each language, on a phone
// and on a large screen, with axe on every step.
func TestBrowserWizard(t *testing.T) {
	for _, lang := range survey.Languages {
		for size, width := range map[string]int64{"phone": 320, "desk": 1280} {
			t.Run(lang+" "+size, func(t *testing.T) {
				h := newHouse(t, "http://192.168.1.20:8080")
				ctx := t.Context()
				u, err := h.store.AddUser(ctx, "editor@example.com", account.Editor, "")
				if err != nil {
					t.Fatal(err)
				}
				token, err := h.store.NewToken(ctx, store.SignInToken, u.ID, time.Hour)
				if err != nil {
					t.Fatal(err)
				}
				p := newPress(t, h)
				headers := network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": lang}}
				if _, err := chromedp.Call(p.browser, network.SetExtraHTTPHeaders, headers); err != nil {
					t.Fatal(err)
				}
				p.do(chromedp.Navigate(p.origin + "/login?token=" + token))
				p.at("/admin")
				p.do(chromedp.EmulateViewport(width, 800))
				looked := 0
				look := func(page string) {
					t.Helper()
					looked++
					p.fits(page)
					programtest.Accessible(t, p.browser, page)
					p.keep(filepath.Join("wizard", lang+"-"+size+"-"+string(rune('0'+looked))+"-"+page))
				}
				p.do(chromedp.Navigate(p.origin + "/admin/journeys/new"))
				look("new")
				p.do(chromedp.Click(chromedp.CSS(`#template-web-shop`)), chromedp.Click(chromedp.CSS(`button.primary`)))
				p.at("/who")
				look("who")
				p.do(chromedp.SendKeys(chromedp.CSS(`#name`), kb.Enter)) // nothing typed yet
				p.ready(`#name-wrong`)
				look("refused")
				p.do(chromedp.SendKeys(chromedp.CSS(`#name`), "Світанок"+kb.Enter))
				p.at("/touchpoints")
				look("touchpoints")
				p.do(chromedp.Click(chromedp.CSS(`button[value="edit:cart"]`)))
				p.at("/touchpoint?")
				look("touchpoint")
				p.do(chromedp.Click(chromedp.CSS(`#reach-0\.5`)), chromedp.Click(chromedp.CSS(`form button.primary`)))
				p.at("/touchpoints")
				p.do(chromedp.Click(chromedp.CSS(`button[value="next"]`)))
				p.at("/collect")
				p.do(chromedp.Click(chromedp.CSS(`details summary`)))
				look("collect")
				p.do(chromedp.Click(chromedp.CSS(`button[value="next"]`)))
				p.at("/look")
				look("look")
				p.do(chromedp.Click(chromedp.CSS(`form button.primary`)))
				p.ready(`a.primary[href="/admin/journeys/svitanok"]`)
				look("made")
				p.do(chromedp.Navigate(p.origin + "/admin/journeys/svitanok/edit"))
				look("edit")
			})
		}
	}
}

func (p *press) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.browser, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// at waits until the browser is at an address.
func (p *press) at(path string) {
	p.t.Helper()
	p.until(`location.href.includes(` + quoted(path) + `) && document.readyState === "complete"`)
}

// ready waits until a page has what a selector finds.
func (p *press) ready(selector string) {
	p.t.Helper()
	p.until(`document.readyState === "complete" && document.querySelector(` + quoted(selector) + `) !== null`)
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func (p *press) until(condition string) {
	p.t.Helper()
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end); time.Sleep(25 * time.Millisecond) {
		if ok, err := chromedp.Run(p.browser, chromedp.Evaluate[bool](condition)); err == nil && ok {
			return
		}
	}
	body, _ := chromedp.Run(p.browser, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText`))
	p.t.Fatalf("waited for %s at %s", condition, body)
}

// fits fails for a page that is wider than the window.
func (p *press) fits(page string) {
	p.t.Helper()
	wide, err := chromedp.Run(p.browser, chromedp.Evaluate[int64](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
	if err != nil || wide > 0 {
		p.t.Errorf("%s is %d pixels too wide; %v", page, wide, err)
	}
}

// keep writes a picture of the page for people to look at.
func (p *press) keep(name string) {
	p.t.Helper()
	folder := os.Getenv("WAYMOOD_SCREENSHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(p.browser, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Fatal(err)
	}
	path := filepath.Join(folder, name+".png")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, picture, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
