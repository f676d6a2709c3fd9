package mood_test

import (
	"math"
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// marks is a tally of ratings of 1..5, counted.
func marks(counts ...int) mood.Tally {
	var t mood.Tally
	for i, n := range counts {
		for range n {
			t.Add(mood.Contribute(journey.Analysis{}, &mood.Rating{Scale: survey.Scale{Min: 1, Max: 5, Neutral: 3}, Value: float64(i + 1)}, nil), mood.NoText)
		}
	}
	return t
}

// queueAndTill is a journey of two touchpoints, the queue and the till.
func queueAndTill() *journey.Journey {
	return &journey.Journey{Key: "cafe", Target: 75, Stages: []journey.Stage{{Key: "purchase", Touchpoints: []journey.Touchpoint{{Key: "queue"}, {Key: "till"}}}}}
}

// The queue of the café: 40 answers with mean -0.25, of which 11 name waiting
// with a sum of -8 (fixture G2).
func TestThemePull(t *testing.T) {
	in := mood.Input{
		Journey: queueAndTill(),
		Current: map[string]mood.Tally{"queue": marks(12, 10, 7, 8, 3)},
		Themes:  map[string]map[string]mood.ThemeSum{"queue": {"wait": {Answers: 11, Omega: 11 * mood.Unit, OmegaE: -8 * mood.Unit}, "seat": {Answers: 2, Omega: 2 * mood.Unit}}},
	}
	m := mood.Build(in)
	themes := m.Stages[0].Points[0].Themes
	if len(themes) != 1 {
		t.Fatalf("%d themes, want the one that at least three answers name", len(themes))
	}
	got := themes[0]
	near(t, "pull", got.Pull, 50*0.181)
	near(t, "share", got.ShareOfAnswers, 0.275)
	near(t, "low", got.Low, 0.1611)
	near(t, "high", got.High, 0.4283)
	if got.Key != "wait" || got.Answers != 11 {
		t.Errorf("%+v", got)
	}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	// Points are fifty times the fixture's scale, which has four decimals.
	if math.Abs(got-want) > 50*1e-4 {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// The pull on a stage is the mean of the pulls on its touchpoints by reach; a
// touchpoint without a score pulls at nothing but is counted.
func TestThemesOfStageAndJourney(t *testing.T) {
	half, all := 0.5, 1.0
	j := queueAndTill()
	j.Stages[0].Touchpoints[0].Reach, j.Stages[0].Touchpoints[1].Reach = &all, &half
	j.Stages[0].Touchpoints = append(j.Stages[0].Touchpoints, journey.Touchpoint{Key: "mail", Reach: &all})
	sum := func(n, e int64) mood.ThemeSum {
		return mood.ThemeSum{Answers: n, Omega: n * mood.Unit, OmegaE: e * mood.Unit}
	}
	m := mood.Build(mood.Input{
		Journey: j,
		Current: map[string]mood.Tally{"queue": marks(12, 10, 7, 8, 3), "till": marks(2, 3, 8, 20, 17), "mail": marks(0, 2)},
		Themes:  map[string]map[string]mood.ThemeSum{"queue": {"wait": sum(11, -8)}, "till": {"wait": sum(3, -3)}, "mail": {"wait": sum(2, -1)}},
	})
	queue, till := m.Stages[0].Points[0].Themes[0], m.Stages[0].Points[1].Themes[0]
	want := (queue.Pull + till.Pull*0.5) / 1.5
	for what, list := range map[string][]mood.Theme{"stage": m.Stages[0].Themes, "journey": m.Themes} {
		if len(list) != 1 || list[0].Answers != 16 || math.Abs(list[0].Pull-want) > 1e-9 {
			t.Errorf("%s: %+v, want 16 answers and a pull of %v", what, list, want)
		}
	}
	if len(m.Stages[0].Points[2].Themes) != 0 {
		t.Error("two answers are no theme")
	}
}

// When every answer names the theme there is nothing to compare with.
func TestThemeOfAll(t *testing.T) {
	m := mood.Build(mood.Input{
		Journey: queueAndTill(),
		Current: map[string]mood.Tally{"queue": marks(10)},
		Themes:  map[string]map[string]mood.ThemeSum{"queue": {"wait": {Answers: 10, Omega: 10 * mood.Unit, OmegaE: -10 * mood.Unit}}},
	})
	if got := m.Stages[0].Points[0].Themes[0]; got.Pull != 0 || got.ShareOfAnswers != 1 || got.ShareOfTexts != 0 {
		t.Errorf("%+v", got)
	}
}

func TestLabelThemes(t *testing.T) {
	m := &mood.Map{Themes: []mood.Theme{{Key: "wait"}}, Stages: []mood.Stage{{Themes: []mood.Theme{{Key: "wait"}}, Points: []mood.Point{{Themes: []mood.Theme{{Key: "wait"}, {Key: "odd"}}}}}}}
	m.LabelThemes(map[string]survey.Wording{"wait": {"en": "waiting"}})
	if m.Themes[0].Label["en"] != "waiting" || m.Stages[0].Themes[0].Label["en"] != "waiting" || m.Stages[0].Points[0].Themes[0].Label["en"] != "waiting" {
		t.Errorf("%+v", m)
	}
}
