//go:build browser

package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/domdebugger"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

// frameOf is the frame of the element with an id.
const frameOf = `document.getElementById("%s").shadowRoot.querySelector("iframe")`

// fits says whether the survey has exactly the height it needs: no scroll bar
// inside, no gap below.
const fits = `(d => d.scrollHeight <= innerHeight && d.scrollWidth <= innerWidth && Math.abs(innerHeight - d.getBoundingClientRect().height) <= 1)(document.documentElement)`

// calm passes once two frames were drawn without a new height.
const calm = `new Promise(done => { let last = -1; const look = () => { if (heights.length === last) return done(last); last = heights.length; requestAnimationFrame(() => requestAnimationFrame(look)) }; look() })`

func TestBrowserInline(t *testing.T) {
	h := newHost(t)
	h.open(1000, `<div class="tall">`+"</div>"+`<div id="a" data-waymood="web22" data-persona="office" data-field-order="A-12" data-field-secret="no" data-answer-rating="5"></div><p>below</p>SCRIPT`)
	if n := len(h.frames()); n == 1 && h.frames()[0].Frame.URL != "about:blank" && strings.Contains(h.frames()[0].Frame.URL, "/t/") {
		t.Error("the survey is loaded though nobody can see it yet")
	}
	frame := fmt.Sprintf(frameOf, "a")
	h.until(frame)
	on[any](h, `document.getElementById("a").scrollIntoView(), null`+"||1")
	h.until(`told.includes('shown a {"code":"web22"}')`)
	h.untilIn("web22", fits)
	if title := on[string](h, frame+".title"); title != "Ordering online – Dawn Café online" {
		t.Errorf("the frame is called %q", title)
	}

	height := func() int { return on[int](h, calm+".then(() => "+frame+".getBoundingClientRect().height)") }
	first := height()
	for range 3 { // it shrinks as it grows, and comes to rest
		in[any](h, "web22", `document.querySelector('[name=rating][value="1"]').click(), 1`)
		h.untilIn("web22", fits+` && !document.getElementById("q-why").hidden`)
		if grown := height(); grown < first+100 {
			t.Fatalf("with one more question it is %d high, before %d", grown, first)
		}
		in[any](h, "web22", `document.querySelector('[name=rating][value="5"]').click(), 1`)
		h.untilIn("web22", fits+` && document.getElementById("q-why").hidden`)
		if again := height(); again != first {
			t.Fatalf("it is %d high, before %d", again, first)
		}
	}
	seen := on[int](h, calm)
	on[any](h, `new Promise(done => setTimeout(done, 300)).then(() => 1)`)
	if later := on[int](h, "heights.length"); later != seen {
		t.Errorf("the height does not come to rest: %d messages, then %d", seen, later)
	}

	// A wrong answer, then a good one.
	in[any](h, "web22", `document.querySelector('[name=rating]:checked').checked = false, document.querySelector('[name=comment]').value = "quick", document.querySelector('.send').click(), 1`)
	h.untilIn("web22", `document.querySelector(".summary") && `+fits)
	if top := on[float64](h, frame+".getBoundingClientRect().top"); top < -1 {
		t.Errorf("what is wrong stands %v px above the window", top)
	}
	in[any](h, "web22", `document.querySelector('[name=rating][value="4"]').click(), document.querySelector('.send').click(), 1`)
	h.until(`told.includes('answered a {"code":"web22"}')`)
	h.untilIn("web22", fits)
	if thanks := height(); thanks >= first {
		t.Errorf("the thanks are %d high, the survey was %d", thanks, first)
	}
	h.shoot("thanks")
	if target := in[string](h, "web22", `document.querySelector('a[href^="/receipt/"]').target`); target != "_blank" {
		t.Errorf("the receipt opens in %q", target)
	}
	// In another language it is still one answer.
	in[any](h, "web22", `document.querySelector('nav a[lang=uk]').click(), 1`)
	h.untilIn("web22", `document.documentElement.lang === "uk" && `+fits)
	if told := on[[]string](h, "told"); len(told) != 2 {
		t.Errorf("the page was told %q", told)
	}
	if v := on[[]string](h, "violations"); len(v) > 0 {
		t.Errorf("against the site's policy: %q", v)
	}
	rs := h.answers()
	if len(rs) != 1 {
		t.Fatalf("%d answers", len(rs))
	}
	want := map[string]string{"order": "A-12"}
	if diff := cmp.Diff(want, rs[0].Fields); diff != "" || rs[0].Persona != "office" || rs[0].Answers["rating"] != 4 || rs[0].Answers["comment"] != "quick" || rs[0].Language != "en" {
		t.Errorf("kept %+v %s", rs[0], diff)
	}
	if stored := on[string](h, `document.cookie + localStorage.length + sessionStorage.length`); stored != "00" {
		t.Errorf("something is stored: %s", stored)
	}
}

