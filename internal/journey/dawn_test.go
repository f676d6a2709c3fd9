package journey

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/survey"
)

func dawn(t testing.TB) *Journey {
	t.Helper()
	src, err := os.ReadFile("../../templates/journeys/dawn.yaml")
	if err != nil {
		t.Fatal(err)
	}
	journeys, warnings, err := Parse("dawn.yaml", src)
	if err != nil {
		t.Fatal(err)
	}
	if len(journeys) != 1 || len(warnings) != 0 {
		t.Fatalf("%d journeys, warnings %v", len(journeys), warnings)
	}
	return journeys[0]
}

// TestDawn holds the sample café to what the demo promises.
func TestDawn(t *testing.T) {
	j := dawn(t)
	if got := order(j.Live(), func(s *Stage) string { return s.Key }); !cmp.Equal(got, []string{"awareness", "consideration", "purchase", "use", "support", "loyalty"}) {
		t.Errorf("stages %v", got)
	}
	channels, types, phases := map[Channel]bool{}, map[survey.Type]bool{}, map[string]bool{}
	touchpoints := 0
	for _, p := range j.Walk() {
		touchpoints++
		phases[p.Phase] = true
		if p.Reach == nil || len(p.Action) != 4 || len(p.Expectation) != 4 || p.Owner == "" {
			t.Errorf("touchpoint %s is not complete", p.Key)
		}
		for place := range p.Live() {
			channels[place.Channel] = true
			if len(place.Place) != 4 {
				t.Errorf("place of %s is not complete", place.Code)
			}
		}
	}
	for s := range j.LiveSurveys() {
		for q := range s.Asked() {
			types[q.Type] = true
		}
	}
	if touchpoints < 8 || len(j.Personas) != 3 || len(phases) != 3 {
		t.Errorf("%d touchpoints, %d personas, %d phases", touchpoints, len(j.Personas), len(phases))
	}
	for _, c := range Channels {
		if !channels[c] {
			t.Errorf("no placement of channel %s", c)
		}
	}
	for _, q := range survey.Types {
		if !types[q] {
			t.Errorf("no question of type %s", q)
		}
	}
	_, tp, p := j.Placement("k7q2x")
	if p == nil || tp.Key != "queue" || p.Channel != QR {
		t.Errorf("k7q2x is %v", p)
	}
	// Wording of Taiwan is not converted from the mainland's, nor the other way.
	src, _ := os.ReadFile("../../templates/journeys/dawn.yaml")
	for i, line := range strings.Split(string(src), "\n") {
		tag, text, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if tag == "zh-Hant" && strings.ContainsAny(text, "这们说时还进问单样钟队结账") || tag == "zh-Hans" && strings.ContainsAny(text, "這們說時還進問單樣鐘隊結帳") {
			t.Errorf("line %d mixes the two Chinese scripts: %s", i+1, text)
		}
	}
}

func TestWriteAndRead(t *testing.T) {
	j := dawn(t)
	src, err := j.YAML()
	if err != nil {
		t.Fatal(err)
	}
	again, warnings, err := Parse("again.yaml", src)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	if len(warnings) > 0 {
		t.Error(warnings)
	}
	again[0].Source, j.Source = nil, nil
	if d := cmp.Diff(j, again[0]); d != "" {
		t.Error(d)
	}
	once, _, err := ParseJSON(j.JSON())
	if err != nil {
		t.Fatal(err)
	}
	once.Source = nil
	if d := cmp.Diff(j, once); d != "" {
		t.Error(d)
	}
}

func TestApplyingTheSameFileChangesNothing(t *testing.T) {
	j := dawn(t)
	first, err := Merge(nil, j, nil)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Merge(first, j, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(first, second); d != "" {
		t.Error(d)
	}
	if changes := Diff(first, second); len(changes) > 0 {
		t.Error(changes)
	}
	created := Diff(nil, first)
	if !slices.ContainsFunc(created, func(c Change) bool { return c.String() == "+ touchpoint queue" }) {
		t.Error(created)
	}
}
