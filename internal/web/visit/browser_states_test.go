//go:build browser

package visit

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/invitation"
	"github.com/waymood/waymood/internal/programtest"
	"github.com/waymood/waymood/internal/survey"
)

// states are all pages that a visitor can come to, in a language.
func states(s *site, lang string) map[string]reply {
	in := func(code string, pairs ...string) (string, url.Values) {
		form := url.Values{"lang": {lang}}
		for i := 0; i+1 < len(pairs); i += 2 {
			form.Add(pairs[i], pairs[i+1])
		}
		return "/t/" + code, form
	}
	post := func(code string, pairs ...string) reply { return s.post(in(code, pairs...)) }
	get := func(path string) reply {
		if strings.Contains(path, "?") {
			return s.get(path + "&lang=" + lang)
		}
		return s.get(path + "?lang=" + lang)
	}
	token := TestToken(s.store.Secret("test"), "every", s.clock.Add(TestLife))
	long := strings.Repeat("Довге слово 長長的字 long word ", 10)
	answered := func(code, mood string) string {
		return post(code, "mood", mood, "comment", "a < b", "why", "wait").Header().Get("Location")
	}
	thanks, _ := url.Parse(answered("every", "2"))
	receipt := "/receipt/" + thanks.Query().Get("r")
	given := get("/t/every").form()
	given.Set("mood", "4")
	s.post("/t/every", given)
	other := url.Values{}
	for name, values := range given {
		other[name] = values
	}
	other.Set("mood", "1")
	erased, _ := url.Parse(answered("faces", "1"))
	gone := "/receipt/" + erased.Query().Get("r")
	old := strings.Replace(s.invite("guests", invitation.Invitation{Until: s.clock.Add(-48 * time.Hour)}), "lang=en&", "", 1)
	s.did("drink", 1, false, map[string]string{lang: "a < b " + long[:60], "uk": "Слово " + long[:40]})
	all := map[string]reply{
		"every type":          get("/t/every"),
		"faces":               get("/t/faces"),
		"all given":           get("/t/every?mood=2&four=4&rating=4&again=9&effort=3&stars=3&found=yes&who=guest&why=wait&because=taste&expected=as&comment=hi&story=x&mail=me@example.org"),
		"all wrong":           post("every", "why", "x", "rating", "9", "comment", long, "mail", "me@", "consent", "yes"),
		"no consent":          post("every", "mood", "2", "mail", "me@example.org"),
		"nothing answered":    post("faces"),
		"first step":          get("/t/steps"),
		"second step":         post("steps", "_step", "0", "mood", "2"),
		"a step with errors":  post("steps", "_step", "1", "mood", "2", "why", "price", "price", long),
		"last step":           post("steps", "_step", "2", "mood", "2", "why", "wait", "long", "yes"),
		"a step that may end": get("/t/maybe?mood=4"),
		"all was asked":       post("maybe", "_step", "0", "mood", "4"),
		"a test":              get("/t/every?test=" + token),
		"a test that is over": get("/t/every?test=x"),
		"closed":              get("/t/ended"),
		"closed since a day":  get("/t/over"),
		"not yet":             get("/t/later"),
		"closed meanwhile":    post("ended", "mood", "2", "comment", "typed before the end"),
		"invited only":        get("/t/guests"),
		"no such invitation":  get("/t/guests?i=x"),
		"invitation over":     get(old),
		"thanks, unhappy":     get(answered("every", "1")),
		"thanks, neutral":     get(answered("every", "3")),
		"thanks, happy":       get(answered("every", "5")),
		"thanks, no receipt":  get("/t/every/thanks"),
		"thanks, and done":    get("/t/faces/thanks"),
		"thanks for a test":   get(post("every", "mood", "4", "_test", token).Header().Get("Location")),
		"receipt":             get(receipt),
		"receipt of a test":   get("/receipt/" + query(post("every", "mood", "4", "_test", token).Header().Get("Location"), "r")),
		"another answer":      s.post("/t/every", other),
		"busy":                s.post(in("every/busy", "mood", "2", "comment", "a")),
		"erased":              s.post(gone+"?lang="+lang, url.Values{"erase": {"yes"}}),
		"erased before":       get(gone),
	}
	for _, status := range []int{404, 405, 410, 413, 415, 422, 429, 500, 503} {
		all["problem "+strconv.Itoa(status)] = get("/problem/" + strconv.Itoa(status))
	}
	return all
}