const dialogOf = `document.getElementById("%s").shadowRoot.querySelector("dialog")`

func TestBrowserPopups(t *testing.T) {
	h := newHost(t)
	dialog := fmt.Sprintf(dialogOf, "a")
	popup := func(more string) string {
		return `<p><input id="field"></p><div id="a" data-waymood="web22" data-mode="popup" ` + more + `></div><div class="tall"></div>SCRIPT`
	}
	for _, c := range []struct{ name, attributes, do string }{
		{"after a time", `data-after="300ms"`, `1`},
		{"after scrolling", `data-scroll="50%"`, `scrollTo(0, 2500), 1`},
		{"on the way out", `data-exit`, `document.documentElement.dispatchEvent(new MouseEvent("mouseout", {bubbles: true, clientY: -2})), 1`},
		{"at the page's word", `data-on="order:done"`, `document.dispatchEvent(new CustomEvent("order:done")), 1`},
		{"at the window's word", `data-on="order:done"`, `dispatchEvent(new CustomEvent("order:done")), 1`},
		{"when asked", `data-on="never"`, `waymood.open("web22"), 1`},
		{"in front of all", `data-on="order:done" data-modal`, `dispatchEvent(new CustomEvent("order:done")), 1`},
	} {
		t.Run(c.name, func(t *testing.T) {
			h.t = t
			h.open(1000, popup(c.attributes))
			h.until(dialog)
			on[any](h, `document.getElementById("field").focus(), 1`)
			if c.do != "1" && on[bool](h, dialog+".open") {
				t.Error("it opens by itself")
			}
			// Half of what is asked for is not enough.
			on[any](h, `scrollTo(0, 500), document.dispatchEvent(new CustomEvent("order:else")), 1`)
			on[any](h, c.do)
			h.until(dialog + ".open && told.length")
			h.untilIn("web22", fits)
			modal := strings.Contains(c.attributes, "modal")
			if got := on[bool](h, dialog+`.matches(":modal")`); got != modal {
				t.Errorf("it is modal: %v", got)
			}
			if focus := on[string](h, `document.activeElement.id`); (focus == "field") == modal {
				t.Errorf("the focus is on %q", focus)
			}
			if said := on[string](h, `document.getElementById("a").shadowRoot.querySelector("[role=status]").textContent`); (said == "Feedback") == modal {
				t.Errorf("a screen reader is told %q", said)
			}
			h.shoot("popup-" + strings.ReplaceAll(c.name, " ", "-"))
			on[any](h, `document.getElementById("a").shadowRoot.querySelector("dialog button").click(), 1`)
			h.until(`told.at(-1) === 'closed a {"code":"web22"}'`)
			if focus := on[string](h, `document.activeElement.id`); focus != "field" {
				t.Errorf("after closing the focus is on %q", focus)
			}
			on[any](h, c.do)
			on[any](h, `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => 1)`)
			if again := on[bool](h, dialog+".open"); again != (c.name == "when asked") {
				t.Errorf("opened again: %v", again)
			}
			if v := on[[]string](h, "violations"); len(v) > 0 {
				t.Errorf("against the site's policy: %q", v)
			}
			if stored := on[int](h, "sessionStorage.length"); stored != 0 {
				t.Error("something is stored")
			}
		})
	}
}

