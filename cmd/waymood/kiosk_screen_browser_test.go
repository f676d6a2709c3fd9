//go:build browser

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/waymood/waymood/internal/programtest"
)

// counter is a kiosk on its counter: a tablet, a wire and a service.
type counter struct {
	*tablet
	t        *testing.T
	wire     *wire
	service  *server
	database string
}

// patient is script by which a screen never goes on by itself, however long
// this process sleeps: its waits end when a test says that they have.
const patient = `{
	const wait = setTimeout, clear = clearTimeout, held = new Map();
	globalThis.setTimeout = (f, ms, ...more) => {
		if (![20_000, 4_000, 8_000, 7_000].includes(ms)) return wait(f, ms, ...more); // left alone, thanks, sorry, another language
		const id = wait(() => {}, 2 ** 31 - 1);
		held.set(id, [f, ms]);
		return id;
	};
	globalThis.clearTimeout = (id) => { held.delete(id); clear(id); };
	globalThis.passed = (waited) => {
		const over = [...held].filter(([, [, ms]]) => ms === waited);
		for (const [id, [f]] of over) { clearTimeout(id); f(); }
		return over.length;
	};
}`

// Waits of a screen, in milliseconds.
const (
	alone  = 20_000 // nobody is there any more
	thanks = 4_000
)

// newCounter starts all of it. before runs in the tablet's pages ahead of
// their own scripts.
func newCounter(t *testing.T, journey, before string) *counter {
	t.Helper()
	programtest.Chromium(t)
	c := &counter{t: t, wire: newWire(t), database: filepath.Join(t.TempDir(), "a.db")}
	ok(t, "apply", "--database", c.database, journey)
	c.service = serve(t, c.database)
	c.wire.lead(c.service)
	c.tablet = &tablet{profile: t.TempDir(), seen: &guestbook{seen: map[string]sight{}}, before: patient + before}
	c.tablet.start(t)
	t.Cleanup(func() { c.kill() })
	return c
}

// show a placement's kiosk and wait for its first screen.
func (c *counter) show(code string) {
	c.t.Helper()
	do(c.t, c.ctx, chromedp.Navigate(c.wire.url()+"/t/"+code+"/kiosk"))
	c.at("home")
}

// at waits for a screen, past the moment in which it takes no taps.
func (c *counter) at(state string) {
	c.t.Helper()
	do(c.t, c.ctx, chromedp.WaitVisible(chromedp.CSS(`#screen[data-state="`+state+`"] h1`)))
	ask(c.t, c.ctx, chromedp.Evaluate[chromedp.Void](`new Promise((done) => setTimeout(done, 400))`, chromedp.EvalAwaitPromise))
}

// passes lets the time of a screen's wait pass.
func (c *counter) passes(wait int) {
	c.t.Helper()
	if n := c.js(fmt.Sprintf("passed(%d)", wait)); n != "1" {
		c.t.Fatalf("%s screens wait for %d ms", n, wait)
	}
}

func (c *counter) click(selector string) {
	c.t.Helper()
	do(c.t, c.ctx, chromedp.Click(chromedp.CSS(selector)))
}

// js evaluates an expression or a promise.
func (c *counter) js(expression string) string {
	c.t.Helper()
	return ask(c.t, c.ctx, chromedp.Evaluate[string](`Promise.resolve(`+expression+`).then(String)`, chromedp.EvalAwaitPromise))
}

// stored is every answer in the database.
func (c *counter) stored() (all []map[string]any) {
	c.t.Helper()
	for _, line := range lines(ok(c.t, "export", "responses", "--database", c.database, "--format", "jsonl")) {
		var r map[string]any
		must(c.t, json.Unmarshal([]byte(line), &r), "read the export")
		all = append(all, r)
	}
	return all
}

// sent waits until n answers are in the database.
func (c *counter) sent(n int) []map[string]any {
	c.t.Helper()
	until(c.t, "the answers arrive", func() bool { return len(c.stored()) >= n })
	return c.stored()
}

// staff opens the corner by keyboard.
func (c *counter) staff() {
	c.t.Helper()
	do(c.t, c.ctx, chromedp.Focus(chromedp.CSS(`#corner`)))
	for range 5 {
		do(c.t, c.ctx, chromedp.KeyEvent("\r"))
	}
	do(c.t, c.ctx, chromedp.WaitVisible(chromedp.CSS(`dialog[open] h2`)))
}

