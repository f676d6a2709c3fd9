package staff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

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
		"Queue costs this journey most: 8.3 of the 17.3 points lost.",
		"Touchpoints differ by about 21 points.", "96% of the way has answers enough.",
		"This is the worst: 80% sure, if these answers are right.",
		"57 → 38 (−19)", "confirmed change", "may be chance",
		"4 answers so far, 1 more for a first, rough point",
		"pain no. 1 (80% sure)", "delight: 51% gave the best mark", `id="tp-queue"`,
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
		"swapped":   {"from=2026-11-20&to=2026-11-01", []string{"The first day has to be earlier", "226 answers"}, nil},
		"equal":     {"from=2026-11-20&to=2026-11-20", []string{"The first day has to be earlier"}, nil},
		"future":    {"from=2027-01-01&to=2027-02-01", []string{"That period has not come yet", "226 answers"}, nil},
		"nonsense":  {"from=yesterday&to=2026-02-31", []string{"could not be read", "226 answers"}, nil},
		"ancient":   {"from=0001-01-01&to=2026-11-21", []string{"could not be read"}, nil},
		"long":      {"from=2001-01-01&to=2026-11-21", []string{"at most ten years"}, nil},
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
	h.want(h.get(dawn), http.StatusOK, "No answers in this period", "0 answers so far, 5 more for a first, rough point")
	h.want(h.get(dawn+"/responses"), http.StatusOK, "No answers yet.")

	h.answer("k7q2x", survey.Answers{"rating": 2, "comment": "等了十五分鐘"}, noon)
	h.want(h.get("/admin"), http.StatusOK, "1 answer", "20 November, 12:00")
	h.want(h.get(dawn), http.StatusOK, "1 answer so far, 4 more for a first, rough point", "等了十五分鐘", "1 text waits to be read")
	for range 4 {
		h.answer("k7q2x", survey.Answers{"rating": 2}, noon)
	}
	p := h.get(dawn)
	h.want(p, http.StatusOK, "few answers, a first idea", "No figure for the whole journey yet: only 22%", "These look bad, but on few answers.")
	h.lacks(p, "nan", "NaN", "%!")
}
