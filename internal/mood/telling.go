package mood

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Telling are the quotes that say why a point lies where it lies: for a pain
// those of unhappy customers, else of neutral ones, in more than a word;
// elsewhere those of who feels as most do first. Of equals the newest first,
// as they come.
func (p *Point) Telling() []Quote {
	quotes := slices.DeleteFunc(slices.Clone(p.Quotes), func(q Quote) bool {
		return bare(q.Text) || p.Pain != nil && q.Class == Happy
	})
	slices.SortStableFunc(quotes, func(a, b Quote) int { return p.weight(b) - p.weight(a) })
	return quotes
}

// weight is how well a quote stands for its touchpoint.
func (p *Point) weight(q Quote) int {
	score := 0
	switch {
	case p.Pain != nil && q.Class == Unhappy, p.Delight != nil && q.Class == Happy:
		score += 2
	case p.Pain == nil && p.Delight == nil && p.Mood != nil && (p.Mood.Value < 50) == (q.Class == Unhappy):
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

// Costly are the themes that pull the point's score down most, at most most of
// them; none of those that do not.
func (p *Point) Costly(most int) []Theme {
	themes := slices.DeleteFunc(slices.Clone(p.Themes), func(t Theme) bool { return t.Pull <= 0 })
	slices.SortStableFunc(themes, func(a, b Theme) int { return cmp.Compare(b.Pull, a.Pull) })
	return themes[:min(len(themes), most)]
}

// EachQuote calls f for every quote of the map, which it may change.
func (m *Map) EachQuote(f func(*Quote)) {
	m.eachPoint(func(p *Point) {
		for i := range p.Quotes {
			f(&p.Quotes[i])
		}
	})
}

// TellOnly leaves each point of a map its most telling quotes, at most most.
func (m *Map) TellOnly(most int) {
	m.eachPoint(func(p *Point) {
		quotes := p.Telling()
		p.Quotes = quotes[:min(len(quotes), most)]
	})
}

func (m *Map) eachPoint(f func(*Point)) {
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			f(&m.Stages[i].Points[k])
		}
	}
}
