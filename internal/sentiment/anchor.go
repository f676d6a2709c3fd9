package sentiment

import (
	_ "embed"
	"strings"
)

// anchors.tsv is plain praise and plain complaint, which no house's own words
// change. Written for this project.
//
//go:embed anchors.tsv
var anchors string

// mostTurned is how many of the thirty anchors of a language a lesson may turn
// round. Lessons from thousands of honest reviews turn none to four, those of a
// house with many odd words up to nine; twice as many false answers as honest
// ones turn fourteen.
const mostTurned = 9

// turned counts the anchors of the lesson's language that the shipped model
// reads rightly and the lesson does not: what false answers would teach.
func (m *Scorer) turned(l *Lesson) (n int) {
	with, shipped := m.With(l), m.With()
	for line := range strings.Lines(anchors) {
		language, rest, _ := strings.Cut(strings.TrimSpace(line), "\t")
		feeling, text, _ := strings.Cut(rest, "\t")
		if language != l.Language {
			continue
		}
		right := func(s *Scorer) bool { return (s.Score(text, language).Value() > 0) == (feeling == "pos") }
		if right(shipped) && !right(with) {
			n++
		}
	}
	return n
}
