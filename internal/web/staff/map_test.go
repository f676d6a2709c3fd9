package staff_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/survey"
)

const dawn = "/admin/journeys/dawn"

// TestMap shows the worked example: the figures are those of the fixtures.
func TestMap(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.worked()
	p := h.get(dawn)
	h.want(p, http.StatusOK,
		"24 October – 20 November 2026", "226 answers",
		`<strong class="figure big">59</strong>`, "95% sure: 55–63",
		"“Queue” probably hurts most: 38 of 100",
		"Touchpoints differ by about 21 points.", "96% of the journey has enough answers.",
		"This is the worst: 80% sure, if these answers are right.",
		"57 → 38 (−19)", "confirmed change", "may be chance",
		"4 answers so far, 1 more for a first, rough point",
		"pain no. 1 (80% sure)", "delight: 51% gave the best mark",
		"Grey dashes: the period before, 26 September – 23 October 2026.",
	)
	if got := p.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control %q", got)
	}
	for _, want := range []string{"Queue", "Shop front", "Social post"} {
		if strings.Count(p.Body, want) < 4 {
			t.Errorf("%s is not in chart, pains, table and its section", want)
		}
	}
	if n := strings.Count(p.Body, `<li class="card pain">`); n != 3 {
		t.Errorf("%d pains, want 3", n)
	}

	p = h.get(dawn + "/curve.svg")
	h.want(p, http.StatusOK, "<svg", "Dawn Café")
	if got := p.Header.Get("Content-Type"); got != "image/svg+xml" {
		t.Errorf("the curve is %q", got)
	}
}

// TestMapFilters narrows the map, and answers what cannot be answered kindly.
func TestMapFilters(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.worked()
	for name, c := range map[string]struct {
		query string
		want  []string
		lack  []string
	}{
		"period":    {"from=2026-10-01&to=2026-10-24", []string{"1 October – 23 October 2026", "223 answers"}, nil},
		"one day":   {"from=2026-11-10&to=2026-11-11", []string{"10 November 2026", "226 answers"}, nil},
		"place":     {"place=Counter", []string{"90 answers", `<span class="chip">Counter</span>`}, []string{"confirmed change", "may be chance"}},
		"elsewhere": {"place=" + url.QueryEscape("櫃台"), []string{"90 answers"}, nil},
		"channel":   {"channel=email", []string{"12 answers", "E-mail"}, nil},
		"persona":   {"persona=office", []string{"No answers in this period"}, nil},
		"language":  {"language=uk", []string{"0 answers"}, nil},
		"alone":     {"compare=nothing", []string{"226 answers"}, []string{"confirmed change", "Grey dashes: the period before, 26"}},
		"swapped":   {"from=2026-11-21&to=2026-11-01", []string{"so the two were swapped", "1 November – 20 November 2026", "226 answers"}, nil},
		"equal":     {"from=2026-11-10&to=2026-11-10", []string{"Here is that one day", "10 November 2026", "226 answers"}, nil},
		"future":    {"from=2027-01-01&to=2027-02-01", []string{"That period has not come yet", "226 answers"}, nil},
		"nonsense":  {"from=yesterday&to=2026-02-31", []string{"“yesterday” is not a date", "no day 2026-02-31", "226 answers"}, nil},
		"ancient":   {"from=0001-01-01&to=2026-11-21", []string{"“0001-01-01” is not a date"}, nil},
		"long":      {"from=2001-01-01&to=2026-11-21", []string{"at most ten years", "2016", "449 answers"}, nil},
		"week":      {"from=2026-W46", []string{"9 November – 15 November 2026", "226 answers"}, []string{"role=\"status\""}},
		"no week":   {"from=2027-W53", []string{"no week 2027-W53"}, nil},
		"markup":    {"from=" + url.QueryEscape(`"><script>x</script>`), []string{"“&#34;&gt;&lt;script&gt;"}, []string{"<script>x"}},
		"overlay":   {"overlay=nobody", []string{"so its curve is not drawn", "226 answers"}, nil},
		"ahead":     {"from=2026-10-24&to=2027-11-21", []string{"24 October – 20 November 2026", "226 answers"}, []string{"role=\"status\""}},
		"unknown":   {"persona=nobody&place=Mars&channel=owl&language=tlh", []string{"no such persona", "no such place", "no such channel", "226 answers"}, nil},
		"injection": {"place=" + url.QueryEscape(`'"; drop table responses; --`), []string{"no such place", "226 answers"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			h.t = t
			p := h.get(dawn + "?" + c.query)
			h.want(p, http.StatusOK, c.want...)
			h.lacks(p, c.lack...)
		})
	}
	h.t = t
	h.want(h.get("/admin/journeys/nowhere"), http.StatusNotFound)
}

