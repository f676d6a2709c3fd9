package journey

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/survey"
)

// same fails unless a journey survives being written, both ways.
func same(t rapid.TB, j *Journey) {
	t.Helper()
	want := *j
	want.Source = nil
	src, err := j.YAML()
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := Parse("again.yaml", src)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	again[0].Source = nil
	if d := cmp.Diff(&want, again[0]); d != "" {
		t.Fatalf("%s\n%s", d, src)
	}
	once, _, err := ParseJSON(j.JSON())
	if err != nil {
		t.Fatalf("%v\n%s", err, j.JSON())
	}
	once.Source = nil
	if d := cmp.Diff(&want, once); d != "" {
		t.Fatal(d)
	}
}

func TestFine(t *testing.T) {
	src, err := os.ReadFile("testdata/fine/contract.yaml")
	if err != nil {
		t.Fatal(err)
	}
	journeys, warnings, err := Parse("contract.yaml", src)
	if err != nil {
		t.Fatal(err)
	}
	if len(journeys) != 2 || len(warnings) != 1 || !strings.Contains(warnings[0].Text, "no question with a scale") {
		t.Errorf("%d journeys, %v", len(journeys), warnings)
	}
	for _, j := range journeys {
		same(t, j)
	}
	p := journeys[0].Stages[0].Touchpoints[0].Placements
	if p[0].Code != "k7q2x" {
		t.Errorf("codes are matched in lower case, and %q is kept", p[0].Code)
	}
	if d := cmp.Diff([]string{"https://example.org", "http://xn--80aaf4a.xn--j1amh:8080"}, p[1].Origins); d != "" {
		t.Error(d)
	}
	if got := journeys[0].Survey("quick").Question("rating").Ask["en"]; got != "How was it?" {
		t.Errorf("%q", got)
	}
	if got := journeys[1].Survey("q").Questions[0].Ask["en"]; got != "Two\nlines?" {
		t.Errorf("%q", got)
	}
}

// TestAnyTextSurvives writes and reads journeys whose texts are as awkward as
// texts can be.
func TestAnyTextSurvives(t *testing.T) {
	awkward := rapid.Custom(func(t *rapid.T) string {
		s := strings.Join(rapid.SliceOfN(rapid.OneOf(
			rapid.SampledFrom([]string{"?", ": ", " #", "- ", "{", "}", "[", "]", ",", "'", `"`, "\\", "|", ">", "%", "@", "`", "&a", "*a", "!x", "\n", "\n\n", "\t",
				"yes", "null", "~", "1", "1.5", "2026-11-01", "0x1F", "=", "<<", "---", "...", "\u00a0", "\ue000", "\uf8ff", "👩‍🍳", "😀", "𠮷", "等", "\u200d", "\u0301"}),
			rapid.StringN(0, 4, -1)), 1, 6).Draw(t, "parts"), "")
		s, _ = survey.Clean(s)
		if s == "" {
			return "x"
		}
		return s
	})
	rapid.Check(t, func(t *rapid.T) {
		word := func() survey.Wording {
			return survey.Wording{"en": awkward.Draw(t, "en"), "uk": awkward.Draw(t, "uk")}
		}
		name := func() survey.Wording { // names have one line
			w := word()
			for tag, s := range w {
				w[tag] = strings.NewReplacer("\n", " ", "\t", " ").Replace(s)
			}
			return w
		}
		reach := float64(rapid.IntRange(0, 100).Draw(t, "reach")) / 100
		j := &Journey{
			Key: "dawn", Name: name(), Goal: word(), Start: word(), End: word(), Timezone: "Europe/Kyiv", Languages: []string{"uk", "en"}, Target: 62.5, Analysis: Defaults(),
			Personas: []Persona{{Key: "1", Name: name(), Goals: word(), When: &When{Field: "plan", Is: awkward.Draw(t, "is")}}},
			Teams:    map[string]Team{"no": {Name: name(), Mail: "a@b.co"}, "null": {}},
			Events:   []Event{{Date: "2026-11-01", Text: name()}},
			Stages: []Stage{{Key: "true", Name: name(), Touchpoints: []Touchpoint{{
				Key: "2026-11-01", Name: name(), Action: word(), Owner: "no", Reach: &reach, MomentOfTruth: rapid.Bool().Draw(t, "moment"), Survey: "null", Phase: "after",
				Placements: []Placement{{Code: "123", Channel: QR, Place: name(), Open: &Open{From: "2026-11-01", Hours: []string{"mon 08:00-09:00"}}}},
			}}}},
			Surveys: []survey.Survey{{Key: "null", Fields: []string{"plan", "1e3"}, Consent: word(), Thanks: survey.Thanks{Neutral: word(), Unhappy: word()}, Questions: []survey.Question{
				{Key: "1", Type: survey.CSAT, Ask: word(), Required: true},
				{Key: "2", Type: survey.Choices, Ask: word(), ShowIf: "1 <= 3", Options: []survey.Option{{Key: "y", Label: name()}, {Key: "n", Label: name()}}},
				{Key: "3", Type: survey.ShortText, Ask: word(), MaxLength: 77, Step: true, ShowIf: "2 has y or 1 == 5"},
			}}},
		}
		same(t, j)
	})
}