// With network and power both gone, the kiosk starts, takes answers, and sends
// them when the network is back.
func TestBrowserKioskStartsOffline(t *testing.T) {
	c := newCounter(t, tillFile(t, ""), "")
	c.show("k7q2x")
	ask(t, c.ctx, chromedp.Evaluate[chromedp.Void](`navigator.serviceWorker.ready.then(() => {})`, chromedp.EvalAwaitPromise))
	c.quit(t)
	c.wire.set(unplugged)
	c.start(t)
	c.show("k7q2x")
	c.click(`[data-value="5"]`)
	c.at("more")
	do(t, c.ctx, chromedp.SendKeys(chromedp.CSS(`textarea`), "好喝，下次再來"))
	c.click(`[data-done]`)
	c.at("thanks")
	if line := c.js(`document.getElementById("waiting").innerText`); !strings.HasSuffix(line, ": 1") {
		t.Errorf("of what waits it says %q", line)
	}
	shoot(t, c.ctx, "kiosk-offline")
	c.quit(t)
	c.wire.set(whole)
	c.start(t)
	c.show("k7q2x")
	if all := c.sent(1); len(all) != 1 || all[0]["text"] != "好喝，下次再來" || all[0]["rating"] != 5.0 || all[0]["language"] != "zh-Hant" {
		t.Errorf("stored %v", all)
	}
}

// Who taps as soon as there is something to tap is heard, and the language in
// the address is the one that the screen goes back to.
func TestBrowserKioskFirstTap(t *testing.T) {
	c := newCounter(t, tillFile(t, ""), `new MutationObserver((_, watch) => {
		const button = document.querySelector('#screen[data-state="home"] [data-value="2"]');
		if (!button) return;
		watch.disconnect();
		button.click();
	}).observe(document, { childList: true, subtree: true, attributes: true });`)
	do(t, c.ctx, chromedp.Navigate(c.wire.url()+"/t/k7q2x/kiosk?lang=uk"))
	c.at("more")
	c.click(`[data-speak="en"]`)
	c.click(`[data-skip]`)
	c.at("thanks")
	c.click(`#screen h1`)
	c.at("home")
	if lang := c.js(`document.documentElement.lang`); lang != "uk" {
		t.Errorf("goes back to %s", lang)
	}
	if all := c.sent(1); len(all) != 1 || all[0]["rating"] != 2.0 {
		t.Errorf("stored %v", all)
	}
}

// Who walks away has answered with what was tapped.
func TestBrowserKioskLeftAlone(t *testing.T) {
	c := newCounter(t, tillFile(t, ""), "")
	c.show("k7q2x")
	c.click(`[data-speak="uk"]`)
	c.js(`new Promise((done) => setTimeout(done, 400))`)
	c.click(`[data-value="2"]`)
	c.at("more")
	c.click(`[data-value="wait"]`)
	c.passes(alone)
	c.at("home")
	all := c.sent(1)
	if len(all) != 1 || all[0]["rating"] != 2.0 || fmt.Sprint(all[0]["answer.why"]) != "[wait]" || all[0]["language"] != "uk" {
		t.Errorf("stored %v", all)
	}
	c.click(`[data-value="4"]`)
	c.at("more")
	do(t, c.ctx, chromedp.SendKeys(chromedp.CSS(`textarea`), "not se"))
	c.passes(alone)
	c.at("home")
	if all := c.sent(2); len(all) != 2 || all[0]["text"] == "not se" || all[1]["text"] == "not se" {
		t.Errorf("stored %v", all)
	}
	c.click(`[data-value="1"]`)
	c.at("more")
	c.staff() // in the middle of a visit
	c.passes(alone)
	c.at("home")
	if all := c.sent(3); len(all) != 3 {
		t.Errorf("stored %v", all)
	}
	if open := c.js(`document.getElementById("staff").open`); open != "false" {
		t.Error("the panel of staff stays open when nobody is there")
	}
}

// A tablet that cannot keep anything says so, thanks only for what the server
// has, and tells who answered in vain.
func TestBrowserKioskWithoutMemory(t *testing.T) {
	c := newCounter(t, tillFile(t, ""), `indexedDB.open = () => { throw new DOMException("no room", "QuotaExceededError"); };`)
	c.show("k7q2x")
	c.click(`[data-speak="en"]`)
	if said := c.js(`document.getElementById("trouble").innerText`); !strings.Contains(said, "cannot keep answers") {
		t.Errorf("it says %q", said)
	}
	c.js(`new Promise((done) => setTimeout(done, 400))`)
	c.click(`[data-value="3"]`)
	c.at("more")
	c.click(`[data-skip]`)
	c.at("thanks")
	c.sent(1)
	c.click(`#screen h1`)
	c.at("home")
	c.wire.set(unplugged)
	c.click(`[data-value="3"]`)
	c.at("more")
	c.click(`[data-skip]`)
	c.at("unkept")
	c.wire.set(whole)
	c.sent(2) // the page was not closed meanwhile
}

