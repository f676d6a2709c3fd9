package survey

import "strings"

// RatingOf is the rating in a set of answers with the question that it
// answers: today's rating question or, where the survey had another one when
// the answer came, that one. The value is a point on that question's scale,
// for yes_no 0 or 1. ok is false when there is none.
func (s *Survey) RatingOf(a Answers) (q *Question, value int, ok bool) {
	if q = s.Rating(); q != nil {
		if value, ok = number(a[q.Key]); ok {
			return q, value, true
		}
	}
	for i := range s.Questions {
		if q = &s.Questions[i]; q.Rated {
			if value, ok = number(a[q.Key]); ok {
				return q, value, true
			}
		}
	}
	return nil, 0, false
}

func number(v any) (int, bool) {
	switch v := v.(type) {
	case int:
		return v, true
	case bool:
		if v {
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

// Text is what is scored for its feeling: all answers to text questions in
// the order of the questions, one a line.
func (s *Survey) Text(a Answers) string {
	var texts []string
	for i := range s.Questions {
		if q := &s.Questions[i]; q.Type.IsText() {
			if t, ok := a[q.Key].(string); ok {
				texts = append(texts, t)
			}
		}
	}
	return strings.Join(texts, "\n")
}

// PersonaOf is the option chosen in the question that asks who one is, or "".
// Whether it is a persona is for the journey to say.
func (s *Survey) PersonaOf(a Answers) string {
	for i := range s.Questions {
		if q := &s.Questions[i]; q.Persona {
			if t, ok := a[q.Key].(string); ok {
				return t
			}
		}
	}
	return ""
}
