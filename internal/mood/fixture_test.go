package mood

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// fixture decodes one of the worked examples that the formulas were first
// computed with, by another program.
func fixture(t testing.TB, key string, into any) {
	t.Helper()
	data, err := os.ReadFile("testdata/fixtures.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(all[key], into); err != nil {
		t.Fatalf("fixture %s: %v", key, err)
	}
}

// near fails unless got is within 1e-4 of want.
func near(t testing.TB, what string, got, want float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > 1e-4 {
		t.Errorf("%s: got %.6f, want %.4f", what, got, want)
	}
}

// marks tallies 5-point ratings: counts of 1, 2, 3, 4, 5.
func marks(counts ...int64) Tally {
	scale, _ := survey.CSAT.Scale()
	var t Tally
	for i, n := range counts {
		for range n {
			t.Add(Contribute(journey.Analysis{}, &Rating{scale, float64(i + 1)}, nil), NoText)
		}
	}
	return t
}

// raw are the same counts by value.
func raw(counts ...int64) map[int]int64 {
	m := map[int]int64{}
	for i, n := range counts {
		m[i+1] = n
	}
	return m
}

// cafe is the journey of the examples.
func cafe(t testing.TB) Input {
	var c1 struct {
		Input struct {
			Current, Previous map[string][]int64
			Reach             map[string]float64
		}
	}
	fixture(t, "C1_touchpoints", &c1)
	j := &journey.Journey{
		Key: "dawn", Timezone: "Asia/Taipei", Target: 75, Analysis: journey.Defaults(),
		Surveys: []survey.Survey{{Key: "quick", Questions: []survey.Question{{Key: "rating", Type: survey.CSAT}}}},
	}
	for _, st := range []struct {
		name string
		keys []string
	}{
		{"Awareness", []string{"social"}},
		{"Consideration", []string{"menu"}},
		{"Purchase", []string{"queue", "pay"}},
		{"Use", []string{"drink"}},
		{"Support", []string{"complaint"}},
		{"Loyalty", []string{"email"}},
	} {
		stage := journey.Stage{Key: st.name}
		for _, key := range st.keys {
			reach := c1.Input.Reach[key]
			stage.Touchpoints = append(stage.Touchpoints, journey.Touchpoint{Key: key, Reach: &reach, Survey: "quick"})
		}
		j.Stages = append(j.Stages, stage)
	}
	in := Input{
		Journey: j, Current: map[string]Tally{}, Previous: map[string]Tally{}, Counts: map[string]map[int]int64{},
	}
	for key, c := range c1.Input.Current {
		in.Current[key], in.Counts[key] = marks(c...), raw(c...)
	}
	for key, c := range c1.Input.Previous {
		in.Previous[key] = marks(c...)
	}
	return in
}

// at is the point of a touchpoint.
func at(t testing.TB, m *Map, key string) *Point {
	t.Helper()
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			if p := &m.Stages[i].Points[k]; p.Touchpoint.Key == key {
				return p
			}
		}
	}
	t.Fatalf("no point %s", key)
	return nil
}