// TestFirstDays is what an owner sees long before twenty answers are there.
func TestFirstDays(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080")
	h.signIn(account.Owner)
	h.want(h.get("/admin"), http.StatusOK, "Your first journey", "waymood apply journey.yaml")
	h.apply("testdata/cafe.yaml")
	h.want(h.get("/admin"), http.StatusOK, "Dawn Café", "0 answers", "none yet")
	h.want(h.get(dawn), http.StatusOK, "Nobody has answered yet", "0 answers so far, 5 more for a first, rough point")
	h.want(h.get(dawn+"/responses"), http.StatusOK, "No answers yet.")

	h.answer("k7q2x", survey.Answers{"rating": 2, "comment": "等了十五分鐘"}, noon)
	h.want(h.get("/admin"), http.StatusOK, "1 answer", "20 November, 12:00")
	h.want(h.get(dawn), http.StatusOK, "<li>Queue: 1 answer so far, 4 more for a first, rough point</li>", "等了十五分鐘")
	h.want(h.get(dawnQueue), http.StatusOK, "1 answer so far, 4 more for a first, rough point", "等了十五分鐘", "1 text waits to be read")
	for range 4 {
		h.answer("k7q2x", survey.Answers{"rating": 2}, noon)
	}
	p := h.get(dawn)
	h.want(p, http.StatusOK, "few answers, a first idea", "No figure for the whole journey yet: only 22%", "These look bad, but on few answers.")
	h.lacks(p, "nan", "NaN", "%!")
}

// TestOwnLimits names the journey's own constants, not the usual ones.
func TestOwnLimits(t *testing.T) {
	h := cafe(t, account.Viewer)
	h.want(h.get(dawn), http.StatusOK, "appears with 5 answers at a touchpoint, a solid one with 20", "fewer than 5 answers, not scored", "/admin/how?journey=dawn")
	h.want(h.get("/admin/how"), http.StatusOK, "Below 5 answers", "From 20 it is", "at most 50% as much", "at least 7.5 points")

	src, err := os.ReadFile("testdata/cafe.yaml")
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(t.TempDir(), "own.yaml")
	src = append(src, "\nanalysis: {min_rough: 8, min_solid: 40, effect: 0.2, text_weight: 0.3}\n"...)
	if err := os.WriteFile(own, src, 0o600); err != nil {
		t.Fatal(err)
	}
	h.apply(own)
	h.want(h.get(dawn), http.StatusOK, "appears with 8 answers at a touchpoint", "fewer than 8 answers, not scored")
	h.want(h.get("/admin/how?journey=dawn"), http.StatusOK,
		"Below 8 answers", "From 8 to 39", "From 40 it is", "at least 40 answers", "at most 30% as much", "at least 10 points")
	h.want(h.get("/admin/how?journey=nowhere"), http.StatusNotFound)
}

// TestQuotes tells a pain by what unhappy customers say of it in more than a
// word, the newest first, on the page as in the picture.
func TestQuotes(t *testing.T) {
	h := cafe(t, account.Owner)
	h.worked()
	for i, said := range []struct {
		rating int
		text   string
	}{
		{1, "The line did not move for a quarter of an hour"},
		{2, "隊伍排到門外，沒有人管。請打 0912-345-678 給我"},
		{2, "一般"},
		{5, "So fast, I was delighted"},
		{3, "It was neither here nor there"},
		{1, "Bad"},
	} {
		h.answer("k7q2x", survey.Answers{"rating": said.rating, "comment": said.text}, noon.Add(time.Duration(i-60)*time.Minute))
	}
	p := h.get(dawn)
	_, card, _ := strings.Cut(p.Body, `<li class="card pain">`)
	card, _, _ = strings.Cut(card, "</li>")
	h.want(page{p.Response, card}, http.StatusOK, "The line did not move", "隊伍排到門外")
	h.lacks(page{p.Response, card}, "一般", "Bad", "So fast", "neither here")
	if strings.Index(card, "隊伍") > strings.Index(card, "The line") {
		t.Error("the newest quote is not the first")
	}
	file := h.get(dawn + "/curve.svg")
	h.want(p, http.StatusOK, "0912")
	h.want(file, http.StatusOK, "隊伍排到門外")
	h.lacks(file, "一般", "So fast", "0912") // a file is passed on

	v := cafe(t, account.Viewer)
	v.worked()
	v.answer("k7q2x", survey.Answers{"rating": 2, "comment": "請打 0912-345-678 給我，謝謝你們"}, noon.Add(-time.Hour))
	for _, target := range []string{dawn, dawn + "/curve.svg"} {
		p := v.get(target)
		v.want(p, http.StatusOK, "請打")
		v.lacks(p, "0912")
	}
}
