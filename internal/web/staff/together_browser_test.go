//go:build browser

package staff_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/demo"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/programtest"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// sampled is a house with the sample café, its made-up answers and actions.
func sampled(t *testing.T) *house {
	h := newHouse(t, "http://192.168.1.20:8080")
	h.apply("../../../templates/journeys/dawn.yaml")
	h.signIn(account.Owner)
	j, err := h.store.Journey(t.Context(), "dawn")
	if err != nil {
		t.Fatal(err)
	}
	made, err := demo.Answers(j, 2500, 1, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, added := range h.store.AddResponses(t.Context(), made) {
		if added.Err != nil {
			t.Fatal(added.Err)
		}
	}
	today := int64(journey.DayOf(noon, j.Location()))
	for i, title := range []string{"Let guests order from the line, by phone", "把菜單掛到門口，排隊時就能先看", "Повісити друге меню біля входу, щоб гості обирали ще в черзі", "A second till at noon", "New opening hours on the door"} {
		_, err := h.store.AddAction(t.Context(), j, action.Action{
			Touchpoint: "queue", Kind: action.Fix, Title: title, Owner: "floor", Due: today - 3 + int64(i)*4,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	last := journey.DayOf(noon.AddDate(0, 0, -36), j.Location())
	if _, err := h.store.TakeSnapshot(t.Context(), j, store.Snapshot{Taken: noon.AddDate(0, 0, -36), Review: true, Period: journey.Period{From: last - 27, To: last + 1}, Note: "Before the office building opened"}); err != nil {
		t.Fatal(err)
	}
	return h
}

// TestBrowserTogether looks at every page of the tab in every language, on a
// phone and on a desk.
func TestBrowserTogether(t *testing.T) {
	h := sampled(t)
	kept, err := h.store.Snapshots(t.Context(), "dawn")
	if err != nil || len(kept) != 1 {
		t.Fatal(kept, err)
	}
	one := dawn + "/snapshots/" + kept[0].ID
	shared := h.share(map[string][]string{"label": {"Boss"}, "compare": {"1"}})
	h.jump(noon.AddDate(0, 0, 20))
	p := newPress(t, h)
	names := strings.NewReplacer("/admin/journeys/", "", "/", "-", "?", "-", "=", "-")
	for i, lang := range survey.Languages {
		for _, path := range []string{dawn + "/review", dawn + "/meeting", dawn + "/snapshots", one, one + "/diff", dawn + "/share", shared, "/share/gone"} {
			for _, width := range []int64{320, 1200} {
				if width > 320 && i > 0 && lang != "uk" { // the longest words
					continue
				}
				name := fmt.Sprintf("%s in %s at %d", path, lang, width)
				p.do(chromedp.EmulateViewport(width, 900), chromedp.Navigate(p.origin+path+"?lang="+lang))
				p.ready("main h1")
				p.fits(name)
				programtest.Accessible(t, p.browser, name)
				p.keep(filepath.Join("together", names.Replace(fmt.Sprint(path, "-", lang, "-", width))))
			}
		}
	}
}

// TestBrowserMeetingIsOneSheet prints the sheet of the café in every language: one page
// of A4.
func TestBrowserMeetingIsOneSheet(t *testing.T) {
	p := newPress(t, sampled(t))
	for _, lang := range survey.Languages {
		for _, team := range []string{"", "&team=floor"} {
			papers := p.print(dawn + "/meeting?lang=" + lang + team)
			if len(papers) != 1 {
				t.Errorf("%s%s takes %d pages", lang, team, len(papers))
				continue
			}
			if b := papers[0].Bounds(); b.Dx() <= b.Dy() || b.Dx() != 1754 && b.Dx() != 1755 { // 297 mm at 150 dots an inch
				t.Errorf("%s is printed on %v", lang, b)
			}
		}
	}
}
