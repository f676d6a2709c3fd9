package staff

import (
	"unicode/utf8"

	"github.com/waymood/waymood/internal/mood"
)

// tell puts the quote first that says most about each point of a map: the
// chart has room for one. A pain is explained by an unhappy customer, a
// delight by a happy one, in more than a word.
func tell(m *mood.Map) {
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			p := &m.Stages[i].Points[k]
			best, most := 0, -1
			for n, q := range p.Quotes {
				if s := telling(p, q); s > most { // of equals the newest
					best, most = n, s
				}
			}
			if best > 0 {
				p.Quotes[0], p.Quotes[best] = p.Quotes[best], p.Quotes[0]
			}
		}
	}
}

// telling is how well a quote stands for its touchpoint.
func telling(p *mood.Point, q mood.Quote) int {
	score := 0
	switch {
	case p.Pain != nil && q.Class == mood.Unhappy, p.Delight != nil && q.Class == mood.Happy:
		score += 4
	case p.Pain == nil && p.Delight == nil && p.Mood != nil && (p.Mood.Value < 50) == (q.Class == mood.Unhappy):
		score += 4
	}
	switch n := utf8.RuneCountInString(q.Text); {
	case n >= 8 && n <= 60:
		score += 2
	case n > 60:
		score++
	}
	return score
}
