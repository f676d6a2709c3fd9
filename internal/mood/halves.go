package mood

import (
	"math"

	"github.com/waymood/waymood/internal/journey"
)

// Half is a part of a touchpoint's answers, scored alone.
type Half struct {
	Answers int64     // with this part
	Mood    *Interval // nil on fewer than MinRough answers
}

// Halves are a touchpoint's ratings and its texts, each scored alone.
type Halves struct {
	Rating, Text Half
	// Differ: their moods are further apart than chance explains and than
	// Effect. Most texts stand beside a rating of the same customer, so that the
	// test, which takes them for strangers, rather says too little.
	Differ bool
}

// apart is the p up to which ratings and texts are said to differ.
const apart = 0.05

// halve scores ratings and texts apart. Each has a pooled variance of its own.
func (a analysis) halve(spots []*spot, in Input) {
	rating := scores(spots, in.Current, func(t Tally) Part { return t.Rating }, a)
	text := scores(spots, in.Current, func(t Tally) Part { return t.Text }, a)
	for i, s := range spots {
		t := in.Current[s.point.Touchpoint.Key]
		h := Halves{Rating: a.half(rating[i], t.Rating.Answers), Text: a.half(text[i], t.Text.Answers)}
		if h.Rating.Mood != nil && h.Text.Mood != nil {
			far := math.Abs(rating[i].mean-text[i].mean) >= a.Effect-tiny
			h.Differ = far && welch(rating[i], text[i]) <= apart
		}
		s.point.Halves = h
	}
}

// half looks at the number of answers, not at their weight: texts have little
// of it only beside ratings.
func (a analysis) half(s score, answers int64) Half {
	h := Half{Answers: answers}
	if s.n >= a.MinRough-tiny {
		h.Mood = s.interval()
	}
	return h
}

// Of scores some of a touchpoint's answers (a week's, a placement's) with a
// pooled variance, Map.Pooled, since a few answers cannot tell their own.
func Of(set journey.Analysis, p Part, pooled float64) Half {
	a := complete(set)
	s := measure(p)
	a.draw(&s, pooled)
	h := Half{Answers: p.Answers}
	if s.class != None {
		h.Mood = s.interval()
	}
	return h
}
