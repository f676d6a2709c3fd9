//go:build browser

package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// frameOf is the frame of the element with an id.
const frameOf = `document.getElementById("%s").shadowRoot.querySelector("iframe")`

// fits says whether the survey has exactly the height it needs: no scroll bar
// inside, no gap below.
const fits = `(d => d.scrollHeight <= innerHeight && d.scrollWidth <= innerWidth && Math.abs(innerHeight - d.getBoundingClientRect().height) <= 1)(document.documentElement)`

// calm passes once two frames were drawn without a new height.
const calm = `new Promise(done => { let last = -1; const look = () => { if (heights.length === last) return done(last); last = heights.length; requestAnimationFrame(() => requestAnimationFrame(look)) }; look() })`

// drawn passes once thirty frames were drawn.
const drawn = `new Promise(done => { let n = 30; const next = () => n-- ? requestAnimationFrame(next) : done(); next() })`

func TestBrowserInline(t *testing.T) {
	h := newHost(t)
	h.open(1000, `<div id="b" data-waymood="web33"></div><div class="tall"></div>`+
		`<div id="a" data-waymood="web22" data-persona="office" data-field-order="A-12" data-field-secret="no" data-answer-rating="5"></div><p>below</p>SCRIPT`)
	h.until(`told.length`)
	if told := on[[]string](h, "told"); len(told) != 1 || told[0] != `shown b {"code":"web33"}` {
		t.Errorf("far below the window a survey is loaded already: %q", told)
	}
	on[int](h, `document.getElementById("a").scrollIntoView(), heights.length = told.length = 0`)
	h.until(`told.includes('shown a {"code":"web22"}')`)
	h.untilIn("web22", fits)
	frame := fmt.Sprintf(frameOf, "a")
	if title := on[string](h, frame+".title"); title != "Ordering online – Dawn Café online" {
		t.Errorf("the frame is called %q", title)
	}

	height := func() int { return on[int](h, calm+".then(() => "+frame+".getBoundingClientRect().height)") }
	first := height()
	for range 3 { // it shrinks as it grows, and comes to rest
		in[int](h, "web22", `document.querySelector('[name=rating][value="1"]').click(), 1`)
		h.untilIn("web22", fits+` && !document.getElementById("a-why").closest(".q").hidden`)
		if grown := height(); grown < first+100 {
			t.Fatalf("with one more question it is %d high, before %d", grown, first)
		}
		in[int](h, "web22", `document.querySelector('[name=rating][value="5"]').click(), 1`)
		h.untilIn("web22", fits+` && document.getElementById("a-why").closest(".q").hidden`)
		if again := height(); again != first {
			t.Fatalf("it is %d high, before %d", again, first)
		}
	}
	seen := on[int](h, calm)
	if later := on[int](h, drawn+".then(() => heights.length)"); later != seen {
		t.Errorf("the height does not come to rest: %d messages, then %d", seen, later)
	}

	// A wrong answer, then a good one.
	in[int](h, "web22", `document.querySelector('[name=rating]:checked').checked = false, document.querySelector('[name=comment]').value = "quick", document.querySelector('.send').click(), 1`)
	h.untilIn("web22", `document.querySelector(".summary") && `+fits)
	if top := on[float64](h, frame+".getBoundingClientRect().top"); top < -1 {
		t.Errorf("what is wrong stands %v px above the window", top)
	}
	in[int](h, "web22", `document.querySelector('[name=rating][value="4"]').click(), document.querySelector('.send').click(), 1`)
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
	in[int](h, "web22", `document.querySelector('nav a[lang=uk]').click(), 1`)
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

// TestBrowserTwo: two surveys on one page do not mix what they say.
func TestBrowserTwo(t *testing.T) {
	h := newHost(t)
	h.open(1000, `<div id="a" data-waymood="web22"></div><div id="b" data-waymood="web33" data-answer-rating="1"></div>SCRIPT SCRIPT`)
	h.until(`told.length === 2`)
	h.untilIn("web22", fits)
	h.untilIn("web33", fits)
	in[int](h, "web33", `document.querySelector('.send').click(), 1`)
	h.until(`told.at(-1) === 'answered b {"code":"web33"}'`)
	// What others post to the page, and to the survey, is not listened to.
	on[int](h, `postMessage({type: "waymood:height", height: 9999}), postMessage({type: "waymood:answered"}), 1`)
	if n := on[int](h, drawn+".then(() => told.length)"); n != 3 || on[float64](h, fmt.Sprintf(frameOf, "a")+".getBoundingClientRect().height") > 5000 {
		t.Errorf("told %q", on[[]string](h, "told"))
	}
	if rs := h.answers(); len(rs) != 1 || rs[0].Placement != "web33" {
		t.Errorf("kept %+v", rs)
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
					on[int](h, `waymood.open("web22"), 1`)
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
