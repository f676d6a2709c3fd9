//go:build browser

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/device"

	"github.com/waymood/waymood/internal/programtest"
)

// A browser as customers have it: a phone, in their language, without script.
// Screenshots are written to the folder that WAYMOOD_SCREENSHOTS names.

// openTab opens a tab of its own in a browser of its own; without script if
// so asked.
func openTab(t *testing.T, language string, script, phone bool) context.Context {
	t.Helper()
	ctx := programtest.Browser(t, chromedp.Flag("accept-lang", language), chromedp.Flag("lang", language))
	if phone {
		do(t, ctx, chromedp.Emulate(device.IPhoneSE))
	} else {
		do(t, ctx, chromedp.EmulateViewport(1400, 1000))
	}
	if !script {
		if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			t.Fatal(err)
		}
	}
	headers := network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": language}}
	if _, err := chromedp.Call(ctx, network.SetExtraHTTPHeaders, headers); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func ask[T any](t *testing.T, ctx context.Context, a chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// shoot keeps a picture of the page for people to look at.
func shoot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	folder := os.Getenv("WAYMOOD_SCREENSHOTS")
	if folder == "" {
		return
	}
	must(t, os.MkdirAll(folder, 0o755), "make the folder of pictures")
	must(t, os.WriteFile(filepath.Join(folder, name+".png"), ask(t, ctx, chromedp.FullScreenshot(100)), 0o644), "write a picture")
}

// A customer answers on a phone without script, in each language; after the
// scoring pass the map, seen by an owner who signs in, shows the answers.
func TestBrowserFromTapToMap(t *testing.T) {
	programtest.Chromium(t)
	database := filepath.Join(t.TempDir(), "dawn.db")
	s, links := openDemo(t, database, "--score-schedule", "@every 24h")
	before := get[journeyMap](t, s.url+"/api/v1/journeys/dawn/map", links.APIKey)
	survey := surveyOf(t, links, "queue")
	said := map[string]string{"zh-Hant": "排了二十分鐘，等太久了", "zh-Hans": "排队太久了，等了二十分钟", "uk": "Дуже довго чекала в черзі", "en": "Twenty minutes in line, far too slow"}
	for _, language := range []string{"zh-Hant", "zh-Hans", "uk", "en"} {
		t.Run(language, func(t *testing.T) {
			header := map[string]string{"zh-Hant": "zh-TW", "zh-Hans": "zh-CN"}[language]
			if header == "" {
				header = language
			}
			ctx := openTab(t, header, false, true)
			do(t, ctx, chromedp.Navigate(survey))
			if got := ask(t, ctx, chromedp.AttributeValue("html", "lang")); got.Value != language {
				t.Fatalf("the page is in %q", got.Value)
			}
			shoot(t, ctx, "survey-"+language)
			time.Sleep(looking)
			do(t, ctx,
				chromedp.Click(chromedp.CSS(`input[name="rating"][value="2"]`)),
				chromedp.Click(chromedp.CSS(`input[name="why"][value="wait"]`)),
				chromedp.SendKeys(chromedp.CSS(`[name="comment"]`), said[language]),
				chromedp.Click(chromedp.CSS(`button[type="submit"], form button:not([type])`)),
				chromedp.WaitReady(chromedp.CSS("main")),
			)
			arrived(t, ctx, "/thanks")
			shoot(t, ctx, "thanks-"+language)
		})
	}
	ok(t, "score", "--database", database)
	after := get[journeyMap](t, s.url+"/api/v1/journeys/dawn/map", links.APIKey)
	was, _, _ := before.touchpoint("queue")
	if is, _, waiting := after.touchpoint("queue"); is != was+4 || waiting != 0 {
		t.Errorf("the queue has %d answers, %d waiting; it had %d", is, waiting, was)
	}

	t.Run("map", func(t *testing.T) {
		ctx := openTab(t, "en", true, false)
		do(t, ctx, chromedp.Navigate(links.SignIn))
		if strings.Contains(ask(t, ctx, chromedp.Location()), "/login") { // the link asks before it signs in
			do(t, ctx, chromedp.Click(chromedp.CSS(`form button`)))
		}
		arrived(t, ctx, "/admin/journeys/dawn")
		if text := ask(t, ctx, chromedp.TextContent(chromedp.CSS("main"))); !strings.Contains(text, said["en"]) {
			t.Error("the map does not show what was just said in its own language")
		}
		shoot(t, ctx, "map")
		programtest.Accessible(t, ctx, "map")
	})
}

// arrived waits until the tab is at an address. Between two pages there may be
// nobody to answer where it is.
func arrived(t *testing.T, ctx context.Context, path string) {
	t.Helper()
	until(t, "the browser is at "+path, func() bool {
		at, err := chromedp.Run(ctx, chromedp.Location())
		return err == nil && strings.Contains(at, path)
	})
	do(t, ctx, chromedp.WaitReady(chromedp.CSS("body")))
}

func surveyOf(t *testing.T, links demoLinks, touchpoint string) string {
	t.Helper()
	for _, s := range links.Surveys {
		if s.Touchpoint == touchpoint {
			return s.URL
		}
	}
	t.Fatalf("there is no survey of %s", touchpoint)
	return ""
}

// Nobody is shut out: no violation on any page that a visitor or an owner
// begins with, on a phone and on a large screen.
func TestBrowserAccessibility(t *testing.T) {
	programtest.Chromium(t)
	s, links := openDemo(t, filepath.Join(t.TempDir(), "dawn.db"), "--answers", "400")
	for _, phone := range []bool{true, false} {
		size := map[bool]string{true: "phone", false: "desk"}[phone]
		t.Run(size, func(t *testing.T) {
			ctx := openTab(t, "en", true, phone)
			for name, address := range map[string]string{
				"survey": surveyOf(t, links, "queue"), "faces": surveyOf(t, links, "seat"), "ease": surveyOf(t, links, "pay"),
				"stars": surveyOf(t, links, "drink"), "yes or no": surveyOf(t, links, "complaint"), "nps": surveyOf(t, links, "card"),
				"login": s.url + "/login", "not found": s.url + "/t/nothing-here",
			} {
				do(t, ctx, chromedp.Navigate(address))
				programtest.Accessible(t, ctx, name)
				wide := ask(t, ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
				if wide > 0 {
					t.Errorf("%s is %d pixels wider than the %s", name, wide, size)
				}
			}
			do(t, ctx, chromedp.Navigate(surveyOf(t, links, "drink")),
				chromedp.Click(chromedp.CSS(`input[name="stars"][value="5"]`)), chromedp.Click(chromedp.CSS(`button[type="submit"], form button:not([type])`)))
			arrived(t, ctx, "/thanks")
			programtest.Accessible(t, ctx, "thanks")
		})
	}
}
