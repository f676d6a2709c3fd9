//go:build browser

package visit

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserSteps: the button says what it does, and the way back through the
// steps keeps what was answered.
func TestBrowserSteps(t *testing.T) {
	s := newSite(t, stepsJourney(t))
	ctx, url := tab(t, s, 390)
	do(t, ctx, chromedp.Navigate(url+"/t/maybe?lang=en"))
	says := func() string { return eval[string](t, ctx, `document.querySelector("main .send").textContent`) }
	for _, tt := range []struct{ mood, want string }{{"", "Next"}, {"4", "Send"}, {"2", "Next"}} {
		if tt.mood != "" {
			eval[any](t, ctx, tap+`('[name=mood][value="`+tt.mood+`"]')`)
		}
		if got := says(); got != tt.want {
			t.Errorf("with mood %q the button says %q, want %q", tt.mood, got, tt.want)
		}
	}
	do(t, ctx, chromedp.Navigate(url+"/t/steps?lang=en"))
	eval[any](t, ctx, tap+`('[name=mood][value="1"]')`)
	until := func(js string) {
		t.Helper()
		for ctx.Err() == nil {
			if is, err := chromedp.Run(ctx, chromedp.Evaluate[bool](js)); err == nil && is { // an error while the page changes
				return
			}
		}
		t.Fatalf("it never came to %s", js)
	}
	arrives := func(title string) {
		t.Helper()
		until(`document.title.startsWith("` + title + `") && performance.getEntriesByType("navigation")[0].loadEventEnd > 0`)
	}
	next := func(title string) {
		t.Helper()
		// A tap right after the page came is taken for the second of two.
		until(`performance.now() - performance.getEntriesByType("navigation")[0].loadEventEnd > 450`)
		do(t, ctx, chromedp.Click(chromedp.CSS(`main .send`)))
		arrives(title)
	}
	arrives("Step 1 of 4")
	next("Step 2 of 4")
	eval[any](t, ctx, tap+`('[value=wait]')`)
	next("Step 3 of 4")
	for _, title := range []string{"Step 2 of 4", "Step 1 of 4"} {
		eval[any](t, ctx, `history.back(), 1`)
		arrives(title)
	}
	if !eval[bool](t, ctx, `document.querySelector('[name=mood][value="1"]').checked`) {
		t.Error("the way back lost the first answer")
	}
	if n := len((&walker{site: s}).kept()); n != 0 {
		t.Errorf("%d answers are kept before the end", n)
	}
}
