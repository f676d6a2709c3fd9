package staff_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/templates"
)

// form is the form on a page whose button says what, filled as a browser shows
// it: what is ticked, chosen and typed.
func (h *house) form(p page, button string) url.Values {
	h.t.Helper()
	root, err := html.Parse(strings.NewReader(p.Body))
	if err != nil {
		h.t.Fatal(err)
	}
	var found url.Values
	var walk func(n *html.Node, in url.Values) bool
	walk = func(n *html.Node, in url.Values) (pressed bool) {
		if n.Type == html.ElementNode {
			value, has := attribute(n, "value")
			name, _ := attribute(n, "name")
			_, checked := attribute(n, "checked")
			kind, _ := attribute(n, "type")
			switch n.Data {
			case "form":
				mine := url.Values{}
				for c := n.FirstChild; c != nil; c = c.NextSibling {
					pressed = walk(c, mine) || pressed
				}
				if pressed {
					found = mine
				}
				return false
			case "input":
				if name != "" && (kind != "checkbox" && kind != "radio" || checked) {
					in.Add(name, value)
				}
			case "textarea":
				text := ""
				if n.FirstChild != nil {
					text = strings.TrimPrefix(n.FirstChild.Data, "\n")
				}
				in.Add(name, text)
			case "option":
				if _, chosen := attribute(n, "selected"); chosen {
					if !has {
						value = n.FirstChild.Data
					}
					of, _ := attribute(n.Parent, "name")
					in.Add(of, value)
				}
			case "button":
				pressed = value == button || button == "" && name == ""
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			pressed = walk(c, in) || pressed
		}
		return pressed
	}
	walk(root, url.Values{})
	if found == nil {
		h.t.Fatalf("there is no form with the button %q\n%s", button, p.Body)
	}
	if button != "" {
		found.Set("do", button)
	}
	return found
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// sketch begins a journey from a template and gives the sketch's address.
func (h *house) sketch(template string) string {
	h.t.Helper()
	p := h.post("/admin/journeys/new", url.Values{"template": {template}})
	h.want(p, http.StatusSeeOther)
	at, ok := strings.CutSuffix(p.Header.Get("Location"), "/who")
	if !ok {
		h.t.Fatalf("leads to %s", p.Header.Get("Location"))
	}
	return at
}

// press sends the form of a page with a button after changing it.
func (h *house) press(at, button string, change func(url.Values)) page {
	h.t.Helper()
	p := h.get(at)
	h.want(p, http.StatusOK)
	f := h.form(p, button)
	if change != nil {
		change(f)
	}
	return h.post(at, f)
}

func named(name string) func(url.Values) { return func(f url.Values) { f.Set("name", name) } }

// TestWizard goes from each template to a journey that takes answers, with
// nothing but forms, and sends the last one twice.
func TestWizard(t *testing.T) {
	for i, template := range templates.Journeys()[:4] {
		t.Run(template, func(t *testing.T) {
			h := newHouse(t, "http://192.168.1.20:8080")
			h.signIn(account.Editor)
			h.want(h.get("/admin"), http.StatusOK, `href="/admin/journeys/new"`)
			at := h.sketch(template)
			h.want(h.press(at+"/who", "next", func(f url.Values) {
				f.Set("name", "Світанок")
				f.Set("first", survey.Languages[i])
				f.Set("lang-en", "1")
				f.Set("timezone", "Europe/Kyiv")
				f.Set("persona--name", "Night owl")
			}), http.StatusSeeOther, at+"/touchpoints")
			h.want(h.press(at+"/touchpoints", "next", nil), http.StatusSeeOther, at+"/collect")
			h.want(h.press(at+"/collect", "next", nil), http.StatusSeeOther)
			look := h.get(at + "/look")
			h.want(look, http.StatusOK, "Make the journey")
			h.lacks(look, "stays a draft", "mistakes")
			for range 2 {
				h.want(h.post(at+"/look", nil), http.StatusSeeOther, at+"/look")
			}
			all, err := h.store.Journeys(context.Background())
			if err != nil || len(all) != 1 {
				t.Fatalf("%d journeys, %v", len(all), err)
			}
			j := all[0]
			want := []string{survey.Languages[i], "en"}
			if want[0] == "en" {
				want = want[1:]
			}
			if j.Key != "svitanok" || j.Name["en"] != "Світанок" || j.Timezone != "Europe/Kyiv" || !slices.Equal(j.Languages, want) || j.Persona("night-owl") == nil || j.Draft() {
				t.Errorf("%s %v %s %v lacks %v", j.Key, j.Name, j.Timezone, j.Languages, j.Lacks())
			}
			made := h.get(at + "/look")
			h.want(made, http.StatusOK, `href="/admin/journeys/svitanok"`)
			places := 0
			for _, tp := range j.Walk() {
				for pl := range tp.Live() {
					places++
					h.want(made, http.StatusOK, "/t/"+pl.Code)
					h.want(h.get("/t/"+pl.Code+"?lang="+j.Languages[0]), http.StatusOK, tp.Name[j.Languages[0]])
				}
			}
			if places < 9 {
				t.Errorf("%d places", places)
			}
			h.want(h.get("/admin/journeys/svitanok"), http.StatusOK)
			h.want(h.get(at+"/who"), http.StatusSeeOther, at+"/look")
			h.lacks(h.get("/admin/journeys/new"), at)
		})
	}
}

// TestWizardKeeps: what was typed is there again, on every step, in whatever
// order they are gone.
func TestWizardKeeps(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080")
	h.signIn(account.Editor)
	at := h.sketch("cafe")
	awkward := `"Q" <b>☕️👩‍🍳</b> & 'so'`
	h.want(h.press(at+"/who", "later", func(f url.Values) {
		f.Set("name", awkward)
		f.Set("goal", "I want "+awkward)
		f.Del("persona-student")
		f.Set("lang-uk", "1")
	}), http.StatusSeeOther, "/admin/journeys/new")
	h.want(h.get("/admin/journeys/new"), http.StatusOK, "Go on", html.EscapeString(awkward))
	h.want(h.get(at), http.StatusSeeOther, at+"/who")
	who := h.form(h.get(at+"/who"), "next")
	if who.Get("name") != awkward || who.Get("goal") != "I want "+awkward || who.Get("persona-student") != "" || who.Get("persona-office") == "" || who.Get("lang-uk") == "" || who.Get("key") != "q-b-b-so" {
		t.Errorf("%v", who)
	}
	// A touchpoint of one's own, moved up twice, one left out.
	h.want(h.press(at+"/touchpoints", "add:use", func(f url.Values) { f.Del("keep-menu") }), http.StatusSeeOther, at+"/touchpoint?stage=use")
	add := at + "/touchpoint?stage=use"
	refused := h.press(add, "", func(f url.Values) { f.Set("name-en", "Sofa"); f.Set("action", "Sitting down") })
	h.want(refused, http.StatusUnprocessableEntity, "<title>Error:", `value="Sofa"`, ">\nSitting down</textarea>", `href="#name-uk"`, `href="#phase"`)
	f := h.form(refused, "")
	for name, value := range map[string]string{"name-uk": "Диван", "phase": "during", "reach": "0.2", "team": "Бариста", "moment": "1", "stage": "after"} {
		f.Set(name, value)
	}
	h.want(h.post(add, f), http.StatusSeeOther, at+"/touchpoints#point-sofa")
	list := h.get(at + "/touchpoints")
	h.want(list, http.StatusOK, "Try it in the customer’s own words", "team Бариста")
	if f := h.form(list, "next"); f.Get("keep-menu") != "" || f.Get("keep-sofa") == "" {
		t.Errorf("%v", f)
	}
	for range 3 { // before the card, before the complaint, into the stage before
		h.want(h.press(at+"/touchpoints", "up:sofa", nil), http.StatusSeeOther, at+"/touchpoints#point-sofa")
	}
	h.want(h.press(at+"/touchpoints", "stage-down:awareness", nil), http.StatusSeeOther, at+"/touchpoints#stage-awareness")
	h.want(h.press(at+"/touchpoints", "out:purchase", nil), http.StatusSeeOther)
	h.want(h.press(at+"/touchpoints", "stage:", nil), http.StatusSeeOther, at+"/stage?key=")
	h.want(h.press(at+"/stage?key=", "", named("")), http.StatusUnprocessableEntity)
	h.want(h.press(at+"/stage?key=", "", named("晚上")), http.StatusSeeOther, at+"/touchpoints#stage-stage")
	h.want(h.press(at+"/stage?key=use", "", named("Sitting")), http.StatusSeeOther)
	// Places: one more, one without a channel is refused, a site for the embedded.
	h.want(h.press(at+"/collect", "stay", func(f url.Values) { f.Set("p-sofa-0-place", "Armrest") }), http.StatusUnprocessableEntity, `value="Armrest"`)
	h.want(h.press(at+"/collect", "next", func(f url.Values) { f.Set("p-sofa-0-channel", "embed"); f.Set("p-social-0-channel", "") }), http.StatusSeeOther, at+"/collect#sites")
	h.want(h.press(at+"/collect", "next", func(f url.Values) { f.Set("sites", "javascript:alert(1)") }), http.StatusUnprocessableEntity, `href="#sites"`, "javascript:alert(1)")
	h.want(h.press(at+"/collect", "next", func(f url.Values) { f.Set("sites", "www.example.com/shop, http://127.0.0.1:8080") }), http.StatusSeeOther, at+"/look")
	h.want(h.get(at+"/look"), http.StatusOK, "Social media and reviews: nothing is asked here yet")
	h.want(h.post(at+"/look", nil), http.StatusSeeOther)
	j, err := h.store.Journey(context.Background(), "q-b-b-so")
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for s, tp := range j.Walk() {
		order = append(order, s.Key+"/"+tp.Key)
	}
	if got, want := strings.Join(order, " "), "awareness/social awareness/front use/drink use/seat use/sofa after/complaint after/card"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	_, sofa := j.Touchpoint("sofa")
	if sofa.Owner != "barysta" || !sofa.MomentOfTruth || sofa.Share() != 0.2 || len(sofa.Placements) != 1 || !slices.Equal(sofa.Placements[0].Origins, []string{"https://www.example.com", "http://127.0.0.1:8080"}) {
		t.Errorf("%+v", sofa)
	}
	if i := slices.IndexFunc(j.Stages, func(s journey.Stage) bool { return s.Key == "use" }); j.Stages[i].Name["en"] != "Sitting" {
		t.Errorf("%v", j.Stages[i].Name)
	}
}

func TestWizardRefuses(t *testing.T) {
	h := cafe(t, account.Editor)
	h.want(h.post("/admin/journeys/new", url.Values{"template": {"../staff/map"}}), http.StatusUnprocessableEntity, "<title>Error:")
	at := h.sketch("four-stages")
	long := strings.Repeat("長", 200)
	for _, c := range []struct {
		field, value, says string
	}{
		{"name", "", `href="#name"`}, {"name", long + "長", "Shorten it to 200"}, {"name", " \u200b\n ", `href="#name"`},
		{"key", "Dawn!", `href="#key"`}, {"key", "dawn", "is taken"}, {"key", "new", "is taken"}, {"key", strings.Repeat("a", 41), `href="#key"`},
		{"goal", strings.Repeat("g", 501), "Shorten it to 500"}, {"persona--goals", "Rest", `href="#persona--name"`},
	} {
		p := h.press(at+"/who", "next", func(f url.Values) { f.Set("name", "Ok"); f.Set(c.field, c.value) })
		h.want(p, http.StatusUnprocessableEntity, "<title>Error:", c.says)
		if got := h.form(p, "next").Get(c.field); c.field != "name" && got != c.value {
			t.Errorf("%s was %q and is %q", c.field, c.value, got)
		}
	}
	h.want(h.press(at+"/who", "next", named(long)), http.StatusSeeOther)
	h.want(h.press(at+"/touchpoints", "next", nil), http.StatusUnprocessableEntity, "at least one touchpoint")
	for path, status := range map[string]int{
		at + "/touchpoint?key=none": 404, at + "/touchpoint?stage=none": 404, at + "/stage?key=none": 404, "/admin/sketches/none/who": 404, "/admin/sketches/none": 404,
	} {
		h.want(h.get(path), status)
		if strings.Contains(path, "?") {
			h.want(h.post(path, url.Values{"name": {"x"}}), status)
		}
	}
	h.want(h.post(at+"/touchpoints", url.Values{"do": {"up:none"}}), http.StatusNotFound)
	h.want(h.post(at+"/who", url.Values{"name": {"x"}}, "Origin", "https://evil.example"), http.StatusForbidden)
	// Another's sketch is nobody's business, not even an owner's.
	h.cookies = map[string]*http.Cookie{}
	h.want(h.get(at+"/who"), http.StatusSeeOther)
	h.signIn(account.Owner)
	for _, path := range []string{"", "/who", "/touchpoints", "/collect", "/look"} {
		h.want(h.get(at+path), http.StatusNotFound)
	}
	h.want(h.post(at+"/drop", nil), http.StatusNotFound)
	h.cookies = map[string]*http.Cookie{}
	h.signIn(account.Viewer)
	h.lacks(h.get("/admin"), "/admin/journeys/new")
	h.lacks(h.get(dawn), dawn+"/edit")
	for _, path := range []string{"/admin/journeys/new", dawn + "/edit", dawn + "/journey.yaml", at, at + "/who", at + "/touchpoints", at + "/touchpoint?key=x", at + "/stage", at + "/collect", at + "/look"} {
		h.want(h.get(path), http.StatusForbidden)
	}
	for _, path := range []string{"/admin/journeys/new", "/admin/journeys/new/file", dawn + "/edit", dawn + "/edit/file", at + "/who", at + "/touchpoints", at + "/touchpoint?key=x", at + "/stage", at + "/collect", at + "/look", at + "/drop"} {
		h.want(h.post(path, url.Values{"template": {"cafe"}}), http.StatusForbidden)
	}
}

// TestWizardLanguageLast: a language that is added after a touchpoint was
// named is asked for, in words, and nothing is made before.
func TestWizardLanguageLast(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080")
	h.signIn(account.Editor)
	at := h.sketch("four-stages")
	h.want(h.press(at+"/who", "next", named("Dawn")), http.StatusSeeOther)
	h.want(h.press(at+"/touchpoint?stage=purchase", "", func(f url.Values) { f.Set("name-en", "Queue"); f.Set("phase", "during") }), http.StatusSeeOther)
	h.want(h.press(at+"/who", "next", func(f url.Values) { f.Set("lang-uk", "1") }), http.StatusSeeOther)
	h.want(h.get(at+"/touchpoints"), http.StatusOK, "It has no name in Українська yet")
	p := h.post(at+"/look", nil)
	h.want(p, http.StatusUnprocessableEntity, "<title>Error:", "Queue has no name in this language yet: Українська", at+"/touchpoint?key=queue")
	h.lacks(p, "speaks English")
	if all, err := h.store.Journeys(context.Background()); err != nil || len(all) > 0 {
		t.Errorf("%d journeys, %v", len(all), err)
	}
	h.want(h.press(at+"/touchpoint?key=queue", "", func(f url.Values) { f.Set("name-uk", "Черга") }), http.StatusSeeOther)
	h.want(h.post(at+"/look", nil), http.StatusSeeOther)
}

// TestWizardTwoTabs: two tabs that change different things both count, and the
// one that has not seen a new place does not take it away.
func TestWizardTwoTabs(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080")
	h.signIn(account.Editor)
	at := h.sketch("cafe")
	h.want(h.press(at+"/who", "next", named("Dawn")), http.StatusSeeOther)
	tab := h.get(at + "/collect")
	old := h.form(tab, "next")
	h.want(h.press(at+"/collect", "stay", func(f url.Values) { f.Set("p-queue-1-channel", "kiosk"); f.Set("p-queue-1-place", "Riverside") }), http.StatusSeeOther)
	h.want(h.press(at+"/touchpoint?key=queue", "", func(f url.Values) { f.Set("name-en", "The line") }), http.StatusSeeOther)
	old.Set("survey-queue", "easy")
	h.want(h.post(at+"/collect", old), http.StatusSeeOther, at+"/look")
	h.want(h.post(at+"/look", nil), http.StatusSeeOther)
	j, err := h.store.Journey(context.Background(), "dawn")
	if err != nil {
		t.Fatal(err)
	}
	_, queue := j.Touchpoint("queue")
	if queue.Name["en"] != "The line" || queue.Survey != "easy" || len(queue.Placements) != 2 || queue.Placements[1].Place["en"] != "Riverside" {
		t.Errorf("%+v", queue)
	}
	// What comes late finds the journey made, and changes nothing.
	h.want(h.post(at+"/collect", old), http.StatusSeeOther, at+"/look")
	h.want(h.post(at+"/drop", nil), http.StatusSeeOther)
	h.want(h.get(at+"/look"), http.StatusNotFound)
}

// TestWizardSixty makes a journey of sixty touchpoints with places in Chinese.
func TestWizardSixty(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080")
	h.signIn(account.Editor)
	at := h.sketch("five-stages")
	h.want(h.press(at+"/who", "next", named("六十")), http.StatusSeeOther)
	for n := range 60 {
		h.want(h.post(at+"/touchpoint?stage=purchase", url.Values{
			"name-en": {fmt.Sprintf("第 %d 站", n)}, "phase": {journey.Phases[n%3]}, "reach": {"1"}, "stage": {"purchase"},
		}), http.StatusSeeOther)
	}
	h.want(h.press(at+"/collect", "next", func(f url.Values) {
		for key := range f {
			if strings.HasSuffix(key, "-0-channel") {
				f.Set(key, "qr")
				f.Set(strings.TrimSuffix(key, "channel")+"place", strings.Repeat("櫃", 200))
			}
		}
	}), http.StatusSeeOther, at+"/look")
	h.want(h.post(at+"/look", nil), http.StatusSeeOther)
	j, err := h.store.Journey(context.Background(), "five-stages")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, tp := range j.Walk() {
		n++
		if len(tp.Placements) != 1 || len([]rune(tp.Placements[0].Place["en"])) != 200 {
			t.Fatalf("%+v", tp)
		}
	}
	if n != 60 {
		t.Errorf("%d touchpoints", n)
	}
	h.want(h.get("/admin/journeys/five-stages"), http.StatusOK)
}

// sendFile sends the form of a journey's file.
func (h *house) sendFile(at string, parts ...string) page {
	h.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		if err := w.WriteField(parts[i], parts[i+1]); err != nil {
			h.t.Fatal(err)
		}
	}
	w.Close()
	r := httptest.NewRequest("POST", at, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Origin", h.origin)
	return h.send(r)
}

// TestEdit changes a journey with answers, by forms and by its file.
func TestEdit(t *testing.T) {
	h := cafe(t, account.Editor)
	h.worked()
	h.want(h.get(dawn), http.StatusOK, dawn+"/edit")
	page := h.get(dawn + "/edit")
	h.want(page, http.StatusOK, "journey: dawn")
	begin := func() string {
		p := h.post(dawn+"/edit", nil)
		h.want(p, http.StatusSeeOther)
		return strings.TrimSuffix(p.Header.Get("Location"), "/touchpoints")
	}
	at, late := begin(), begin()
	h.want(h.get(at+"/look"), http.StatusOK, "Nothing is different")
	rename := func(at, name string) {
		h.want(h.press(at+"/touchpoint?key=queue", "", func(f url.Values) { f.Set("name-en", name) }), http.StatusSeeOther)
	}
	rename(at, "The line")
	rename(late, "Late")
	h.want(h.press(at+"/touchpoints", "next", func(f url.Values) { f.Del("keep-social") }), http.StatusSeeOther)
	h.want(h.press(at+"/touchpoint?key=queue", "", func(f url.Values) { f.Set("moment", "1"); f.Set("phase", "after") }), http.StatusSeeOther)
	h.want(h.get(at+"/look"), http.StatusOK, "moment of truth: no → yes", "phase: nothing → after the purchase", "touchpoint “The line”, name", "Queue → ", "Archived, with its answers kept: touchpoint “Social post”")
	h.want(h.post(at+"/look", nil), http.StatusSeeOther)
	j, err := h.store.Journey(context.Background(), "dawn")
	if err != nil {
		t.Fatal(err)
	}
	_, queue := j.Touchpoint("queue")
	_, social := j.Touchpoint("social")
	if queue.Name["en"] != "The line" || queue.Name["zh-Hant"] != "排隊" || queue.Placements[0].Code != "k7q2x" || !social.Archived {
		t.Errorf("%+v %+v", queue, social)
	}
	// Whoever began before that is told, sees what saving would do now, and may.
	h.want(h.post(late+"/look", nil), http.StatusConflict, "Somebody else has changed", "The line → ", "Back again: touchpoint “Social post”")
	h.want(h.post(late+"/look", nil), http.StatusSeeOther)
	// The first step says who and where to; a language that the surveys do not
	// speak is not taken.
	draft := begin()
	h.want(h.press(draft+"/who", "next", func(f url.Values) { f.Set("goal", "I want a break"); f.Set("name-uk", "Ранок") }), http.StatusSeeOther)
	h.want(h.get(draft+"/look"), http.StatusOK, "goal: nothing → en: I want a break", "Ранок")
	h.want(h.post(draft+"/look", nil), http.StatusSeeOther)
	// A touchpoint that was left out is offered again.
	again := begin()
	if f := h.form(h.get(again+"/touchpoints"), "next"); f.Get("keep-social") == "" {
		t.Errorf("%v", f)
	}
	h.want(h.post(again+"/drop", nil), http.StatusSeeOther, dawn+"/edit")
}

func TestEditFile(t *testing.T) {
	h := cafe(t, account.Editor)
	at0 := h.sketch("cafe")
	file := h.get(dawn + "/journey.yaml")
	h.want(file, http.StatusOK, "journey: dawn")
	if got := file.Header.Get("Content-Disposition"); !strings.Contains(got, "dawn.yaml") {
		t.Error(got)
	}
	revision := regexp.MustCompile(`name="revision" value="(\d+)"`).FindStringSubmatch(h.get(dawn + "/edit").Body)[1]
	const evil = `</textarea><img src=x onerror=alert(1)>`
	broken := strings.Replace(file.Body, "channel: link", "channel: smoke"+evil, 1)
	p := h.sendFile(dawn+"/edit/file", "revision", revision, "text", broken)
	h.want(p, http.StatusUnprocessableEntity, "<title>Error:", "Line 2", "is no channel", html.EscapeString("smoke"+evil))
	h.lacks(p, evil)
	h.want(h.sendFile(dawn+"/edit/file", "revision", revision, "text", strings.Replace(file.Body, "journey: dawn", "journey: dusk", 1)), http.StatusUnprocessableEntity, "journey: dawn”")
	h.want(h.sendFile(dawn+"/edit/file", "revision", revision, "text", file.Body+"---\n"+strings.Replace(file.Body, "journey: dawn", "journey: dusk", 1)), http.StatusUnprocessableEntity)
	h.want(h.sendFile(dawn+"/edit/file", "revision", revision, "text", ""), http.StatusUnprocessableEntity, "holds no journey")
	h.want(h.sendFile(dawn+"/edit/file", "revision", revision, "upload", strings.Repeat("#", journey.MaxFileSize+1)), http.StatusUnprocessableEntity)
	h.want(h.post(dawn+"/edit/file", url.Values{"text": {"x"}}), http.StatusUnsupportedMediaType)
	changed := strings.ReplaceAll(strings.Replace(file.Body, "target: 75", "target: 60", 1), "\n", "\r\n") // as browsers send it
	p = h.sendFile(dawn+"/edit/file", "revision", revision, "text", changed)
	h.want(p, http.StatusSeeOther)
	look := p.Header.Get("Location")
	h.want(h.get(look), http.StatusOK, "target: 75 → 60")
	h.want(h.post(look, nil), http.StatusSeeOther)
	j, err := h.store.Journey(context.Background(), "dawn")
	if err != nil || j.Target != 60 {
		t.Errorf("%v %v", j.Target, err)
	}
	// A new journey from a file, and one that is there.
	const add = "/admin/journeys/new/file"
	h.want(h.sendFile(add, "upload", broken), http.StatusUnprocessableEntity, "<title>Error:", "is no channel")
	h.want(h.sendFile(add, "upload", file.Body+"---\n"+strings.Replace(file.Body, "journey: dawn", "journey: dusk", 1)), http.StatusUnprocessableEntity)
	p = h.sendFile(add, "upload", strings.Replace(file.Body, "target: 75", "target: 50", 1))
	h.want(p, http.StatusSeeOther)
	h.want(h.get(p.Header.Get("Location")), http.StatusOK, "target: 60 → 50")
	cafe, err := templates.Journey("cafe")
	if err != nil {
		t.Fatal(err)
	}
	p = h.sendFile(add, "upload", string(cafe))
	h.want(p, http.StatusSeeOther)
	h.want(h.post(p.Header.Get("Location"), nil), http.StatusSeeOther)
	h.want(h.get("/admin/journeys/cafe"), http.StatusOK)
	h.want(h.post(at0+"/who", url.Values{"name": {strings.Repeat("x", 70_000)}}), http.StatusRequestEntityTooLarge)
	// A code of another journey shows only when it is saved.
	h.want(h.post("/admin/journeys/new", url.Values{"template": {"cafe"}}), http.StatusSeeOther)
	at := h.sketch("cafe")
	h.want(h.press(at+"/who", "next", named("Dusk")), http.StatusSeeOther)
	h.want(h.post(at+"/look", nil), http.StatusSeeOther)
	dusk, err := h.store.Journey(context.Background(), "dusk")
	if err != nil {
		t.Fatal(err)
	}
	taken := dusk.Stages[0].Touchpoints[0].Placements[0].Code
	p = h.sendFile(dawn+"/edit/file", "revision", "2", "text", strings.Replace(file.Body, "soc22", taken, 1))
	h.want(p, http.StatusSeeOther)
	h.want(h.post(p.Header.Get("Location"), nil), http.StatusUnprocessableEntity, "belongs to a placement of journey dusk")
	// The page of before knows an old revision.
	p = h.sendFile(dawn+"/edit/file", "revision", revision, "upload", file.Body)
	h.want(p, http.StatusSeeOther)
	h.want(h.post(p.Header.Get("Location"), nil), http.StatusConflict, "target: 60 → 75")
}

// TestWizardPages looks for what no page may show, in every language.
func TestWizardPages(t *testing.T) {
	h := cafe(t, account.Owner)
	at := h.sketch("web-shop")
	h.want(h.press(at+"/who", "next", named("Світанок")), http.StatusSeeOther)
	p := h.post(dawn+"/edit", nil)
	edit := strings.TrimSuffix(p.Header.Get("Location"), "/touchpoints")
	h.want(h.press(edit+"/touchpoint?key=queue", "", func(f url.Values) { f.Set("reach", "0.5"); f.Set("stage", "use"); f.Set("owner", "") }), http.StatusSeeOther)
	h.want(h.press(edit+"/touchpoints", "out:awareness", nil), http.StatusSeeOther)
	made := h.sketch("fashion")
	h.want(h.press(made+"/who", "next", func(f url.Values) { f.Set("name", "Made"); f.Set("goal", "") }), http.StatusSeeOther)
	h.want(h.post(made+"/look", nil), http.StatusSeeOther)
	for _, lang := range survey.Languages {
		for _, path := range []string{
			"/admin/journeys/new", at + "/who", at + "/touchpoints", at + "/touchpoint?key=cart", at + "/touchpoint?stage=order", at + "/stage?key=order", at + "/stage?key=",
			at + "/collect", at + "/look", edit + "/touchpoints", edit + "/look", dawn + "/edit", made + "/look",
		} {
			with := "?lang="
			if strings.Contains(path, "?") {
				with = "&lang="
			}
			p := h.get(path + with + lang)
			h.want(p, http.StatusOK, `<html lang="`+lang+`">`)
			clean(t, path, lang, p)
			if m := regexp.MustCompile(`wizard\.[a-z_]+\.?[a-z_]*`).FindString(strings.ReplaceAll(p.Body, "wizard.css", "")); m != "" && !strings.Contains(p.Body, "/static/staff/wizard."+strings.TrimPrefix(m, "wizard.")) {
				t.Errorf("%s in %s shows %q", path, lang, m)
			}
		}
	}
}