func query(address, name string) string {
	u, _ := url.Parse(address)
	return u.Query().Get(name)
}

// withTroubles adds addresses for what cannot be brought about at will.
func withTroubles(s *site) *site {
	s.echo.POST("/t/:code/busy", func(c echo.Context) error {
		form, err := readForm(c)
		if err != nil {
			return err
		}
		spot := spotOfStore(s.t, s, c.Param("code"))
		v := s.pages.brought(spot, form.Get("lang"), form)
		v.entered = typed(spot.Survey, form)
		id, token := s.pages.identity(form, v)
		return s.pages.busy(c, v, id, token, false)
	})
	s.echo.GET("/problem/:status", func(c echo.Context) error {
		status, _ := strconv.Atoi(c.Param("status"))
		return s.pages.Problem(c, status, "ref-1")
	})
	return s
}

// TestBrowserStates looks at every page in every language: no fault that axe
// can find, in light and dark; on a screen of 320 px, and with text twice as
// large, nothing reaches over the side and no target is below 44 px.
func TestBrowserStates(t *testing.T) {
	s := withTroubles(newSite(t, everyJourney(t), stepsJourney(t)))
	shown := map[string]reply{}
	s.echo.GET("/shown", func(c echo.Context) error {
		r := shown[c.QueryParam("state")]
		for _, name := range []string{"Content-Security-Policy", "Content-Type"} {
			c.Response().Header().Set(name, r.Header().Get(name))
		}
		return c.Blob(http.StatusOK, r.Header().Get("Content-Type"), r.Body.Bytes())
	})
	ctx, base := tabFor(t, s, 390, 20*time.Minute)
	for _, lang := range survey.Languages {
		for name, page := range states(s, lang) {
			if !strings.Contains(page.Body.String(), `<html lang="`+lang+`">`) {
				t.Errorf("%s %s: status %d, %.300s", lang, name, page.Code, page.Body)
				continue
			}
			shown[lang+" "+name] = page
			do(t, ctx, chromedp.EmulateViewport(390, 844), chromedp.Navigate(base+"/shown?state="+url.QueryEscape(lang+" "+name)))
			programtest.Accessible(t, ctx, lang+" "+name)
			scheme(t, ctx, "dark")
			programtest.Accessible(t, ctx, lang+" "+name+", dark", `runOnly: ["color-contrast"]`)
			scheme(t, ctx, "light")
			do(t, ctx, chromedp.EmulateViewport(320, 844))
			fits(t, ctx, lang+" "+name+", 320 px", 320)
			eval[int](t, ctx, `document.documentElement.style.fontSize = "200%", 1`)
			fits(t, ctx, lang+" "+name+", 320 px and text twice as large", 320)
		}
	}
}

// scheme is light or dark.
func scheme(t *testing.T, ctx context.Context, value string) {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}}}); err != nil {
		t.Fatal(err)
	}
}

// fits measures what is shown, not what is only there to be read out.
func fits(t *testing.T, ctx context.Context, page string, width int) {
	t.Helper()
	if wide := eval[int](t, ctx, `document.documentElement.scrollWidth`); wide > width {
		t.Errorf("%s: it is %d px wide", page, wide)
	}
	small := eval[string](t, ctx, `[...document.querySelectorAll("label:has(input:not([type=text], [type=email], [name=_homepage])), input[type=text], input[type=email], textarea, button, a, summary")]
		.filter(e => !e.closest(".vh, [hidden], details:not([open]) > :not(summary)"))
		.map(e => [e, e.getBoundingClientRect()]).filter(([e, r]) => r.width < 43.9 || r.height < 43.9)
		.map(([e, r]) => e.outerHTML.slice(0, 60) + " " + r.width.toFixed(1) + "x" + r.height.toFixed(1)).join("; ")`)
	if small != "" {
		t.Errorf("%s: targets below 44 px: %s", page, small)
	}
}
