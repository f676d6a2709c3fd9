package staff_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"image/png"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/programtest"
	"github.com/waymood/waymood/internal/raster"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/web"
)

// painted is a café whose maps are painted with fonts from folders.
func painted(t *testing.T, folders ...string) *house {
	t.Helper()
	h := newHouse(t, "http://192.168.1.20:8080", func(c *web.Config) { c.FontFolders = folders })
	h.apply("testdata/cafe.yaml")
	h.signIn(account.Viewer)
	h.worked()
	return h
}

var drawnText = regexp.MustCompile(`<text[^>]*>([^<]*)</text>`)

// The same picture as PNG in the four languages: no character is missing.
func TestCurvePNG(t *testing.T) {
	folders := raster.FontFolders("")
	fonts, err := raster.FindFonts(folders)
	if err != nil {
		t.Fatal(err)
	}
	if len(fonts.Lacks("排队隊")) > 0 {
		programtest.Missing(t, "there is no font with Chinese characters: install fonts-noto-cjk to run this test")
	}
	h := painted(t, folders...)
	for _, lang := range survey.Languages {
		svg := h.get(dawn + "/curve.svg?lang=" + lang)
		h.want(svg, http.StatusOK, "<svg")
		for _, m := range drawnText.FindAllStringSubmatch(svg.Body, -1) {
			if lacks := fonts.Lacks(m[1]); len(lacks) > 0 {
				t.Errorf("%s: no font has %q of %q", lang, string(lacks), m[1])
			}
		}
		p := h.get(dawn + "/curve.png?scale=1&lang=" + lang)
		h.want(p, http.StatusOK)
		img, err := png.Decode(strings.NewReader(p.Body))
		if err != nil {
			t.Fatalf("%s: %v", lang, err)
		}
		if w := img.Bounds().Dx(); w < 1000 || p.Header.Get("Content-Type") != "image/png" || p.Header.Get("Content-Language") != lang {
			t.Errorf("%s: %d wide, %v", lang, w, p.Header)
		}
	}
	h.want(h.get(dawn+"/curve.svg?lang=en&overlay=office&overlay=student"), http.StatusOK, ">Office worker<", "all customers")
	for query, status := range map[string]int{"scale=3": 200, "scale=0": 422, "scale=4": 422, "scale=two": 422, "scale=1.5": 422} {
		if p := h.get(dawn + "/curve.png?" + query); p.StatusCode != status {
			t.Errorf("%s: %d, want %d", query, p.StatusCode, status)
		}
	}
}

// Where no font has Chinese characters, the picture is in English and has no
// character that cannot be painted.
func TestCurvePNGWithoutFonts(t *testing.T) {
	h := painted(t)
	p := h.get(dawn + "/curve.png?scale=1&lang=zh-Hant")
	h.want(p, http.StatusOK)
	if got := p.Header.Get("Content-Language"); got != "en" {
		t.Errorf("it is in %s", got)
	}
	if _, err := png.Decode(strings.NewReader(p.Body)); err != nil {
		t.Error(err)
	}
}

func TestMapTable(t *testing.T) {
	h := painted(t)
	p := h.get(dawn + "/map.csv?lang=en")
	h.want(p, http.StatusOK, "\ufeffjourney,from,to,")
	if got := p.Header.Get("Content-Disposition"); got != "attachment; filename=dawn-map.csv" {
		t.Errorf("it is kept as %s", got)
	}
	rows, err := csv.NewReader(bytes.NewReader([]byte(strings.TrimPrefix(p.Body, "\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	row := func(touchpoint string) map[string]string {
		cells := map[string]string{}
		for _, r := range rows[1:] {
			if r[slices.Index(rows[0], "touchpoint")] == touchpoint {
				for i, name := range rows[0] {
					cells[name] = r[i]
				}
			}
		}
		return cells
	}
	queue := row("queue")
	for name, want := range map[string]string{
		"journey": "dawn", "stage": "purchase", "touchpoint_name": "Queue", "answers": "40", "evidence": "solid", "mood": "37.5",
		"unhappy": "0.55", "kpi": "csat", "pain_rank": "1", "pain_level": "hurts", "confirmed": "true", "delight": "false",
	} {
		if queue[name] != want {
			t.Errorf("queue: %s is %q, want %q", name, queue[name], want)
		}
	}
	if !strings.HasPrefix(queue["points_lost"], "8.26") || !strings.HasPrefix(queue["change"], "-19.0") || !strings.HasPrefix(queue["p_adjusted"], "0.043") {
		t.Errorf("queue: %v", queue)
	}
	if mail := row("email"); mail["answers"] != "4" || mail["mood"] != "" || mail["pain_rank"] != "" {
		t.Errorf("email, not scored: %v", mail)
	}
}

// The JSON for who is signed in is the API's, and passes over what only the
// picture knows.
func TestMapFile(t *testing.T) {
	h := painted(t)
	p := h.get(dawn + "/map.json?compare=nothing&overlay=office&lang=uk")
	h.want(p, http.StatusOK)
	var m struct {
		Journey string `json:"journey"`
		Answers int    `json:"answers"`
	}
	if err := json.Unmarshal([]byte(p.Body), &m); err != nil {
		t.Fatal(err)
	}
	if m.Journey != "dawn" || m.Answers != 226 {
		t.Errorf("%+v", m)
	}
	if got := p.Header.Get("Content-Disposition"); got != "attachment; filename=dawn-map.json" {
		t.Errorf("it is kept as %s", got)
	}
}
