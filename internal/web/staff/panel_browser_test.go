//go:build browser

package staff_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/programtest"
	"github.com/waymood/waymood/internal/survey"
)

// tabOf is a browser's tab before the pages of a house.
type tabOf struct {
	*house
	ctx context.Context
}

func newTab(t *testing.T, h *house, wide, high int64, phone bool) *tabOf {
	t.Helper()
	server := httptest.NewServer(h.Server)
	t.Cleanup(server.Close)
	b := &tabOf{h, programtest.Browser(t, chromedp.Flag("host-resolver-rules", "MAP "+h.host+" "+server.Listener.Addr().String()))}
	b.size(wide, high, phone)
	b.signed(h.cookies["waymood"] != nil)
	return b
}

// size sets the screen; a phone's is touched.
func (b *tabOf) size(wide, high int64, phone bool) {
	b.t.Helper()
	options := []chromedp.EmulateViewportOption{}
	if phone {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	b.do(chromedp.EmulateViewport(wide, high, options...))
}

// signed sends the house's cookies along, or none.
func (b *tabOf) signed(in bool) {
	b.t.Helper()
	var cookies []string
	for _, c := range b.cookies {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	headers := network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Cookie": strings.Join(cookies, "; ")}}
	if !in {
		headers.Headers["Cookie"] = "none=none"
	}
	if _, err := chromedp.Call(b.ctx, network.SetExtraHTTPHeaders, headers); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tabOf) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tabOf) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.origin+path), chromedp.WaitReady(chromedp.CSS("main h1")))
}

// js is a script's value as text.
func (b *tabOf) js(script string) string {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`String(`+script+`)`))
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// until waits for a condition.
func (b *tabOf) until(what, condition string) {
	b.t.Helper()
	ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`new Promise(done => { const end = performance.now() + 120_000; (function look() {
		if (`+condition+`) done(true); else if (performance.now() > end) done(false); else setTimeout(look, 20); })(); })`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
	if !ok {
		b.t.Fatalf("in vain: %s; the focus is on %s, the panel says %s", what,
			b.js(`document.activeElement.outerHTML.slice(0, 120)`), b.js(`document.querySelector("[data-panel]")?.innerText.slice(0, 120)`))
	}
}

// arrives waits until the tab is at an address. Between two pages there may be
// nobody to answer where it is.
func (b *tabOf) arrives(at string) {
	b.t.Helper()
	var now string
	var err error
	for b.ctx.Err() == nil {
		if now, err = chromedp.Run(b.ctx, chromedp.Location()); err == nil && strings.Contains(now, at) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.t.Fatalf("the tab is at %s, not at %s; %v", now, at, err)
}

func (b *tabOf) key(keys string, options ...chromedp.KeyOption) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys, options...))
}

// middle is where an element is on the screen, once it is in sight.
func (b *tabOf) middle(element string) (x, y float64) {
	b.t.Helper()
	at := b.js(`(() => { const e = ` + element + `; e.scrollIntoView({block: "center"}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2].join(" ") })()`)
	if _, err := fmt.Sscan(at, &x, &y); err != nil {
		b.t.Fatal(err)
	}
	return x, y
}

func (b *tabOf) mouse(x, y float64) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: x, Y: y}); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tabOf) tap(x, y float64) {
	b.t.Helper()
	for _, e := range []input.DispatchTouchEventParams{
		{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: x, Y: y}}},
		{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}},
	} {
		if _, err := chromedp.Call(b.ctx, input.DispatchTouchEvent, e); err != nil {
			b.t.Fatal(err)
		}
	}
}

// axe holds the page against WCAG 2.2 AA. On phones the picture breaks long
// names with a hyphen, which makes no other name of them for who speaks one.
func (b *tabOf) axe(page string) {
	b.t.Helper()
	programtest.Accessible(b.t, b.ctx, page, programtest.Rules+`, rules: {"label-content-name-mismatch": {enabled: false}}`)
	if over := b.js(`document.documentElement.scrollWidth - document.documentElement.clientWidth`); over != "0" {
		b.t.Errorf("%s is %s pixels too wide", page, over)
	}
}

const (
	dots  = `[...document.querySelectorAll("a.mood-point")].filter(d => d.getClientRects().length)`
	shut  = `document.querySelector("[data-panel]").hidden`
	title = `document.querySelector("[data-panel] h2")?.textContent`
)

