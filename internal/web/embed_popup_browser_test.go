//go:build browser

package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// dialogOf is the dialog of the element with an id.
const dialogOf = `document.getElementById("%s").shadowRoot.querySelector("dialog")`

func TestBrowserPopups(t *testing.T) {
	h := newHost(t)
	dialog := fmt.Sprintf(dialogOf, "a")
	popup := func(more string) string {
		return `<p><input id="field"></p><div id="a" data-waymood="web22" data-mode="popup" ` + more + `></div><div class="tall"></div>SCRIPT`
	}
	for _, c := range []struct {
		name, attributes, do string
		again                bool
	}{
		{"after a time", `data-after="300ms"`, `1`, false},
		{"after scrolling", `data-scroll="50%"`, `scrollTo(0, 2500), 1`, false},
		{"on the way out", `data-exit`, `document.documentElement.dispatchEvent(new MouseEvent("mouseout", {bubbles: true, clientY: -2})), 1`, false},
		{"at the page's word", `data-on="order:done"`, `document.dispatchEvent(new CustomEvent("order:done")), 1`, false},
		{"at the window's word", `data-on="order:done"`, `dispatchEvent(new CustomEvent("order:done")), 1`, false},
		{"when asked", `data-on="never"`, `waymood.open("web22"), 1`, true},
		{"in front of all", `data-on="order:done" data-modal`, `dispatchEvent(new CustomEvent("order:done")), 1`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h.t = t
			h.open(1000, popup(c.attributes))
			h.until(dialog)
			on[int](h, `document.getElementById("field").focus(), 1`)
			if c.do != "1" && on[bool](h, dialog+".open") {
				t.Error("it opens by itself")
			}
			// Half of what is asked for is not enough.
			on[int](h, `scrollTo(0, 500), document.dispatchEvent(new CustomEvent("order:else")), 1`)
			on[int](h, c.do)
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
			if c.again { // from within the survey, by keyboard
				in[int](h, "web22", `document.querySelector('[name=comment]').focus(), 1`)
				h.press(kb.Escape)
			} else {
				on[int](h, `document.getElementById("a").shadowRoot.querySelector("dialog button").click(), 1`)
			}
			h.until(`told.at(-1) === 'closed a {"code":"web22"}'`)
			if focus := on[string](h, `document.activeElement.id`); focus != "field" {
				t.Errorf("after closing the focus is on %q", focus)
			}
			on[int](h, c.do)
			if again := on[bool](h, drawn+".then(() => "+dialog+".open)"); again != c.again {
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
		on[int](h, `dispatchEvent(new Event("go")), 1`)
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
	h.press(kb.Tab, kb.Enter)
	h.until(dialog + `.matches(":modal")`)
	h.untilIn("web22", fits)
	h.shoot("button")
	h.press(kb.Escape)
	h.until(`told.join() === 'shown a {"code":"web22"},closed a {"code":"web22"}'`)
	if back := on[string](h, `document.activeElement.shadowRoot.activeElement.textContent`); back != "Tell us" {
		t.Errorf("the focus returns to %q", back)
	}
	// What was begun is still there; Escape works inside of the survey too.
	h.press(kb.Enter)
	h.until(dialog + `.open`)
	in[int](h, "web22", `document.querySelector('[name=comment]').focus(), 1`)
	h.press("so far", kb.Escape)
	h.until("!" + dialog + ".open")
	h.press(kb.Enter)
	h.until(dialog + `.open`)
	if typed := in[string](h, "web22", `document.querySelector('[name=comment]').value`); typed != "so far" {
		t.Errorf("what was typed is %q", typed)
	}
	// What follows the first page begins at its top, under the way to close it.
	on[int](h, dialog+".scrollTop = 999")
	in[int](h, "web22", `document.querySelector('.send').click(), 1`)
	h.untilIn("web22", `document.querySelector(".summary") && `+fits)
	h.until(dialog + ".scrollTop === 0")
	// After an answer the next opening asks anew.
	in[int](h, "web22", `document.querySelector('[name=rating][value="2"]').click(), document.querySelector('.send').click(), 1`)
	h.until(`told.at(-1).startsWith("answered a")`)
	h.untilIn("web22", fits)
	on[int](h, dialog+".close(), 1")
	h.until(`told.at(-1).startsWith("closed a")`)
	on[int](h, `waymood.open(document.getElementById("a")), 1`)
	h.untilIn("web22", `document.querySelector('[name=comment]').value === ""`)
	if v := on[[]string](h, "violations"); len(v) > 0 {
		t.Errorf("against the site's policy: %q", v)
	}
}