// TestBrowserOnce: only where the page asks for it is it noted, in the page's
// own session, that a popup was shown.
func TestBrowserOnce(t *testing.T) {
	h := newHost(t)
	body := `<div id="a" data-waymood="web22" data-mode="popup" data-on="go" data-once></div>SCRIPT`
	dialog := fmt.Sprintf(dialogOf, "a")
	for visit, opens := range []bool{true, false} {
		h.open(1000, body)
		h.until(dialog)
		on[any](h, `dispatchEvent(new Event("go")), 1`)
		if open := on[bool](h, dialog+".open"); open != opens {
			t.Errorf("visit %d: open is %v", visit, open)
		}
	}
	if kept := on[string](h, `JSON.stringify(sessionStorage)`); kept != `{"waymood:web22":"shown"}` {
		t.Errorf("kept %s", kept)
	}
}

func TestBrowserButton(t *testing.T) {
	h := newHost(t)
	h.open(1000, `<div id="a" data-waymood="web22" data-mode="button" data-label="Tell us"></div><div id="b" data-waymood="web33" data-mode="button"></div>SCRIPT`)
	dialog := fmt.Sprintf(dialogOf, "a")
	h.until(dialog)
	names := on[string](h, `["a", "b"].map(id => document.getElementById(id).shadowRoot.querySelector("button").textContent).join()`)
	if names != "Tell us,Feedback" {
		t.Errorf("the buttons say %q", names)
	}
	press := func(keys ...string) {
		t.Helper()
		for _, k := range keys {
			if err := chromedp.Do(h.ctx, chromedp.KeyEvent(k)); err != nil {
				t.Fatal(err)
			}
		}
	}
	press(kb.Tab, kb.Enter)
	h.until(dialog + `.matches(":modal")`)
	h.untilIn("web22", fits)
	h.shoot("button")
	press(kb.Escape)
	h.until(`told.join() === 'shown a {"code":"web22"},closed a {"code":"web22"}'`)
	if back := on[string](h, `document.activeElement.shadowRoot.activeElement.textContent`); back != "Tell us" {
		t.Errorf("the focus returns to %q", back)
	}
	// What was begun is still there; Escape works inside of the survey too.
	press(kb.Enter)
	h.until(dialog + `.open`)
	in[any](h, "web22", `document.querySelector('[name=comment]').focus(), 1`)
	press("so far", kb.Escape)
	h.until("!" + dialog + ".open")
	press(kb.Enter)
	h.until(dialog + `.open`)
	if typed := in[string](h, "web22", `document.querySelector('[name=comment]').value`); typed != "so far" {
		t.Errorf("what was typed is %q", typed)
	}
	// After an answer the next opening asks anew.
	in[any](h, "web22", `document.querySelector('[name=rating][value="2"]').click(), document.querySelector('.send').click(), 1`)
	h.until(`told.at(-1).startsWith("answered a")`)
	h.untilIn("web22", fits)
	on[any](h, dialog+".close(), 1")
	h.until(`told.at(-1).startsWith("closed a")`)
	on[any](h, `waymood.open(document.getElementById("a")), 1`)
	h.untilIn("web22", `document.querySelector('[name=comment]').value === ""`)
	if v := on[[]string](h, "violations"); len(v) > 0 {
		t.Errorf("against the site's policy: %q", v)
	}
}

