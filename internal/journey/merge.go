package journey

import (
	"crypto/rand"
	"fmt"
	"maps"
	"slices"

	"github.com/waymood/waymood/internal/survey"
)

// Merge is new as it is to be stored after old, which is nil for a journey
// that was not there. What old has and new no longer names comes along
// archived, so that its answers keep a home; what is named again is no longer
// archived. Placements without a code get the one that the same placement
// had, or a fresh one. Neither argument is changed. inUse tells whether a
// question has answers; changing the type of such a question is a mistake,
// given as a *FileError.
func Merge(old, new *Journey, inUse func(survey, question string) bool) (*Journey, error) {
	m := clone(new)
	m.Source = nil
	m.Archived = false
	if old == nil {
		return m, m.giveCodes()
	}
	var mistakes []Mistake
	for i := range m.Surveys {
		s := &m.Surveys[i]
		if before := old.Survey(s.Key); before != nil {
			mistakes = append(mistakes, mergeSurvey(before, s, new, inUse)...)
		}
	}
	if err := faulty(mistakes); err != nil {
		return nil, err
	}
	for _, s := range old.Surveys {
		if m.Survey(s.Key) == nil {
			s.Archived = true
			m.Surveys = append(m.Surveys, s)
		}
	}
	for _, p := range old.Personas {
		if m.Persona(p.Key) == nil {
			p.Archived = true
			m.Personas = append(m.Personas, p)
		}
	}
	m.keepCodes(old)
	if err := m.giveCodes(); err != nil {
		return nil, err
	}
	m.keepStages(clone(old))
	return m, nil
}

// mergeSurvey brings along the questions and options that are no longer named.
func mergeSurvey(old, s *survey.Survey, from *Journey, inUse func(survey, question string) bool) []Mistake {
	var mistakes []Mistake
	for i := range s.Questions {
		q := &s.Questions[i]
		before := old.Question(q.Key)
		if before == nil {
			continue
		}
		if q.Type != before.Type {
			if inUse != nil && inUse(s.Key, q.Key) {
				mistakes = append(mistakes, from.Mistake("question "+s.Key+"."+q.Key,
					fmt.Sprintf("question %q of survey %q has answers of type %s and would become %s", q.Key, s.Key, before.Type, q.Type),
					fmt.Sprintf("keep the type, or give the new question another key and leave %q out", q.Key)))
			}
			continue
		}
		q.Rated = before.Rated
		for _, o := range before.Options {
			if q.Option(o.Key) == nil {
				o.Archived = true
				q.Options = append(q.Options, o)
			}
		}
	}
	for _, q := range old.Questions {
		if s.Question(q.Key) == nil {
			q.Archived = true
			s.Questions = append(s.Questions, q)
		}
	}
	// Answers that came while another question was the rating still count by
	// it, see survey.Question.Rated.
	if was, is := old.Rating(), s.Rating(); was != nil && (is == nil || is.Key != was.Key) {
		s.Question(was.Key).Rated = true
	}
	if is := s.Rating(); is != nil {
		is.Rated = false
	}
	return mistakes
}

// keepStages brings along stages, touchpoints and placements that are no
// longer named. A touchpoint that stands in another stage now has moved.
func (m *Journey) keepStages(old *Journey) {
	named := map[string]bool{}
	codes := map[string]bool{}
	for _, t := range m.Walk() {
		named[t.Key] = true
		for _, p := range t.Placements {
			codes[p.Code] = true
		}
	}
	unnamed := func(ps []Placement) (kept []Placement) {
		for _, p := range ps {
			if !codes[p.Code] {
				p.Archived = true
				kept = append(kept, p)
			}
		}
		return kept
	}
	for _, s := range old.Stages {
		var kept []Touchpoint
		for _, t := range s.Touchpoints {
			if named[t.Key] {
				_, now := m.Touchpoint(t.Key)
				now.Placements = append(now.Placements, unnamed(t.Placements)...)
				continue
			}
			t.Placements = unnamed(t.Placements)
			t.Archived = true
			kept = append(kept, t)
		}
		i := slices.IndexFunc(m.Stages, func(x Stage) bool { return x.Key == s.Key })
		if i >= 0 {
			m.Stages[i].Touchpoints = append(m.Stages[i].Touchpoints, kept...)
			continue
		}
		s.Archived, s.Touchpoints = true, kept
		m.Stages = append(m.Stages, s)
	}
}

// keepCodes gives placements without a code the code of the old placement of
// the same touchpoint, channel and place: live ones before archived ones, the
// same wording before one that only agrees in one language.
func (m *Journey) keepCodes(old *Journey) {
	taken := map[string]bool{}
	for _, t := range m.Walk() {
		for _, p := range t.Placements {
			taken[p.Code] = true
		}
	}
	agree := []func(a, b survey.Wording) bool{
		func(a, b survey.Wording) bool { return maps.Equal(a, b) },
		func(a, b survey.Wording) bool {
			for tag, s := range a {
				if b[tag] == s {
					return true
				}
			}
			return false
		},
	}
	for _, same := range agree {
		for _, archived := range []bool{false, true} {
			for _, t := range m.Walk() {
				_, before := old.Touchpoint(t.Key)
				if before == nil {
					continue
				}
				for i := range t.Placements {
					p := &t.Placements[i]
					for _, was := range before.Placements {
						if p.Code == "" && was.Archived == archived && !taken[was.Code] && was.Channel == p.Channel && same(was.Place, p.Place) {
							p.Code = was.Code
							taken[p.Code] = true
						}
					}
				}
			}
		}
	}
}

// giveCodes makes the codes that are still missing.
func (m *Journey) giveCodes() error {
	for _, t := range m.Walk() {
		for i := range t.Placements {
			for t.Placements[i].Code == "" {
				code, err := NewCode(rand.Reader)
				if err != nil {
					return err
				}
				if _, _, twice := m.Placement(code); twice == nil {
					t.Placements[i].Code = code
				}
			}
		}
	}
	return nil
}

// clone copies a journey so deep that nothing Merge appends or sets shows in
// the original. Wordings are never changed and stay shared.
func clone(j *Journey) *Journey {
	c := *j
	c.Personas = slices.Clone(j.Personas)
	c.Surveys = slices.Clone(j.Surveys)
	for i := range c.Surveys {
		c.Surveys[i].Questions = slices.Clone(c.Surveys[i].Questions)
		for k := range c.Surveys[i].Questions {
			q := &c.Surveys[i].Questions[k]
			q.Options = slices.Clip(slices.Clone(q.Options))
		}
	}
	c.Stages = slices.Clone(j.Stages)
	for i := range c.Stages {
		c.Stages[i].Touchpoints = slices.Clone(c.Stages[i].Touchpoints)
		for k := range c.Stages[i].Touchpoints {
			t := &c.Stages[i].Touchpoints[k]
			t.Placements = slices.Clone(t.Placements)
		}
	}
	return &c
}
