package store_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// A question that has answers keeps its type, whether they count or not; one
// that never had any, or whose answers were erased, may change it.
func TestQuestionInUse(t *testing.T) {
	other := func() *journey.Journey {
		j := storetest.Cafe()
		j.Surveys[0].Questions[0].Type = survey.Stars
		return j
	}
	for name, c := range map[string]struct {
		state  survey.State
		before func(j *journey.Journey) // the file in between
		used   bool
	}{
		"counted":     {state: survey.Counted, used: true},
		"quarantined": {state: survey.Quarantined, used: true},
		"left out":    {state: survey.LeftOut, used: true},
		"erased":      {state: survey.Erased},
		"counted, now with another survey": {state: survey.Counted, used: true, before: func(j *journey.Journey) {
			j.Stages[0].Touchpoints[0].Survey = "web"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				storetest.Apply(t, s, storetest.Cafe())
				// Words that look like the key are no answer to it.
				words := storetest.Answer("order-web", 4, `"rating":5`)
				storetest.Add(t, s, words)
				if _, err := s.Apply(t.Context(), []*journey.Journey{other()}, true); err != nil {
					t.Fatalf("never answered: %v", err)
				}
				r := storetest.Answer("queue-qr", 4, "")
				storetest.Add(t, s, r)
				if err := s.SetState(t.Context(), r.ID, c.state); err != nil {
					t.Fatal(err)
				}
				if c.before != nil {
					j := storetest.Cafe()
					c.before(j)
					storetest.Apply(t, s, j)
				}
				_, err := s.Apply(t.Context(), []*journey.Journey{other()}, false)
				if used := err != nil && strings.Contains(err.Error(), "has answers of type"); used != c.used || err != nil && !used {
					t.Errorf("in use: %v, %v", used, err)
				}
			})
		})
	}
}

// A key that is part of another, or like another to a pattern, is not it.
func TestQuestionLikeAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		with := func(kind survey.Type) *journey.Journey {
			j := storetest.Cafe()
			ask := survey.Wording{"en": "?", "zh-Hant": "?", "uk": "?"}
			j.Surveys[0].Questions = append(j.Surveys[0].Questions,
				survey.Question{Key: "axb", Type: survey.Stars, Ask: ask}, survey.Question{Key: "a_b", Type: kind, Ask: ask}, survey.Question{Key: "b", Type: kind, Ask: ask})
			return j
		}
		storetest.Apply(t, s, with(survey.Stars))
		r := &survey.Response{ID: uuid.New(), Code: "queue-qr", Answers: survey.Answers{"rating": 4, "axb": 3}, Language: "en"}
		storetest.Sum(r)
		storetest.Add(t, s, r)
		storetest.Apply(t, s, with(survey.CSAT))
	})
}
