package survey

import "strings"

// ParseCells reads answers from the cells of a table, each by its question's
// key: points as decimals, yes and no, option keys, lists joined by "|". What
// comes from elsewhere was asked elsewhere, so nothing is required here and no
// condition drops anything. Unknown questions are refused. Answers that are
// right are returned even when others are wrong; each Param is named
// "answer.<key>", as the column is.
func (s *Survey) ParseCells(cells map[string]string) (Answers, error) {
	r := reader{survey: s, prefix: "answer.", answers: Answers{}}
	for _, key := range sorted(cells) {
		cell := cells[key]
		if cell == "" {
			continue
		}
		q := s.Question(key)
		if q == nil {
			p := bad(CodeUnknownQuestion, "there is no such question in survey "+s.Key, nil)
			r.refuse(&Question{Key: cleanLine(key, MaxKeyLength)}, p)
			continue
		}
		parts := []string{cell}
		if q.Type.Several() {
			parts = strings.Split(cell, "|")
		}
		v, p := q.value(parts)
		switch {
		case p != nil:
			r.refuse(q, p)
		case v != nil:
			r.answers[key] = v
		}
	}
	return r.done()
}

// FirstText is the survey's first text question, or nil.
func (s *Survey) FirstText() *Question {
	for q := range s.Asked() {
		if q.Type.IsText() {
			return q
		}
	}
	return nil
}
