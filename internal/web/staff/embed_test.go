package staff_test

import (
	"html"
	"net/http"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/account"
)

// TestEmbed: who puts a survey into a page finds what to copy, and which pages
// may show it.
func TestEmbed(t *testing.T) {
	h := cafe(t, account.Viewer)
	p := h.get(dawn + "/posters")
	h.want(p, http.StatusOK, "Pages of these sites may show it: https://dawn.example, https://www.dawn.example",
		"No page may show it yet.", "script-src http://192.168.1.20:8080;\nframe-src http://192.168.1.20:8080;", "data-persona=")
	text := html.UnescapeString(p.Body)
	for _, code := range []string{"web22", "new22"} {
		snippet := `<div data-waymood="` + code + `" data-mode="inline"></div>` + "\n" + `<script async src="http://192.168.1.20:8080/embed.js"></script>`
		if !strings.Contains(text, snippet) {
			t.Errorf("there is nothing to copy for %s", code)
		}
	}
	if n := strings.Count(text, "data-waymood="); n != 2 {
		t.Errorf("%d placements are for pages", n)
	}
	for lang, words := range map[string]string{"zh-Hant": "放進網頁", "zh-Hans": "放进网页", "uk": "Показати на сторінці"} {
		h.want(h.get(dawn+"/posters?lang="+lang), http.StatusOK, words)
	}
}
