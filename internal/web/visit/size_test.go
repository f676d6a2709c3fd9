package visit

import (
	"compress/gzip"
	"io"
	"strconv"
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/templates"
)

// The most that a survey page may weigh on its way, in bytes, all included.
const (
	heaviest = 6 << 10 // any survey
	usual    = 3800    // the ones a café asks with
)

// TestWeight weighs every survey page in every language: the longest survey
// that there is to test with, and each of the sample café.
func TestWeight(t *testing.T) {
	src, err := templates.FS.ReadFile("journeys/dawn.yaml")
	if err != nil {
		t.Fatal(err)
	}
	cafe, _, err := journey.Parse("dawn.yaml", src)
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, everyJourney(t), stepsJourney(t), cafe[0])
	weigh := func(code, lang string, most int) {
		r := s.get("/t/"+code, "Accept-Language", lang, "Accept-Encoding", "gzip").status(200)
		weight := r.Body.Len()
		if got := r.Header().Get("Content-Length"); got != strconv.Itoa(weight) {
			t.Errorf("%s %s: %d bytes, and Content-Length says %s", code, lang, weight, got)
		}
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		html, err := io.ReadAll(z)
		if err != nil {
			t.Errorf("%s %s: %v", code, lang, err)
		}
		t.Logf("%s %s: %d bytes, %d packed", code, lang, len(html), weight)
		if weight > most {
			t.Errorf("%s %s: the page has %d bytes packed, more than %d", code, lang, weight, most)
		}
	}
	for _, lang := range cafe[0].Languages {
		weigh("every", lang, heaviest)
		weigh("steps", lang, usual)
		seen := map[string]bool{}
		for _, touchpoint := range cafe[0].Walk() {
			for p := range touchpoint.Live() {
				if !seen[touchpoint.Survey] && !p.Closed(s.clock, cafe[0].Location()) && !p.Invited {
					seen[touchpoint.Survey] = true
					weigh(p.Code, lang, usual)
				}
			}
		}
		if len(seen) != len(cafe[0].Surveys) {
			t.Errorf("%d of the café's %d surveys were weighed", len(seen), len(cafe[0].Surveys))
		}
	}
}

// TestWeightOfSteps: what is rendered for one visitor comes packed too, in one
// piece.
func TestWeightOfSteps(t *testing.T) {
	s := newSite(t)
	form := s.get("/t/every?lang=en").form()
	r := s.post("/t/every", form, "Accept-Encoding", "gzip").status(422)
	if got := r.Header().Get("Content-Encoding"); got != "gzip" || r.Body.Len() > heaviest {
		t.Errorf("an error page has %d bytes, encoded as %q", r.Body.Len(), got)
	}
	if got := r.Header().Get("Content-Length"); got != strconv.Itoa(r.Body.Len()) {
		t.Errorf("%d bytes, and Content-Length says %s", r.Body.Len(), got)
	}
}
