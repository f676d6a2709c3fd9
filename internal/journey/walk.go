package journey

import (
	"iter"

	"github.com/waymood/waymood/internal/survey"
)

// Walk is all touchpoints with their stages in the order of the journey,
// without what is archived.
func (j *Journey) Walk() iter.Seq2[*Stage, *Touchpoint] {
	return func(yield func(*Stage, *Touchpoint) bool) {
		for s := range j.Live() {
			for t := range s.Live() {
				if !yield(s, t) {
					return
				}
			}
		}
	}
}

// Live is the stages that are not archived.
func (j *Journey) Live() iter.Seq[*Stage] {
	return live(j.Stages, func(s *Stage) bool { return s.Archived })
}

// Live is the touchpoints that are not archived.
func (s *Stage) Live() iter.Seq[*Touchpoint] {
	return live(s.Touchpoints, func(t *Touchpoint) bool { return t.Archived })
}

// Live is the placements that are not archived; ended ones are among them.
func (t *Touchpoint) Live() iter.Seq[*Placement] {
	return live(t.Placements, func(p *Placement) bool { return p.Archived })
}

// LivePersonas is the personas that are not archived.
func (j *Journey) LivePersonas() iter.Seq[*Persona] {
	return live(j.Personas, func(p *Persona) bool { return p.Archived })
}

// PersonaKeys is the keys of LivePersonas.
func (j *Journey) PersonaKeys() []string {
	var keys []string
	for p := range j.LivePersonas() {
		keys = append(keys, p.Key)
	}
	return keys
}

// LiveSurveys is the surveys that are not archived.
func (j *Journey) LiveSurveys() iter.Seq[*survey.Survey] {
	return live(j.Surveys, func(s *survey.Survey) bool { return s.Archived })
}

func live[T any](all []T, archived func(*T) bool) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for i := range all {
			if !archived(&all[i]) && !yield(&all[i]) {
				return
			}
		}
	}
}

// Persona by its key, archived ones too, or nil.
func (j *Journey) Persona(key string) *Persona {
	for i := range j.Personas {
		if j.Personas[i].Key == key {
			return &j.Personas[i]
		}
	}
	return nil
}

// Placement by its code, archived ones too, with its touchpoint and stage;
// all nil if there is none.
func (j *Journey) Placement(code string) (*Stage, *Touchpoint, *Placement) {
	for i := range j.Stages {
		for k := range j.Stages[i].Touchpoints {
			t := &j.Stages[i].Touchpoints[k]
			for n := range t.Placements {
				if t.Placements[n].Code == code {
					return &j.Stages[i], t, &t.Placements[n]
				}
			}
		}
	}
	return nil, nil, nil
}

// PersonaOf is the key of the persona that an answer belongs to, or "": what
// the visitor chose in the survey, else what the link or the sender said,
// else the first persona whose rule fits the hidden fields.
func (j *Journey) PersonaOf(s *survey.Survey, a survey.Answers, said string, fields map[string]string) string {
	for _, key := range []string{s.PersonaOf(a), said} {
		if p := j.Persona(key); p != nil && !p.Archived {
			return key
		}
	}
	for p := range j.LivePersonas() {
		if p.When != nil && p.When.Is != "" && fields[p.When.Field] == p.When.Is {
			return p.Key
		}
	}
	return ""
}

// order is the keys of what a sequence yields.
func order[T any](all iter.Seq[*T], key func(*T) string) []string {
	keys := []string{}
	for v := range all {
		keys = append(keys, key(v))
	}
	return keys
}
