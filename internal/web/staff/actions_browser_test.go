//go:build browser

package staff_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/programtest"
	"github.com/waymood/waymood/internal/survey"
)

// acted fills a house with an action in every state, in the order of their ids:
// measured, being done and overdue, live, live and over, given up, and to go live
// on a day to come.
func (h *house) acted() {
	h.t.Helper()
	h.worked()
	h.answer("k7q2x", survey.Answers{"rating": 1, "comment": "Twenty minutes in line, and nobody said a word about it"}, noon.AddDate(0, 0, -9))
	ctx := h.t.Context()
	j, err := h.store.Journey(ctx, "dawn")
	if err != nil {
		h.t.Fatal(err)
	}
	today := day(h.t, "2026-11-20")
	points := 8.3
	live := func(ago int64) func(*action.Action) error {
		return func(a *action.Action) error { return a.GoLive(today-ago, today) }
	}
	for i, c := range []struct {
		touchpoint string
		step       func(*action.Action) error
	}{
		{"pay", live(30)}, {"queue", (*action.Action).Begin}, {"queue", live(10)}, {"menu", live(28)},
		{"drink", func(a *action.Action) error { return a.Drop("Too dear for what it would bring") }}, {"queue", live(-20)},
	} {
		a := action.Action{
			Touchpoint: c.touchpoint, Kind: action.Fix, Owner: []string{"floor", "Mei"}[i%2], Due: today - 5, Expected: &points,
			Title: "A second till " + strings.Repeat("verylongword", 8), Hypothesis: "It is the line.\nNot the coffee.",
			Checklist: []action.Item{{Text: "Order it", Done: true}, {Text: "Try it for a week"}},
			Told:      action.Told{Text: map[string]string{"en": "Done.", "uk": strings.Repeat("Ї", 280)}},
		}
		if a.Evidence, err = h.store.Evidence(ctx, j, a.Touchpoint, journey.Period{From: journey.Day(today - 27), To: journey.Day(today + 1)}); err != nil {
			h.t.Fatal(err)
		}
		made, err := h.store.AddAction(ctx, j, a)
		if err != nil {
			h.t.Fatal(err)
		}
		if _, err = h.store.ChangeAction(ctx, j, made.ID, made.Revision, c.step); err != nil {
			h.t.Fatal(err)
		}
		if i == 0 {
			if _, measured, err := h.store.SettleActions(ctx); measured != 1 || err != nil {
				h.t.Fatal(measured, err)
			}
		}
	}
}

// TestBrowserActions looks at every page of actions in every state and language
// on a phone, and in one language on a large screen.
func TestBrowserActions(t *testing.T) {
	h := cafe(t, account.Owner)
	h.acted()
	p := newPress(t, h)
	var cookies []string
	for _, c := range h.cookies {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	// Each state is an address, and what is done there in the page.
	states := []struct{ name, path, do, then string }{
		{"list", "", "", ""},
		{"empty", "?owner=nobody", "", ""},
		{"new", "/new", "", ""},
		{"pain", "/new?pain=queue", "", ""},
		{"refused", "/new?pain=queue", `f("form.action-form", {title: "", owner: "", due: "", expected: "many"})`, "#title-wrong"},
		{"doing", "/2", "", ""},
		{"live", "/3", "", ""},
		{"over", "/4", "", ""},
		{"measured", "/1", "", ""},
		{"dropped", "/5", "", ""},
		{"to-come", "/6", "", ""},
		{"reason", "/2", `f("form:has([value=drop])", {reason: ""})`, "#reason-wrong"},
		{"told", "/2", `f("form:has([name=whole])", {"told.uk": "Ї".repeat(281)})`, "#told-uk-wrong"},
		{"changed", "/2", `f("form.action-form", {revision: "1", owner: "Li"})`, "#changed"},
	}
	const fill = `(sel, values) => { const form = document.querySelector(sel); for (const [name, value] of Object.entries(values)) form.elements[name].value = value; form.noValidate = true; form.querySelectorAll("[maxlength]").forEach(e => e.removeAttribute("maxlength")); HTMLFormElement.prototype.submit.call(form); return true }`
	for _, lang := range survey.Languages {
		headers := network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Cookie": strings.Join(cookies, "; "), "Accept-Language": lang}}
		if _, err := chromedp.Call(p.browser, network.SetExtraHTTPHeaders, headers); err != nil {
			t.Fatal(err)
		}
		for _, s := range states {
			for _, width := range []int64{320, 1280} {
				if width > 320 && lang != "uk" { // the longest words
					continue
				}
				name := s.name + " " + lang + " " + strconv.FormatInt(width, 10)
				p.do(chromedp.EmulateViewport(width, 800), chromedp.Navigate(p.origin+actionsAt+s.path))
				p.ready("main h1")
				if s.do != "" {
					if _, err := chromedp.Run(p.browser, chromedp.Evaluate[bool](`(f => `+s.do+`)(`+fill+`)`)); err != nil {
						t.Fatalf("%s: %v", name, err)
					}
					p.ready(s.then)
				}
				p.until(`document.documentElement.lang === ` + quoted(lang))
				p.fits(name)
				programtest.Accessible(t, p.browser, name)
				p.keep(filepath.Join("actions", strings.ReplaceAll(name, " ", "-")))
			}
		}
	}
}
