//go:build browser

package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/domdebugger"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// TestBrowserComesAndGoes: a page that builds itself gets surveys as it adds
// their elements, and nothing is left of those it removes.
func TestBrowserComesAndGoes(t *testing.T) {
	h := newHost(t)
	h.open(1000, `<div id="list"></div>SCRIPT SCRIPT`)
	h.until("window.waymood")
	listeners := func() int {
		t.Helper()
		w, err := chromedp.Run(h.ctx, chromedp.Evaluate[*runtime.RemoteObject]("window"))
		if err != nil {
			t.Fatal(err)
		}
		found, err := chromedp.Call(h.ctx, domdebugger.GetEventListeners, domdebugger.GetEventListenersParams{ObjectID: w.ObjectID})
		if err != nil {
			t.Fatal(err)
		}
		return len(found.Listeners)
	}
	before := listeners()
	const add = `(mode => { const e = document.createElement("div"); e.id = "a"; e.dataset.waymood = "web22"; e.dataset.mode = mode; e.dataset.scroll = "1"; e.dataset.on = "go";
		const box = document.createElement("section"); box.append(e); list.append(box); return true })`
	for _, mode := range []string{"inline", "popup", "button", "inline"} {
		on[bool](h, add+`("`+mode+`")`)
		h.until(`document.getElementById("a").shadowRoot?.childElementCount`)
		on[int](h, `waymood.mount(document.getElementById("a")), waymood.mount(document.getElementById("a")), waymood.open("web22"), 1`)
		h.untilIn("web22", "document.readyState === 'complete'")
		if n := len(h.frames()); n != 1 {
			t.Errorf("%s: %d frames", mode, n)
		}
		if listeners() == before {
			t.Errorf("%s: nothing is listened to", mode)
		}
		on[int](h, `list.replaceChildren(), 1`)
		h.wait("all is gone", func() bool { return len(h.frames()) == 0 && listeners() == before })
	}
	// Another survey in the same element, and none.
	on[bool](h, add+`("inline")`)
	h.untilIn("web22", "true")
	on[int](h, `document.getElementById("a").dataset.waymood = "web33", 1`)
	h.untilIn("web33", "true")
	on[int](h, `waymood.unmount(document.getElementById("a")), 1`)
	if n := len(h.frames()); n != 0 || listeners() != before {
		t.Errorf("after unmount there are %d frames", n)
	}
	if keys := on[string](h, `Object.keys(waymood).join()`); keys != "mount,unmount,open" {
		t.Errorf("the page gets %s", keys)
	}
}

// TestBrowserSandbox: a page may lock the frame up, and even switch its
// scripts off; it answers all the same, and still no stranger may show it.
func TestBrowserSandbox(t *testing.T) {
	h := newHost(t)
	for _, c := range []struct {
		sandbox string
		script  bool
	}{{"allow-forms allow-scripts allow-popups", true}, {"allow-forms", false}} {
		h.open(600, `<iframe title="Survey" width="400" height="300" sandbox="`+c.sandbox+`" src="`+h.mood+`/t/web22/frame?lang=en"></iframe>
			<iframe title="Other" sandbox="`+c.sandbox+`" src="`+h.mood+`/t/not22/frame"></iframe>`)
		h.untilIn("web22", "document.readyState === 'complete'")
		if c.script {
			h.until(`heights.length && strangers.includes("null waymood:shown")`)
		}
		if overflow := in[string](h, "web22", "getComputedStyle(document.documentElement).overflow"); overflow != "visible" {
			t.Errorf("%s: nobody fits its height, but it cannot be scrolled: %s", c.sandbox, overflow)
		}
		before := len(h.answers())
		in[int](h, "web22", `document.querySelector('[name=rating][value="3"]').click(), document.querySelector('.send').click(), 1`)
		h.untilIn("web22", `document.querySelector('a[href^="/receipt/"]')`)
		if got := len(h.answers()); got != before+1 {
			t.Errorf("%s: %d answers, before %d", c.sandbox, got, before)
		}
		if c.script {
			h.until(`strangers.includes("null waymood:answered")`)
		}
		for _, f := range h.frames() {
			if strings.Contains(f.Frame.URL, "not22") {
				t.Errorf("%s: %s is shown", c.sandbox, f.Frame.URL)
			}
		}
	}
}

// TestBrowserStrangers: neither the page's script nor the survey listens to
// anybody but the other, even in the other's place.
func TestBrowserStrangers(t *testing.T) {
	h := newHost(t)
	h.open(1000, `<iframe id="raw" title="Survey" src="`+h.mood+`/t/web33/frame"></iframe><div id="a" data-waymood="web22"></div>SCRIPT`)
	h.until(`told.length && heights.length > 1`)
	frame := fmt.Sprintf(frameOf, "a")
	height := on[int](h, frame+".getBoundingClientRect().height")
	on[string](h, frame+`.src = "/stranger"`)
	h.until(`strangers.includes(location.origin + " waymood:answered")`)
	if told := on[[]string](h, drawn+".then(() => told)"); len(told) != 1 {
		t.Errorf("the page was told %q", told)
	}
	if now := on[int](h, frame+".getBoundingClientRect().height"); now != height || on[string](h, frame+".title") == "stranger" {
		t.Errorf("a stranger in the frame made it %d high", now)
	}
	if overflow := in[string](h, "web33", "getComputedStyle(document.documentElement).overflow"); overflow != "visible" {
		t.Errorf("at a stranger's word the survey cannot be scrolled: %s", overflow)
	}
}