// What the server will never take is shown to staff with its reason, can be
// saved, and is sent again once the cause is mended.
func TestBrowserKioskRefused(t *testing.T) {
	c := newCounter(t, tillFile(t, ""), "")
	c.show("k7q2x")
	c.wire.set(unplugged)
	c.click(`[data-value="1"]`)
	c.at("more")
	c.click(`[data-skip]`)
	c.at("thanks")
	c.passes(thanks)
	c.at("home")
	if out := ok(t, "apply", "--database", c.database, tillFile(t, "channel: kiosk→channel: kiosk, ended: true")); !strings.Contains(out, "k7q2x") {
		t.Fatalf("nothing was closed: %s", out)
	}
	c.service.kill()
	c.service = serve(t, c.database)
	c.wire.lead(c.service)
	c.wire.set(whole)
	c.click(`[data-speak="en"]`)
	c.staff()
	c.click(`[data-act="send"]`)
	until(t, "the answer is refused", func() bool { return c.js(`document.querySelector('[data-count="refused"]').innerText`) == "1" })
	if said := c.js(`document.querySelector("[data-refused]").innerText`); !strings.Contains(said, "410") || !strings.Contains(said, "closed") {
		t.Errorf("the reason is told as %q", said)
	}
	shoot(t, c.ctx, "kiosk-refused")
	programtest.Accessible(t, c.ctx, "kiosk refused")
	ok(t, "apply", "--database", c.database, tillFile(t, ""))
	c.service.kill()
	c.service = serve(t, c.database)
	c.wire.lead(c.service)
	c.click(`[data-act="again"]`)
	c.sent(1)
	until(t, "nothing is refused", func() bool { return c.js(`document.querySelector('[data-count="refused"]').innerText`) == "0" })
}

// A registered kiosk takes its key out of the address, asks for its pin, and
// goes on sending when its key is revoked.
func TestBrowserKioskRegistered(t *testing.T) {
	c := newCounter(t, tillFile(t, ""), "")
	var key keyMade
	must(t, json.Unmarshal([]byte(ok(t, "key", "create", "till", "--scope", "kiosk", "--placement", "k7q2x", "--json", "--database", c.database)), &key), "read")
	do(t, c.ctx, chromedp.Navigate(c.wire.url()+"/t/k7q2x/kiosk#key="+key.Key+"&pin=2580"))
	c.at("home")
	if at := ask(t, c.ctx, chromedp.Location()); strings.Contains(at, "#") || strings.Contains(at, "wm_") {
		t.Errorf("the address is %s", at)
	}
	c.click(`[data-speak="en"]`)
	c.staff()
	pin := func(digits string) {
		do(t, c.ctx, chromedp.SetValue(chromedp.CSS(`#pin`), digits), chromedp.Click(chromedp.CSS(`[data-panel="pin"] .send`)))
		until(t, "the pin is read", func() bool { return c.js(`document.getElementById("pin")?.value ?? ""`) == "" })
	}
	told := func(what string) {
		until(t, "it says "+what, func() bool {
			return strings.Contains(c.js(`document.querySelector("[data-told]")?.innerText ?? ""`), what)
		})
	}
	pin("0000")
	told("not the PIN")
	for _, digits := range []string{"0001", "0002", "0003", "0004", "2580"} { // the last is right, but too soon
		pin(digits)
	}
	told("Too many tries")
	programtest.Accessible(t, c.ctx, "kiosk pin")
	if c.js(`document.querySelector('[data-panel="staff"]') === null`) != "true" {
		t.Error("the panel opened after five wrong pins")
	}
	c.click(`[data-panel="pin"] [data-close]`)
	c.at("home")
	answer := func() {
		c.click(`[data-value="4"]`)
		c.at("more")
		c.click(`[data-skip]`)
		c.at("thanks")
		c.click(`#screen h1`)
		c.at("home")
	}
	answer()
	c.sent(1)
	var keys []keyLine
	must(t, json.Unmarshal([]byte(ok(t, "key", "list", "--json", "--database", c.database)), &keys), "read")
	if len(keys) != 1 || keys[0].Used == nil || keys[0].Placement != "k7q2x" {
		t.Errorf("the key was not used: %+v", keys)
	}
	ok(t, "key", "revoke", key.ID, "--database", c.database)
	c.service.kill()
	c.service = serve(t, c.database)
	c.wire.lead(c.service)
	answer()
	c.sent(2)
}