// TestBrowserUnlisted: a page that the placement does not list shows nothing
// and is told nothing.
func TestBrowserUnlisted(t *testing.T) {
	h := newHost(t)
	h.open(1000, `<div id="a" data-waymood="not22"></div><div id="b" data-waymood="web22"></div><div id="c" data-waymood="men22"></div>SCRIPT`)
	h.until(`told.includes('shown b {"code":"web22"}')`)
	h.wait("both refused", func() bool {
		refused := 0
		for _, f := range h.frames() {
			if strings.HasPrefix(f.Frame.URL, "chrome-error:") {
				refused++
			}
		}
		return refused == 2
	})
	if told := on[[]string](h, "told.concat(strangers)"); len(told) != 2 {
		t.Errorf("told %q", told)
	}
}

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
		on[any](h, `waymood.mount(document.getElementById("a")), waymood.mount(document.getElementById("a")), waymood.open("web22"), 1`)
		h.untilIn("web22", "document.readyState === 'complete'")
		if n := len(h.frames()); n != 1 {
			t.Errorf("%s: %d frames", mode, n)
		}
		if listeners() == before {
			t.Errorf("%s: nothing is listened to", mode)
		}
		on[any](h, `list.replaceChildren(), 1`)
		h.wait("all is gone", func() bool { return len(h.frames()) == 0 && listeners() == before })
	}
	// Another survey in the same element, and none.
	on[bool](h, add+`("inline")`)
	h.untilIn("web22", "true")
	on[any](h, `document.getElementById("a").dataset.waymood = "web33", 1`)
	h.untilIn("web33", "true")
	on[any](h, `waymood.unmount(document.getElementById("a")), 1`)
	if n := len(h.frames()); n != 0 || listeners() != before {
		t.Errorf("after unmount there are %d frames", n)
	}
	if keys := on[string](h, `Object.keys(waymood).join()`); keys != "mount,unmount,open" {
		t.Errorf("the page gets %s", keys)
	}
}

// TestBrowserTwo: two surveys on one page do not mix what they say.
func TestBrowserTwo(t *testing.T) {
	h := newHost(t)
	h.open(1000, `<div id="a" data-waymood="web22"></div><div id="b" data-waymood="web33" data-answer-rating="1"></div>SCRIPT SCRIPT`)
	h.until(`told.length === 2`)
	h.untilIn("web22", fits)
	h.untilIn("web33", fits)
	in[any](h, "web33", `document.querySelector('.send').click(), 1`)
	h.until(`told.at(-1) === 'answered b {"code":"web33"}'`)
	// What others post to the page, and to the survey, is not listened to.
	on[any](h, `postMessage({type: "waymood:height", height: 9999}), postMessage({type: "waymood:answered"}), 1`)
	on[any](h, `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => 1)`)
	if n := on[int](h, "told.length"); n != 3 || on[float64](h, fmt.Sprintf(frameOf, "a")+".getBoundingClientRect().height") > 5000 {
		t.Errorf("told %q", on[[]string](h, "told"))
	}
	if rs := h.answers(); len(rs) != 1 || rs[0].Placement != "web33" {
		t.Errorf("kept %+v", rs)
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
		in[any](h, "web22", `document.querySelector('[name=rating][value="3"]').click(), document.querySelector('.send').click(), 1`)
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

// TestBrowserLanguages: in each language and on a narrow screen, page and
// survey are accessible and nothing has to be scrolled sideways.
func TestBrowserLanguages(t *testing.T) {
	h := newHost(t)
	for lang, want := range map[string][2]string{
		"zh-TW": {"zh-Hant", "意見回饋"}, "zh-CN": {"zh-Hans", "意见反馈"}, "uk": {"uk", "Ваш відгук"}, "en-GB": {"en", "Feedback"},
	} {
		t.Run(lang, func(t *testing.T) {
			h.t, h.lang = t, lang
			for _, mode := range []string{`data-mode="inline"`, `data-mode="button"`, `data-mode="popup" data-on="go"`} {
				h.open(320, `<div id="a" data-waymood="web22" `+mode+`></div><p>…</p>SCRIPT`)
				h.until(`document.getElementById("a").shadowRoot?.childElementCount`)
				if mode != `data-mode="inline"` {
					on[any](h, `waymood.open("web22"), 1`)
					name := on[string](h, fmt.Sprintf(dialogOf, "a")+".ariaLabel")
					if name != want[1] {
						t.Errorf("the dialog is called %q", name)
					}
				}
				h.until(`told.length`)
				h.untilIn("web22", fits)
				if got := in[string](h, "web22", "document.documentElement.lang"); got != want[0] {
					t.Errorf("%s: the survey is in %s", mode, got)
				}
				if wide := on[int](h, "document.documentElement.scrollWidth"); wide > 320 {
					t.Errorf("%s: the page is %d px wide", mode, wide)
				}
				h.accessible(lang+" "+mode, "web22")
				h.shoot(lang + "-" + strings.Trim(strings.Fields(mode)[0], `"`)[len(`data-mode="`):])
			}
		})
	}
}
