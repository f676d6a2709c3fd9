package web

import (
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// maxEmbed is how large the script may be that other sites load, in bytes as
// they travel.
const maxEmbed = 3000

func TestEmbedScript(t *testing.T) {
	h := newHouse(t)
	packed := h.ask("GET", "/embed.js", "", "Accept-Encoding", "gzip")
	if n := packed.Body.Len(); packed.Header().Get("Content-Encoding") != "gzip" || n > maxEmbed {
		t.Errorf("%d bytes travel, %v", n, packed.Header())
	}
	plain := h.ask("GET", "/embed.js", "")
	for name, want := range map[string]string{
		"Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "public, max-age=300, must-revalidate",
		"Cross-Origin-Resource-Policy": "cross-origin", "X-Content-Type-Options": "nosniff", "Set-Cookie": "",
	} {
		if got := plain.Header().Get(name); plain.Code != 200 || got != want {
			t.Errorf("%d, %s is %q, not %q", plain.Code, name, got, want)
		}
	}
	if again := h.ask("GET", "/embed.js", "", "If-None-Match", plain.Header().Get("Etag")); again.Code != 304 {
		t.Errorf("what has not changed is sent again: %d", again.Code)
	}
	script := plain.Body.String()
	for _, word := range []string{`"zh-Hant":{"close":"關閉"`, `"zh-Hans":{"close":"关闭"`, "Ваш відгук", "Feedback"} {
		if !strings.Contains(script, word) {
			t.Errorf("the script lacks %s", word)
		}
	}
	if left := regexp.MustCompile(`/\*\*|/\*words|\n\s*//|\n[ \t]`).FindString(script); left != "" {
		t.Errorf("the script travels with %q", left)
	}
}

func TestTight(t *testing.T) {
	for source, want := range map[string]string{
		"// @ts-check\n// why\nlet a = 1;\n":                                  "let a=1;\n",
		"/**\n * @param {string} s\n */\nconst f = (s) => {\n  return s;\n};": "const f=(s)=>{\nreturn s;\n};\n",
		"  /** @type {any} */ let frame;\n\n\n  call();\n":                    "let frame;\ncall();\n",
		`const url = "https://x";`:                                            "const url=\"https://x\";\n",
		`f(() => a < 1 && b || (n >= 0 ? n : 10) - 2, "a b");`:                "f(()=>a < 1&&b||(n>=0?n:10)- 2,\"a b\");\n",
	} {
		if got := string(tight([]byte(source))); got != want {
			t.Errorf("%q is made %q, not %q", source, got, want)
		}
	}
}

// framers is who may show an answer's page.
func framers(w *httptest.ResponseRecorder) string {
	_, policy, _ := strings.Cut(w.Header().Get("Content-Security-Policy"), "frame-ancestors ")
	return policy
}

// TestFramers: every page that a frame comes to names the placement's origins,
// and no other page does.
func TestFramers(t *testing.T) {
	h := newHouse(t)
	const shop, nobody = "https://shop.example", "'none'"
	form := func(target string, values url.Values) *httptest.ResponseRecorder {
		return h.ask("POST", target, values.Encode(), "Content-Type", "", "Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range []struct {
		name   string
		w      *httptest.ResponseRecorder
		status int
		want   string
	}{
		{"the survey", h.ask("GET", "/t/k7q2x/frame", ""), 200, shop},
		{"again, from memory", h.ask("GET", "/t/k7q2x/frame", ""), 200, shop},
		{"with what came along", h.ask("GET", "/t/k7q2x/frame?rating=4&order=A-12&lang=en", ""), 200, shop},
		{"in another language", h.ask("GET", "/t/k7q2x/frame?lang=en&_frame=yes", ""), 200, shop},
		{"a test link that is over", h.ask("GET", "/t/k7q2x/frame?test=old", ""), 410, shop},
		{"a wrong answer", form("/t/k7q2x?_frame=yes", url.Values{"rating": {"9"}}), 422, shop},
		{"a step or another language", form("/t/k7q2x?_frame=yes", url.Values{"rating": {"2"}, "_switch": {"en"}}), 200, shop},
		{"a good answer", form("/t/k7q2x?_frame=yes", url.Values{"rating": {"2"}}), 303, nobody},
		{"thanks", h.ask("GET", "/t/k7q2x/thanks?_frame=yes", ""), 200, shop},
		{"no form", h.ask("POST", "/t/k7q2x?_frame=yes", "{}"), 415, shop},
		{"too large a form", form("/t/k7q2x?_frame=yes", url.Values{"comment": {strings.Repeat("x", 70_000)}}), 413, shop},

		{"a page of its own", h.ask("GET", "/t/k7q2x", ""), 200, nobody},
		{"its wrong answer", form("/t/k7q2x", url.Values{"rating": {"9"}}), 422, nobody},
		{"its thanks", h.ask("GET", "/t/k7q2x/thanks", ""), 200, nobody},
		{"a placement without origins", h.ask("GET", "/t/men22/frame", ""), 200, nobody},
		{"its thanks in a frame", h.ask("GET", "/t/men22/thanks?_frame=yes", ""), 200, nobody},
		{"a placement that has ended", h.ask("GET", "/t/old22/frame", ""), 410, nobody},
		{"no placement", h.ask("GET", "/t/nothere/frame", ""), 404, nobody},
		{"a receipt", h.ask("GET", "/receipt/nothere?_frame=yes", ""), 404, nobody},
	} {
		got := framers(c.w)
		if c.w.Code != c.status || got != c.want && c.status != 303 {
			t.Errorf("%s: %d and may be framed by %q, want %d and %q", c.name, c.w.Code, got, c.status, c.want)
		}
		if denied := c.w.Header().Get("X-Frame-Options") != ""; c.status != 303 && denied != (c.want == nobody) {
			t.Errorf("%s: X-Frame-Options is %q", c.name, c.w.Header().Get("X-Frame-Options"))
		}
		if c.w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", c.name)
		}
	}
}

// TestFrameStays: each page leads to the next inside of the frame, and the
// script in it knows whom to tell what.
func TestFrameStays(t *testing.T) {
	h := newHouse(t)
	page := h.ask("GET", "/t/k7q2x/frame?lang=en", "").Body.String()
	for _, part := range []string{
		`action="/t/k7q2x?_frame=yes"`, "/static/frame.js?v=",
		`data-code="k7q2x" data-origins="https://shop.example" defer>`,
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the survey lacks %s in\n%.3000s", part, page)
		}
	}
	sent := h.ask("POST", "/t/k7q2x?_frame=yes", "rating=2&lang=en", "Content-Type", "", "Content-Type", "application/x-www-form-urlencoded")
	to := sent.Header().Get("Location")
	if sent.Code != 303 || !strings.Contains(to, "&_frame=yes") {
		t.Fatalf("%d, %s", sent.Code, to)
	}
	thanks := h.ask("GET", to, "").Body.String()
	for _, part := range []string{`data-said="answered"`, `" target="_blank" rel="noopener"`, "&amp;_frame=yes"} {
		if !strings.Contains(thanks, part) {
			t.Errorf("the thanks lack %s in\n%.3000s", part, thanks)
		}
	}
	if own := h.ask("GET", "/t/k7q2x?lang=en", "").Body.String(); strings.Contains(own, "frame") {
		t.Error("a page of its own knows of frames")
	}
}
