//go:build browser

package programtest

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"
)

// Rules are the options with which axe-core holds a page against WCAG 2.2 AA
// and what it recommends besides: the inside of an object in JavaScript.
const Rules = `runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`

// Violations is JavaScript for a promise of what axe-core finds in the document
// with some options: a list of texts, one for each rule that is broken, with
// the first elements that break it.
func Violations(options string) string {
	return `axe.run(document, {` + options + `}).then(r => r.violations.map(v =>
		v.id + ": " + v.help + "\n  " + v.nodes.map(n => n.html).slice(0, 3).join("\n  ")))`
}

// Accessible fails for a page in a tab that breaks Rules, or other options.
// Where the rules are not there it says nothing, see Axe.
func Accessible(t testing.TB, tab context.Context, page string, options ...string) {
	t.Helper()
	source := Axe(t)
	if source == "" {
		return
	}
	if len(options) == 0 {
		options = []string{Rules}
	}
	if _, err := chromedp.Run(tab, chromedp.Evaluate[bool]("if (!window.axe) {"+source+"}; true")); err != nil {
		t.Fatalf("%s: %v", page, err)
	}
	for _, o := range options {
		found, err := chromedp.Run(tab, chromedp.Evaluate[[]string](Violations(o), chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		for _, v := range found {
			t.Errorf("%s: %s", page, v)
		}
	}
}