func FuzzParse(f *testing.F) {
	for _, file := range []string{"testdata/fine/contract.yaml", "testdata/mistakes/surveys.yaml", "testdata/mistakes/stages.yaml", "testdata/mistakes/bomb.yaml"} {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(src))
	}
	f.Add("surveys: {a: {questions: [{type: choice, persona: true, options: [{}]}]}}\n")
	f.Add("journey: a\nname: {en: A}\ntimezone: UTC\nlanguages: [en]\nstages: []\nsurveys: {q: {questions: [{key: r, type: csat, ask: {en: R?}}]}}\n")
	f.Fuzz(func(t *testing.T, src string) {
		journeys, _, err := Parse("f.yaml", []byte(src))
		if err != nil {
			var wrong *FileError
			if !errors.As(err, &wrong) || len(wrong.Mistakes) == 0 || journeys != nil {
				t.Fatalf("%v, %v", journeys, err)
			}
			for _, m := range wrong.Mistakes {
				if m.Line < 1 || m.Column < 1 || m.Remedy == "" {
					t.Fatalf("%+v", m)
				}
			}
			return
		}
		for _, j := range journeys {
			same(t, j)
			first, err := Merge(nil, j, nil)
			if err != nil {
				t.Fatal(err)
			}
			second, err := Merge(first, j, nil)
			if err != nil || len(Diff(first, second)) > 0 {
				t.Fatal(err, Diff(first, second))
			}
		}
	})
}

func FuzzParseJSON(f *testing.F) {
	f.Add([]byte(`{"journey":"a","name":{"en":"A"},"timezone":"UTC","languages":["en"],"stages":[],"surveys":{"q":{"questions":[{"key":"r","type":"csat","ask":{"en":"R?"}}]}}}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		j, _, err := ParseJSON(src)
		switch {
		case err == nil:
			same(t, j)
		case !errors.Is(err, fault.Invalid) && !errors.Is(err, fault.Broken):
			t.Fatal(err)
		}
	})
}

// TestFewMistakesAreEnough: a file in which nearly everything is wrong is told
// by its first mistakes; all of them would be some hundred times its size.
func TestFewMistakesAreEnough(t *testing.T) {
	for name, src := range map[string]string{
		"documents": strings.Repeat("---\njourney: a\n", 60_000),
		"keys":      strings.Repeat("journey: a\n", 90_000),
		"aliases":   "a: &a x\n" + strings.Repeat("? *a\n", 90_000),
		"tags":      "[" + strings.Repeat("!t x,", 100_000) + "]",
	} {
		journeys, _, err := Parse("many.yaml", []byte(src))
		var wrong *FileError
		if !errors.As(err, &wrong) || len(journeys) > 0 || len(wrong.Mistakes) == 0 || len(wrong.Mistakes) > 500 {
			t.Errorf("%s: %d journeys, %.200v", name, len(journeys), err)
		}
	}
}
