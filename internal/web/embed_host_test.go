//go:build browser

package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/programtest"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// host is another site, with a policy as strict as it gets, whose pages show
// surveys of a house; and a browser that looks at it.
type host struct {
	t     *testing.T
	house *house
	own   string // the site's origin
	mood  string // the house's
	ctx   context.Context
	body  string // of the site's page
	lang  string
}

// notes is the site's own script: it writes down what it is told.
const notes = `window.told = []; window.heights = []; window.violations = []; window.strangers = [];
for (const type of ["shown", "answered", "closed"])
  document.addEventListener("waymood:" + type, (e) => told.push(type + " " + e.target.id + " " + JSON.stringify(e.detail)));
addEventListener("message", (e) => e.data.type === "waymood:height" ? heights.push(e.data.height) : strangers.push(e.origin + " " + e.data.type));
addEventListener("securitypolicyviolation", (e) => violations.push(e.violatedDirective + " " + e.blockedURI));`

func newHost(t *testing.T) *host {
	t.Helper()
	h := &host{t: t, house: newHouse(t), lang: "en"}
	site := httptest.NewServer(h)
	mood := httptest.NewServer(h.house)
	t.Cleanup(site.Close)
	t.Cleanup(mood.Close)
	h.own, h.mood = site.URL, mood.URL
	src, err := os.ReadFile("testdata/embed.yaml")
	if err != nil {
		t.Fatal(err)
	}
	js, _, err := journey.Parse("embed.yaml", []byte(strings.ReplaceAll(string(src), "ORIGIN", h.own)))
	if err != nil {
		t.Fatal(err)
	}
	storetest.Apply(t, h.house.store, js...)

	// A sandboxed frame has a process of its own else, where this tab's tools do not reach.
	h.ctx = programtest.Browser(t, chromedp.Flag("disable-features", "Translate,IsolateSandboxedIframes"))
	return h
}

// ServeHTTP is the site: one page and its script and style.
func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/notes.js":
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, notes)
	case "/site.css":
		w.Header().Set("Content-Type", "text/css")
		fmt.Fprint(w, "body { margin: 0; font: 16px/1.5 sans-serif } main { padding: 0 16px } .tall { height: 4000px } button { text-transform: uppercase; display: none }")
	case "/stranger":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><title>Stranger</title><script>
			for (const type of ["waymood:answered", "waymood:height"]) parent.postMessage({ type, code: "web22", title: "stranger", height: 7777 }, "*");
			for (const frame of [...Array(parent.length).keys()]) parent[frame].postMessage({ type: "waymood:fits" }, "*");
		</script>`)
	case "/":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self' "+h.mood+"; frame-src 'self' "+h.mood+
			"; style-src 'self'; img-src data:; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'")
		fmt.Fprintf(w, `<!doctype html><html lang=%q><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shop</title><link rel="icon" href="data:,">`+
			`<link rel="stylesheet" href="/site.css"><script src="/notes.js"></script></head><body><main><h1>Shop</h1>%s</main></body></html>`, h.lang, h.body)
	default:
		http.NotFound(w, r)
	}
}

// open shows a page of the site with a body; SCRIPT in it stands for the
// element that loads the script.
func (h *host) open(width int64, body string) {
	h.t.Helper()
	h.body = strings.ReplaceAll(body, "SCRIPT", `<script async src="`+h.mood+`/embed.js"></script>`)
	if err := chromedp.Do(h.ctx, chromedp.EmulateViewport(width, 800), chromedp.Navigate(h.own+"/")); err != nil {
		h.t.Fatal(err)
	}
}

// on evaluates in the site's page.
func on[T any](h *host, js string) T {
	h.t.Helper()
	v, err := chromedp.Run(h.ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		h.t.Fatalf("%s: %v", js, err)
	}
	return v
}

// until waits for something to become true in the site's page.
func (h *host) until(js string) {
	h.t.Helper()
	h.wait(js, func() bool { return on[bool](h, "!!("+js+")") })
}

func (h *host) wait(what string, ok func() bool) {
	h.t.Helper()
	end := time.Now().Add(3 * time.Minute)
	for !ok() {
		if time.Now().After(end) {
			h.t.Fatalf("this never became so: %s\ntold %s\nviolations %s\nframes %v", what,
				on[[]string](h, "told"), on[[]string](h, "violations"), h.frames())
		}
		select {
		case <-h.ctx.Done():
			h.t.Fatal(h.ctx.Err())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// frames are those in the site's page.
func (h *host) frames() []page.FrameTree {
	h.t.Helper()
	tree, err := chromedp.Call(h.ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		h.t.Fatal(err)
	}
	var all []page.FrameTree
	for _, f := range tree.FrameTree.ChildFrames {
		all = append(all, *f)
	}
	return all
}

// in evaluates in the frame that shows a placement.
func in[T any](h *host, code, js string) T {
	h.t.Helper()
	v, err := tryIn[T](h, code, js)
	if err != nil {
		h.t.Fatalf("%s in the frame of %s: %v", js, code, err)
	}
	return v
}

func tryIn[T any](h *host, code, js string) (none T, err error) {
	for _, f := range h.frames() {
		if !strings.HasPrefix(f.Frame.URL, h.mood+"/t/"+code) {
			continue
		}
		world, err := chromedp.Call(h.ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: f.Frame.ID})
		if err != nil {
			return none, err
		}
		return chromedp.Run(h.ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise,
			func(p *runtime.EvaluateParams) { p.ContextID = world.ExecutionContextID }))
	}
	return none, fmt.Errorf("no frame shows it")
}

// untilIn waits for something to become true in a frame, which may be on its
// way to another page meanwhile.
func (h *host) untilIn(code, js string) {
	h.t.Helper()
	h.wait(js, func() bool {
		ok, err := tryIn[bool](h, code, "!!("+js+")")
		return err == nil && ok
	})
}

// press presses keys one after the other.
func (h *host) press(keys ...string) {
	h.t.Helper()
	for _, k := range keys {
		if err := chromedp.Do(h.ctx, chromedp.KeyEvent(k)); err != nil {
			h.t.Fatal(err)
		}
	}
}

// answers of the journey, oldest first.
func (h *host) answers() []store.Record {
	h.t.Helper()
	rs, _, err := h.house.store.Responses(h.t.Context(), store.Query{Journey: "web"})
	if err != nil {
		h.t.Fatal(err)
	}
	return rs
}

// accessible holds the site's page and a survey in it against the rules.
func (h *host) accessible(what, code string) {
	h.t.Helper()
	source := programtest.Axe(h.t)
	if source == "" {
		return
	}
	js := source + ";" + programtest.Violations("iframes: false, "+programtest.Rules)
	for _, v := range append(on[[]string](h, js), in[[]string](h, code, js)...) {
		h.t.Errorf("%s: %s", what, v)
	}
}

// shoot keeps a picture in the folder that WAYMOOD_SCREENSHOTS names.
func (h *host) shoot(name string) {
	h.t.Helper()
	folder := os.Getenv("WAYMOOD_SCREENSHOTS")
	if folder == "" {
		return
	}
	b, err := chromedp.Run(h.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "embed-"+name+".png"), b, 0o644)
	}
	if err != nil {
		h.t.Error(err)
	}
}
