//go:build browser

package visit

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/programtest"
	"github.com/waymood/waymood/static"
)

// tab opens a phone-sized tab of a real browser on the site.
func tab(t *testing.T, s *site, width int64) (context.Context, string) {
	t.Helper()
	return tabFor(t, s, width, 3*time.Minute)
}

// tabFor opens one for at most so long.
func tabFor(t *testing.T, s *site, width int64, most time.Duration) (context.Context, string) {
	t.Helper()
	browser := programtest.Chromium(t)
	s.echo.GET("/static/*", echo.WrapHandler(http.StripPrefix("/static/", http.FileServerFS(static.FS))))
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser), chromedp.NoSandbox)
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, most)
	t.Cleanup(cancel)
	do(t, ctx, chromedp.EmulateViewport(width, 844))
	return ctx, server.URL
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func eval[T any](t *testing.T, ctx context.Context, js string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js))
	if err != nil {
		t.Fatalf("%s: %v", js, err)
	}
	return v
}

const tap = `(s => { const e = document.querySelector(s); e.click() })`

// TestBrowserHides: with script a question appears only when it is meant.
func TestBrowserHides(t *testing.T) {
	s := newSite(t)
	ctx, url := tab(t, s, 390)
	do(t, ctx, chromedp.Navigate(url+"/t/every?lang=en"))
	hidden := func(key string) bool {
		return eval[bool](t, ctx, `document.getElementById("a-`+key+`").closest(".q").hidden`)
	}
	for _, key := range []string{"why", "because", "expected"} {
		if !hidden(key) {
			t.Errorf("%s is shown before anything was chosen", key)
		}
	}
	eval[any](t, ctx, tap+`('[name=mood][value="2"]')`)
	if hidden("why") || !hidden("because") {
		t.Error("after a bad mood: why has to be shown, because not")
	}
	eval[any](t, ctx, tap+`('[name=why][value=wait]')`)
	if hidden("expected") {
		t.Error("after the wait was named: expected has to be shown")
	}
	eval[any](t, ctx, tap+`('[name=mood][value="5"]')`)
	if !hidden("why") || !hidden("expected") || hidden("because") {
		t.Error("after a good mood: only because has to be shown")
	}
	eval[any](t, ctx, tap+`('[name=mood][value="4"]')`)
	eval[any](t, ctx, tap+`('[name=again][value="9"]')`)
	if !hidden("because") {
		t.Error("half of an and-condition shows because")
	}
	eval[any](t, ctx, tap+`('[name=found][value=yes]')`)
	if hidden("because") {
		t.Error("both of an and-condition: because has to be shown")
	}
}

// TestBrowserWithoutScript answers by keyboard with scripts switched off, at
// 320 px, and meets neither a sideways scroll nor a target that is too small.
func TestBrowserWithoutScript(t *testing.T) {
	s := newSite(t)
	ctx, url := tab(t, s, 320)
	do(t, ctx, chromedp.Navigate(url+"/t/every?lang=uk"))
	if wide := eval[int](t, ctx, `document.documentElement.scrollWidth`); wide > 320 {
		t.Errorf("the page is %d px wide on a screen of 320", wide)
	}
	small := eval[string](t, ctx, `[...document.querySelectorAll("form label, form button, nav a")].map(e => [e, e.getBoundingClientRect()])
		.filter(([e, r]) => !e.closest(".vh") && !e.classList.contains("ask") && !e.closest("[hidden]") && (r.width < 43.9 || r.height < 43.9))
		.map(([e, r]) => e.textContent.trim() + " " + r.width.toFixed(1) + "x" + r.height.toFixed(1)).join("; ")`)
	if small != "" {
		t.Errorf("targets below 44 px: %s", small)
	}

	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate(url+"/t/every?lang=uk"),
		chromedp.Click(chromedp.CSS(`[name="mood"][value="2"] + .tile`)),
		chromedp.SendKeys(chromedp.CSS(`[name="comment"]`), "задовго"),
		chromedp.Click(chromedp.CSS(`.send`)),
		chromedp.WaitVisible(chromedp.CSS(`a[href^="/receipt/"]`)))
	rs := s.records()
	if len(rs) != 1 || rs[0].Answers["mood"] != 2 || rs[0].Answers["comment"] != "задовго" || rs[0].Language != "uk" {
		t.Errorf("stored %v", rs)
	}
}

// TestBrowserDoubleTap taps send twice, and goes back and sends again.
func TestBrowserDoubleTap(t *testing.T) {
	s := newSite(t)
	ctx, url := tab(t, s, 390)
	do(t, ctx, chromedp.Navigate(url+"/t/faces?lang=en"),
		chromedp.Click(chromedp.CSS(`[name="mood"][value="4"] + .tile`)),
		chromedp.DoubleClick(chromedp.CSS(`.send`)),
		chromedp.WaitVisible(chromedp.CSS(`a[href^="/receipt/"]`)))
	if rs := s.records(); len(rs) != 1 {
		t.Errorf("%d answers after a double tap", len(rs))
	}
}