// TestBrowserPanel shows touchpoints beside the map: by keyboard, by pointer
// and by tap, and never without a way back.
func TestBrowserPanel(t *testing.T) {
	h := cafe(t, account.Editor)
	h.worked()
	b := newTab(t, h, 1280, 900, false)
	b.open(dawn)
	names := strings.Split(b.js(dots+`.map(d => new URL(d.getAttribute("href"), location.href).pathname.split("/").pop()).join(" ")`), " ")
	if len(names) != 7 {
		t.Fatalf("the dots are %v", names)
	}
	picture := b.js(`JSON.stringify(document.getElementById("picture").getBoundingClientRect().width)`)

	// With the keyboard: each dot shows its touchpoint; Enter leads into it,
	// Escape out of it again.
	b.js(`document.getElementById("picture").focus()`)
	seen := map[string]bool{}
	for i := range names {
		b.key(kb.Tab)
		b.until("a dot has the focus", fmt.Sprintf(`document.activeElement === %s[%d]`, dots, i))
		b.until("its touchpoint is shown", fmt.Sprintf(`!%s && document.querySelector('[data-panel] .sub a[href$="/touchpoints/%s"]')`, shut, names[i]))
		b.until("the dot is not covered", fmt.Sprintf(`(() => { const d = %s[%d].getBoundingClientRect(), p = document.querySelector("[data-panel]").getBoundingClientRect(); return d.right < p.left || d.left > p.right })()`, dots, i))
		seen[b.js(title)] = true
	}
	if len(seen) != 7 {
		t.Errorf("the panel showed %v", seen)
	}
	b.key(kb.Enter)
	b.until("the focus is in the panel", `document.activeElement?.matches("[data-panel] h2")`)
	if said := b.js(`document.querySelector("[data-panel-said]").textContent`); !strings.HasPrefix(said, b.js(title)+":") || strings.Contains(said, "…") {
		t.Errorf("it is announced as %q", said)
	}
	b.key(kb.Escape)
	b.until("the panel is closed, the focus is back", fmt.Sprintf(`%s && document.activeElement === %s[6]`, shut, dots))
	b.key(kb.Tab, chromedp.KeyModifiers(8))
	b.until("the dot before shows again", fmt.Sprintf(`!%s && document.activeElement === %s[5]`, shut, dots))
	b.key(kb.Escape)
	b.until("dismissed without moving the focus", fmt.Sprintf(`%s && document.activeElement === %s[5]`, shut, dots))
	if now := b.js(`JSON.stringify(document.getElementById("picture").getBoundingClientRect().width)`); now != picture {
		t.Errorf("the picture was %s wide and is %s", picture, now)
	}

	// With the mouse: it stays while one is on it, and goes when told to.
	b.open(dawn)
	x, y := b.middle(dots + `[2]`)
	b.mouse(x, y)
	b.until("the queue is shown", `!`+shut+` && `+title+` === "Queue"`)
	px, py := b.middle(`document.querySelector("[data-panel] .point-mood")`)
	b.mouse(px, py)
	b.mouse(px, py+5)
	b.until("time passes", `(window.since ??= Date.now()) + 600 < Date.now()`)
	if b.js(shut) != "false" {
		t.Error("the panel goes while one is on it")
	}
	b.key(kb.Escape)
	b.until("Escape dismisses what the mouse brought", shut)
	b.mouse(x, y)
	b.until("it is back", `!`+shut)
	b.mouse(5, 5)
	b.until("it goes when one goes", shut)
	b.do(chromedp.Click(chromedp.JSPath(dots + `[2]`)))
	b.until("a click leads into it", `document.activeElement?.matches("[data-panel] h2")`)
	b.mouse(5, 5)
	b.do(chromedp.Click(chromedp.CSS("[data-panel] [data-panel-step]:last-child")))
	b.until("the next touchpoint follows in its place", `!`+shut+` && `+title+` === "Order & payment"`)
	b.do(chromedp.Click(chromedp.CSS("[data-panel-close]")))
	b.until("closed", shut)

	// What cannot be fetched is gone to.
	b.open(dawn)
	b.signed(false)
	b.do(chromedp.Click(chromedp.JSPath(dots + `[2]`)))
	b.arrives("/login")
}

// TestBrowserPanelPhone shows a touchpoint as a sheet below the dot that was
// tapped.
func TestBrowserPanelPhone(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.worked()
	b := newTab(t, h, 390, 800, true)
	b.open(dawn)
	b.tap(b.middle(dots + `[2].querySelector("text")`))
	b.until("the sheet is there", `document.activeElement?.matches("[data-panel] h2") && `+title+` === "Queue"`)
	b.until("it lies at the bottom", `(() => { const r = document.querySelector("[data-panel]").getBoundingClientRect(); return Math.round(r.bottom) === innerHeight && Math.round(r.width) === document.documentElement.clientWidth })()`)
	b.axe("sheet")
	b.tap(b.middle(`document.querySelector("[data-panel-close]")`))
	b.until("closed", shut)
}

// TestBrowserPanelWithoutScript follows a dot's link.
func TestBrowserPanelWithoutScript(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.worked()
	b := newTab(t, h, 1280, 900, false)
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	b.open(dawn + "?lang=en")
	b.do(chromedp.Click(chromedp.CSS(`.wide a.mood-point[href*="/touchpoints/queue"]`)))
	b.arrives("/touchpoints/queue?lang=en")
}

// TestBrowserTouchpointAccessible finds nothing to mend on the page and in the
// panel, in each language, on a desk and on a phone.
func TestBrowserTouchpointAccessible(t *testing.T) {
	h := cafe(t, account.Editor)
	h.worked()
	h.talk()
	if err := h.store.ShowHours(t.Context(), "dawn", true); err != nil {
		t.Fatal(err)
	}
	b := newTab(t, h, 1280, 900, false)
	for _, phone := range []bool{false, true} {
		size := map[bool]string{false: "desk", true: "phone"}[phone]
		if phone {
			b.size(320, 700, true)
		}
		for _, lang := range survey.Languages {
			for _, path := range []string{dawnQueue, dawn + "/touchpoints/email", dawn + "/touchpoints/drink"} {
				b.open(path + "?lang=" + lang)
				b.axe(path + " in " + lang + " on a " + size)
			}
			b.open(dawn + "?lang=" + lang)
			b.js(dots + `[2].dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}))`)
			b.until("the panel is open", `!`+shut)
			b.axe("panel in " + lang + " on a " + size)
		}
	}
}

// TestBrowserTouchpointPrinted is at most two sheets of paper.
func TestBrowserTouchpointPrinted(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.worked()
	h.talk()
	p := newPress(t, h)
	for _, lang := range survey.Languages {
		papers := p.print(dawnQueue + "?lang=" + lang)
		if len(papers) > 2 {
			t.Errorf("%s: %d sheets", lang, len(papers))
		}
		if b := papers[0].Bounds(); b.Dx() > b.Dy() {
			t.Errorf("%s is printed across", lang)
		}
	}
}
