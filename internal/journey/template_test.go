package journey

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/templates"
)

// template reads one of the journeys to begin with.
func template(t *testing.T, name string) (*Journey, []Warning) {
	t.Helper()
	src, err := templates.Journey(name)
	if err != nil {
		t.Fatal(err)
	}
	js, warnings, err := Parse(name+".yaml", src)
	if err != nil || len(js) != 1 {
		t.Fatal(err)
	}
	return js[0], warnings
}

// TestTemplates holds the templates to what they promise: all four languages
// in every text, the customer's own voice, every phase, and a survey that is
// one tap, a reason and a sentence.
func TestTemplates(t *testing.T) {
	for _, name := range templates.Journeys() {
		t.Run(name, func(t *testing.T) {
			j, warnings := template(t, name)
			bare := strings.HasSuffix(name, "-stages")
			if j.Key != name || len(j.Languages) != len(survey.Languages) {
				t.Errorf("key %s, languages %v", j.Key, j.Languages)
			}
			for _, part := range j.items() {
				for _, p := range part.props {
					if p.wording != nil && len(p.wording) != len(survey.Languages) {
						t.Errorf("%s: %s is in %d languages", part.path, p.name, len(p.wording))
					}
				}
			}
			same(t, j)
			if bare {
				return
			}
			if len(warnings) > 0 || j.Draft() || len(j.Uncovered()) > 0 || len(j.Personas) < 2 {
				t.Errorf("warnings %v, lacks %v, uncovered %v, %d personas", warnings, j.Lacks(), j.Uncovered(), len(j.Personas))
			}
			moments, rules := 0, 0
			for _, p := range j.Personas {
				if p.When != nil {
					rules++
				}
				if p.Goals == nil || p.Needs == nil || p.Traits == nil {
					t.Errorf("persona %s is not complete", p.Key)
				}
			}
			used := map[string]int{}
			for _, tp := range j.Walk() {
				used[tp.Survey]++
				if tp.MomentOfTruth {
					moments++
				}
				if tp.Reach == nil || tp.Action == nil || tp.Expectation == nil || tp.Owner == "" || len(tp.Placements) == 0 {
					t.Errorf("touchpoint %s is not complete", tp.Key)
				}
				for _, tag := range survey.Languages {
					for _, text := range []string{tp.Action[tag], tp.Expectation[tag]} {
						if !FirstPerson(tag, text) {
							t.Errorf("%s: %q is not said by the customer", tp.Key, text)
						}
					}
				}
				for _, p := range tp.Placements {
					if p.Code != "" || p.Place == nil {
						t.Errorf("a placement of %s has the code %q and the place %v", tp.Key, p.Code, p.Place)
					}
				}
			}
			if moments == 0 || rules == 0 {
				t.Errorf("%d moments of truth, %d rules of personas", moments, rules)
			}
			for s, n := range used {
				if n > 4 {
					t.Errorf("survey %s is asked at %d touchpoints", s, n)
				}
			}
			for i := range j.Surveys {
				light(t, &j.Surveys[i])
			}
		})
	}
}

// light fails for a survey that asks more than people answer while standing.
func light(t *testing.T, s *survey.Survey) {
	t.Helper()
	taps, texts, contacts := 0, 0, 0
	for _, q := range s.Questions {
		switch {
		case q.Type.IsText():
			texts++
		case q.Type == survey.Email:
			contacts++
		case q.Required:
			taps++
		}
		if q.Required && q.Key != s.Rating().Key {
			t.Errorf("survey %s: %s is required too", s.Key, q.Key)
		}
	}
	if taps != 1 || texts > 1 || len(s.Questions)-taps-texts-contacts > 1 {
		t.Errorf("survey %s asks for %d taps, %d texts, %d questions in all", s.Key, taps, texts, len(s.Questions))
	}
}

// TestTemplatesScript: neither Chinese is the other's in disguise, and the
// Ukrainian is written with its own letters.
func TestTemplatesScript(t *testing.T) {
	for _, name := range templates.Journeys() {
		j, _ := template(t, name)
		for _, part := range j.items() {
			for _, p := range part.props {
				for tag, foreign := range map[string]string{"zh-Hant": "这们说时还进问单样钟队结账务购买", "zh-Hans": "這們說時還進問單樣鐘隊結帳務購買", "uk": "ыэъё'"} {
					if strings.ContainsAny(p.wording[tag], foreign) {
						t.Errorf("%s: %s in %s: %q", part.path, p.name, tag, p.wording[tag])
					}
				}
			}
		}
	}
}

// TestTemplatesApplied: what is applied, written and read again is the same.
func TestTemplatesApplied(t *testing.T) {
	for _, name := range templates.Journeys() {
		j, _ := template(t, name)
		first, err := Merge(nil, j, nil)
		if err != nil {
			t.Fatal(err)
		}
		src, err := first.YAML()
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := Parse(name, src)
		if err != nil {
			t.Fatal(err)
		}
		second, err := Merge(first, again[0], nil)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(first, second); d != "" {
			t.Error(d)
		}
		for _, tp := range second.Walk() {
			if slices.ContainsFunc(tp.Placements, func(p Placement) bool { return p.Code == "" }) {
				t.Errorf("%s: %s has a placement without a code", name, tp.Key)
			}
		}
	}
	if _, err := templates.Journey("../staff/map"); err == nil || !strings.Contains(err.Error(), "cafe") {
		t.Error(err)
	}
}
