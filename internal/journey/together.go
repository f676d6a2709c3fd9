package journey

import (
	"fmt"
	"slices"

	"github.com/waymood/waymood/internal/survey"
)

// together looks at what only shows when the whole journey is read.
func (r *reader) together(j *Journey, o *object) {
	used := map[string]bool{}
	phases := map[string]bool{}
	for _, t := range j.Walk() {
		used[t.Survey] = true
		phases[t.Phase] = true
	}
	for i := range j.Surveys {
		s := &j.Surveys[i]
		if !used[s.Key] {
			r.warnings = append(r.warnings, Warning{j.Source.Marks["survey "+s.Key], fmt.Sprintf("survey %q is used by no touchpoint", s.Key)})
		}
		r.personaQuestion(j, s)
	}
	for i := range j.Personas {
		p := &j.Personas[i]
		if p.Key != "" && p.When != nil && p.When.Field != "" && !slices.ContainsFunc(j.Surveys, func(s survey.Survey) bool { return slices.Contains(s.Fields, p.When.Field) }) {
			r.warnings = append(r.warnings, Warning{j.Source.Marks["persona "+p.Key],
				fmt.Sprintf("persona %q waits for the field %q, which no survey takes in; add it to the fields of a survey", p.Key, p.When.Field)})
		}
	}
}

// personaQuestion checks that choosing an option can lead to a persona.
func (r *reader) personaQuestion(j *Journey, s *survey.Survey) {
	for i := range s.Questions {
		q := &s.Questions[i]
		if !q.Persona || q.Key == "" || len(q.Options) == 0 {
			continue // that a key is missing was told
		}
		mark := j.Source.Marks["question "+s.Key+"."+q.Key]
		var strangers []string
		for _, p := range q.Options {
			if j.Persona(p.Key) == nil {
				strangers = append(strangers, p.Key)
			}
		}
		switch {
		case len(strangers) == len(q.Options):
			r.mistake(Mistake{mark,
				fmt.Sprintf("question %q chooses the persona, and none of its options is a persona's key", q.Key), "give its options the keys of personas"})
		case len(strangers) > 0:
			r.warnings = append(r.warnings, Warning{mark,
				fmt.Sprintf("question %q: who chooses %s belongs to no persona", q.Key, strangers[0])})
		}
	}
}
