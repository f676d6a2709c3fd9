package visit

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

func TestSurveyPage(t *testing.T) {
	s := newSite(t)
	r := s.get("/t/every", "Accept-Language", "en-GB").status(200)
	r.has(`<html lang="en">`, "<title>Queue – Dawn Café</title>", "<h1>Queue</h1>", "Dawn Café",
		`action="/t/every"`, `name="lang" value="en"`, "No cookies")
	for name, want := range map[string]string{
		"Cache-Control": "private, no-cache", "Content-Language": "en", "Content-Type": "text/html; charset=utf-8", "Referrer-Policy": "no-referrer",
	} {
		if got := r.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if vary := strings.Join(r.Header().Values("Vary"), ","); !strings.Contains(vary, "Accept-Language") || !strings.Contains(vary, "Accept-Encoding") {
		t.Errorf("Vary is %q", vary)
	}
	if r.Header().Get("Set-Cookie") != "" {
		t.Error("the page sets a cookie")
	}
	// Nothing inline but the one style whose hash the policy names, nothing from elsewhere.
	r.lacks("style=", "onclick", "onload", "http://", "https://", "//")
	_, rest, _ := strings.Cut(r.Body.String(), "<style>")
	style, rest, _ := strings.Cut(rest, "</style>")
	if strings.Contains(rest, "<style") {
		t.Error("there is a second style")
	}
	sum := sha256.Sum256([]byte(style))
	if policy := r.Header().Get("Content-Security-Policy"); !strings.Contains(policy, base64.StdEncoding.EncodeToString(sum[:])) {
		t.Errorf("the policy %q does not let the style in", policy)
	}
	for _, key := range []string{"mood", "four", "rating", "again", "effort", "stars", "found", "who", "why", "because", "expected", "comment", "story", "mail"} {
		r.has(`name="` + key + `"`)
	}
	r.has(`name="again" value="10"`, `name="effort" value="7"`, "If you chose “Awful” to “Okay”:",
		"9 to 10 for “Would you recommend us?”", "“The wait” for “What went wrong?”", "We use your address only to reply", "I agree")
}

func TestEveryVisitHasItsOwnID(t *testing.T) {
	s := newSite(t)
	seen := map[string]bool{}
	for range 5 {
		for _, encoding := range []string{"", "gzip, br"} {
			r := s.get("/t/every", "Accept-Encoding", encoding).status(200)
			body := r.Body.Bytes()
			if encoding != "" {
				if r.Header().Get("Content-Encoding") != "gzip" {
					t.Fatal("not compressed")
				}
				z, err := gzip.NewReader(bytes.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				if body, err = io.ReadAll(z); err != nil {
					t.Fatal(err)
				}
			}
			id := regexp.MustCompile(`name="_id" value="([0-9a-f-]{36})"`).FindSubmatch(body)
			token := regexp.MustCompile(`name="_token" value="([\w-]{24})">`).FindSubmatch(body)
			if id == nil || token == nil || seen[string(id[1])] || seen[string(token[1])] {
				t.Fatalf("id %q, token %q", id, token)
			}
			seen[string(id[1])], seen[string(token[1])] = true, true
		}
	}
}

func TestTakesGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "br, gzip;q=0.5": true, "gzip;q=0": false, "gzip; q=0.0": false, "gzip;q=1.0": true, "*": true, "identity": false, "GZIP": true, "xgzip": false,
	} {
		if got := TakesGzip(header); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
}

func TestLanguages(t *testing.T) {
	s := newSite(t)
	for _, tt := range []struct{ path, accept, lang, words string }{
		{"/t/every", "", "zh-Hant", "送出"},
		{"/t/every", "zh-TW,zh;q=0.9", "zh-Hant", "送出"},
		{"/t/every", "yue", "zh-Hant", "送出"},
		{"/t/every", "zh-CN", "zh-Hans", "提交"},
		{"/t/every", "uk-UA", "uk", "Надіслати"},
		{"/t/every", "ru-RU", "zh-Hant", "送出"},
		{"/t/every", "en-US", "en", "Send"},
		{"/t/every?lang=uk", "en", "uk", "Надіслати"},
		{"/t/every?lang=xx", "en", "en", "Send"},
	} {
		s.get(tt.path, "Accept-Language", tt.accept).status(200).
			has(`<html lang="`+tt.lang+`">`, tt.words, `<b lang="`+tt.lang+`" aria-current="true">`, ">繁體中文<", ">简体中文<", ">Українська<", ">English<")
	}
}

func TestPrefill(t *testing.T) {
	s := newSite(t)
	r := s.get("/t/every?lang=en&mood=4&found=yes&why=wait&why=noise&who=guest&persona=office&order=A-12&plan=pro&utm=x&comment=hi&rating=99&trap=%3Cscript%3E").status(200)
	r.has(`name="mood" value="4" checked`, `name="found" value="yes" checked`, `value="wait" checked`, `value="noise" checked`,
		`value="guest" checked`, `name="persona" value="office"`, `name="order" value="A-12"`, `name="comment" id="a-comment" value="hi"`)
	r.lacks("utm", "<script>", `value="99"`)
	// The other languages keep all that.
	form := r.form()
	form.Set("_switch", "uk")
	q := s.post("/t/every", form).status(200).has(`<html lang="uk">`, `name="mood" value="4" checked`).form()
	if q.Get("lang") != "uk" || q.Get("mood") != "4" || len(q["why"]) != 2 || q.Get("order") != "A-12" || q.Get("persona") != "office" || q.Has("utm") {
		t.Errorf("the page in Ukrainian carries %v", q)
	}
	// Nonsense is left out, and the page stays as quick as the plain one.
	s.get("/t/every?mood=17&persona=nobody&found=maybe&x=y").status(200).lacks(`" checked`, "nobody", "maybe")
	if s.pages.ready.get(readyKey{code: "every", lang: "zh-Hant"}, spotOfStore(t, s, "every").Journey) == nil {
		t.Error("the plain page is not kept")
	}
}

func TestCodes(t *testing.T) {
	s := newSite(t)
	s.get("/t/EVERY").status(200).has(`action="/t/every"`)
	s.get("/t/nothere", "Accept-Language", "uk").status(404).has("Тут нічого немає", `<html lang="uk">`, "ref-1")
	s.get("/t/ended?lang=en").status(410).has("This survey is closed")
	s.get("/t/over?lang=en").status(410).has("This survey is closed")
	s.get("/t/later?lang=en").status(410).has("not opened yet", "1 January 2090")
	s.post("/t/ended", url.Values{"mood": {"3"}, "lang": {"en"}}).status(410).has("This survey is closed")
	s.post("/t/nothere", url.Values{"mood": {"3"}}).status(404)
}

// TestNewRevision: a page made before a journey changed is not shown after.
func TestNewRevision(t *testing.T) {
	s := newSite(t)
	s.get("/t/every?lang=en").status(200).has("<h1>Queue</h1>")
	j := everyJourney(t)
	_, touchpoint := j.Touchpoint("queue")
	touchpoint.Name["en"] = "The line"
	storetest.Apply(t, s.store, j)
	s.get("/t/every?lang=en").status(200).has("<h1>The line</h1>")
}

func TestReadyPagesAreBounded(t *testing.T) {
	var r readyPages
	for i := range maxReady + 50 {
		r.put(readyKey{code: string(rune(i + 1000)), lang: "en"}, &readyPage{})
	}
	if len(r.pages) != maxReady {
		t.Errorf("%d pages are kept", len(r.pages))
	}
}

// TestConditionsInWords says conditions of all kinds in all languages.
func TestConditionsInWords(t *testing.T) {
	p, j := drawn(t), everyJourney(t)
	s := j.Survey("every")
	for _, tt := range []struct{ condition, en, uk string }{
		{"mood <= 3", "If you chose “Awful” to “Okay”:", "Якщо ви вибрали від «Дуже погано» до «Так собі»:"},
		{"mood == 1", "If you chose “Awful”:", "Якщо ви вибрали «Дуже погано»:"},
		{"mood != 3", "If you chose anything but “Okay”:", "Якщо ви вибрали будь-що, крім «Так собі»:"},
		{"mood != 5", "If you chose “Awful” to “Good”:", "Якщо ви вибрали від «Дуже погано» до «Добре»:"},
		{"again >= 9", "If you chose 9 to 10 for “Would you recommend us?”:", "Якщо ви вибрали від 9 до 10 на запитання «Чи порадите нас друзям?»:"},
		{"stars == 1", "If you chose “1 star” for “How many stars?”:", "Якщо ви вибрали 1 на запитання «Скільки зірок?»:"},
		{"found == no", "If you chose “No” for “Did you find a seat?”:", "Якщо ви вибрали «Ні» на запитання «Чи знайшли місце?»:"},
		{"found != no", "If you chose “Yes” for “Did you find a seat?”:", "Якщо ви вибрали «Так» на запитання «Чи знайшли місце?»:"},
		{"who == guest", "If you chose “Passing through” for “Who are you?”:", "Якщо ви вибрали «Проїздом» на запитання «Хто ви?»:"},
		{"who != guest", "If you chose anything but “Passing through” for “Who are you?”:", "Якщо ви вибрали будь-що, крім «Проїздом» на запитання «Хто ви?»:"},
	} {
		q := survey.Question{Key: "story", Type: survey.LongText, ShowIf: tt.condition}
		c, err := s.Condition(&q)
		if err != nil {
			t.Fatal(err)
		}
		if got := conditionInWords(p.Catalog.In("en"), "en", s, c); got != tt.en && tt.condition != "stars == 1" {
			t.Errorf("%s: %q, want %q", tt.condition, got, tt.en)
		}
		if got := conditionInWords(p.Catalog.In("uk"), "uk", s, c); got != tt.uk {
			t.Errorf("%s: %q, want %q", tt.condition, got, tt.uk)
		}
	}
}