// A tablet that reaches the service over plain http has neither worker nor
// locks: it keeps and sends all the same, and tells staff.
func TestBrowserKioskWithoutHTTPS(t *testing.T) {
	c := newCounter(t, tillFile(t, ""), `Object.defineProperty(globalThis, "isSecureContext", { value: false });
		for (const name of ["locks", "serviceWorker", "wakeLock", "storage"]) Object.defineProperty(Navigator.prototype, name, { value: undefined });
		Object.defineProperty(Crypto.prototype, "randomUUID", { value: undefined });`)
	c.show("k7q2x")
	c.click(`[data-speak="en"]`)
	c.wire.set(unplugged)
	c.js(`new Promise((done) => setTimeout(done, 400))`)
	c.click(`[data-value="5"]`)
	c.at("more")
	c.click(`[data-skip]`)
	c.at("thanks")
	c.passes(thanks)
	c.at("home")
	c.staff()
	if shown := c.js(`document.querySelector('[data-note="http"]').hidden`); shown != "false" {
		t.Error("staff are not told what is missing over http")
	}
	c.wire.set(whole)
	c.click(`[data-act="send"]`)
	c.sent(1)
}

// A question that is asked in other words comes to the tablet by itself, and
// what was kept meanwhile is sent.
func TestBrowserKioskRenewsItself(t *testing.T) {
	c := newCounter(t, tillFile(t, ""), `navigator.serviceWorker.addEventListener("message", (e) => { if (e.data === "changed") globalThis.changed = true; });`)
	c.show("k7q2x")
	ask(t, c.ctx, chromedp.Evaluate[chromedp.Void](`navigator.serviceWorker.ready.then(() => {})`, chromedp.EvalAwaitPromise))
	ok(t, "apply", "--database", c.database, tillFile(t, "這一段體驗如何？→這一段您覺得如何？"))
	c.service.kill()
	c.service = serve(t, c.database)
	c.wire.lead(c.service)
	c.click(`[data-value="4"]`) // it renews itself between two visits, so this one is let end
	c.at("more")
	ask(t, c.ctx, chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`)) // as the tablet says when its network is back
	until(t, "the tablet has the new words", func() bool { return c.js(`globalThis.changed`) == "true" })
	c.click(`[data-skip]`)
	c.at("thanks")
	c.passes(thanks)
	until(t, "the new words are shown", func() bool {
		shown, err := chromedp.Run(c.ctx, chromedp.Evaluate[string](`document.querySelector("#screen h1")?.innerText ?? ""`))
		return err == nil && shown == "這一段您覺得如何？" // an error is a page that just gives way to the new one
	})
	if all := c.sent(1); len(all) != 1 || all[0]["rating"] != 4.0 {
		t.Errorf("stored %v", all)
	}
}

// Nobody is shut out of any screen, in any language, on small and large
// tablets.
func TestBrowserKioskAccessibility(t *testing.T) {
	c := newCounter(t, dawnFile(t), `matchMedia = (query) => ({ matches: query.includes("reduce") });`)
	kinds := []struct{ code, kind string }{{"seat3", "faces"}, {"k7q2x", "csat"}, {"cup22", "stars"}, {"sorry", "two"}, {"stamp", "nps"}, {"p4y5t", "ces"}}
	sizes := [][2]int64{{320, 640}, {1280, 800}, {800, 1280}, {1920, 1080}}
	n := 0
	for i, k := range kinds {
		code, kind := k.code, k.kind
		for l, language := range []string{"zh-Hant", "zh-Hans", "uk", "en"} {
			if i > 0 && l != i%4 && os.Getenv("WAYMOOD_TEST_ROUNDS") == "" {
				continue // one kind in all languages and each of the others in one; who wants to be sure sees them all
			}
			size := sizes[n%len(sizes)]
			n++
			do(t, c.ctx, chromedp.EmulateViewport(size[0], size[1]))
			c.show(code)
			c.click(`[data-speak="` + language + `"]`)
			check := func(state string) {
				name := strings.Join([]string{"kiosk", kind, language, state}, "-")
				programtest.Accessible(t, c.ctx, name)
				shoot(t, c.ctx, name)
				if wide := c.js(`document.documentElement.scrollWidth - innerWidth`); wide != "0" {
					t.Errorf("%s is %s pixels wider than the screen of %d", name, wide, size[0])
				}
				small := c.js(`[...document.querySelectorAll("button:not([hidden])")].filter((b) => b.checkVisibility()).map((b) => b.getBoundingClientRect()).filter((r) => r.width < 43.9 || r.height < 43.9).length`)
				if small != "0" {
					t.Errorf("%s: %s buttons are smaller than 44 pixels", name, small)
				}
			}
			c.at("home")
			check("home")
			c.click(`.answers button:nth-child(2)`)
			c.at("more")
			check("more")
			c.click(`[data-skip]`)
			c.at("thanks")
			check("thanks")
			c.staff()
			check("staff")
		}
	}
}
