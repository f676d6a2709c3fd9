package staff_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// TestOddTouchpoints: whatever a touchpoint lacks, its page says what there is.
func TestOddTouchpoints(t *testing.T) {
	h := newHouse(t, "http://192.168.1.20:8080")
	h.signIn(account.Editor)
	say := func(en string) survey.Wording { return survey.Wording{"en": en} }
	at := func(key, survey, code string) journey.Touchpoint {
		return journey.Touchpoint{Key: key, Name: say(key), Survey: survey, Placements: []journey.Placement{{Code: code, Channel: journey.QR}}}
	}
	bare := at("bare", "stars", "bare2")
	bare.Placements = nil
	j := &journey.Journey{
		Key: "odd", Name: say("Odd"), Timezone: "Asia/Taipei", Languages: []string{"en"}, Target: 75, Analysis: journey.Defaults(),
		Stages: []journey.Stage{{Key: "s", Name: say("Stage"), Touchpoints: []journey.Touchpoint{
			at("words", "words", "words2"), at("quiet", "stars", "quiet2"), at("one", "stars", "one22"), at("equal", "stars", "equal2"),
			at("ticks", "ticks", "ticks2"), at("gone", "nothing", "gone22"), bare,
		}}},
		Events: []journey.Event{{Date: "2026-11-18", Text: say("Rival opened")}, {Date: "2026-01-01", Text: say("Long ago")}},
		Surveys: []survey.Survey{
			{Key: "words", Questions: []survey.Question{{Key: "comment", Type: survey.ShortText, Ask: say("Well?")}}},
			{Key: "stars", Questions: []survey.Question{{Key: "stars", Type: survey.Stars, Ask: say("Stars?")}}},
			{Key: "ticks", Questions: []survey.Question{
				{Key: "why", Type: survey.Factors, Ask: say("What made it so?"), Options: []survey.Option{{Key: "price", Label: say("The price")}, {Key: "staff", Label: say("The staff")}}},
				{Key: "hoped", Type: survey.Expectation, Ask: say("As hoped?")},
			}},
		},
	}
	if _, err := h.store.Apply(context.Background(), []*journey.Journey{j}, false); err != nil {
		t.Fatal(err)
	}
	for range 12 {
		h.answer("words2", survey.Answers{"comment": "bad queue in here"}, noon.Add(-time.Hour))
		h.answer("equal2", survey.Answers{"stars": 5}, noon.Add(-time.Hour))
	}
	h.answer("one22", survey.Answers{"stars": 1}, noon.Add(-time.Hour))
	for i := range 8 {
		why, hoped := []string{"price"}, "worse"
		if i > 5 {
			why, hoped = []string{"price", "staff"}, "better"
		}
		h.answer("ticks2", survey.Answers{"why": why, "hoped": hoped}, noon.Add(-time.Hour))
	}
	storetest.Read(t, h.store)
	for key, want := range map[string]struct{ has, lacks []string }{
		"words": {[]string{"12 answers", "bad queue in here", "12 texts read", "One source only"}, []string{"How they rated", "Marks and words"}},
		"quiet": {[]string{"0 answers so far, 5 more", "Nobody has written anything", "With so few answers nothing is computed"},
			[]string{"Week by week", "How they rated", "Where the answers came from", "Σω"}},
		"one":   {[]string{"1 answer so far, 4 more", "No week has 5 answers", "too few for a figure"}, []string{`<svg class="trend"`, "Σω"}},
		"equal": {[]string{`<strong class="figure">100</strong>`, "12 answers", "first idea", `</span> 18 November: Rival opened</li>`, `<td>18 November: Rival opened</td>`}, []string{"Long ago"}},
		"ticks": {[]string{"8 answers, but not enough of them could be scored", "What made it so?", "The price", `<td class="n">8</td><td class="n small">100%</td>`, "75% found it worse than expected", "Shares are of 8 answers"},
			[]string{"How they rated"}},
		"gone": {[]string{"0 answers so far", "gone22"}, nil},
		"bare": {[]string{"has no placement"}, nil},
	} {
		for _, query := range []string{"", "?panel=yes", "?from=2020-01-01&to=2020-01-05", "?channel=qr&language=en", "?from=2026-11-20"} {
			p := h.get("/admin/journeys/odd/touchpoints/" + key + query)
			h.want(p, http.StatusOK)
			clean(t, key+query, "en", p)
			if query == "" {
				h.want(p, http.StatusOK, want.has...)
				h.lacks(p, want.lacks...)
			}
		}
	}
}
