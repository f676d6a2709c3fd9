package staff

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/waymood/waymood/internal/mood"
)

// tell leaves each point of a map the one quote that says most about it: the
// chart has room for one.
func tell(m *mood.Map) {
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			p := &m.Stages[i].Points[k]
			quotes := explaining(p)
			p.Quotes = quotes[:min(len(quotes), 1)]
		}
	}
}

// explaining are the quotes that say why a point lies where it lies: for a
// pain those of unhappy customers, else of neutral ones, in more than a word;
// elsewhere those of who feels as most do first. Of equals the newest first,
// as they come.
func explaining(p *mood.Point) []mood.Quote {
	quotes := slices.DeleteFunc(slices.Clone(p.Quotes), func(q mood.Quote) bool {
		return bare(q.Text) || p.Pain != nil && q.Class == mood.Happy
	})
	slices.SortStableFunc(quotes, func(a, b mood.Quote) int { return telling(p, b) - telling(p, a) })
	return quotes
}

// telling is how well a quote stands for its touchpoint.
func telling(p *mood.Point, q mood.Quote) int {
	score := 0
	switch {
	case p.Pain != nil && q.Class == mood.Unhappy, p.Delight != nil && q.Class == mood.Happy:
		score += 2
	case p.Pain == nil && p.Delight == nil && p.Mood != nil && (p.Mood.Value < 50) == (q.Class == mood.Unhappy):
		score += 2
	}
	if utf8.RuneCountInString(q.Text) >= 8 {
		score++
	}
	return score
}

// bare is true of a text of one word: "ok", "一般". Chinese leaves no spaces
// between its words, most of which have two characters.
func bare(text string) bool {
	words, han, within := 0, 0, false
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
			within = false
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r), within && (r == '\'' || r == '’' || r == '-'):
			if !within {
				words++
			}
			within = true
		default:
			within = false
		}
	}
	return words+(han+1)/2 < 2
}
