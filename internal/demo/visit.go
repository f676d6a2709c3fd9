package demo

import (
	"fmt"
	"time"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// visit is one customer at one touchpoint.
type visit struct {
	profile
	level    int // what they felt, 1 worst to 5 best
	language string
	persona  *journey.Persona // nil: nobody knows
	said     string           // the persona's key where the link said it
}

func (g *generator) visit(t *journey.Touchpoint, p *journey.Placement, at time.Time) visit {
	v := visit{profile: profileOf(t)}
	marks := v.marksAt(at, g.now)
	// One of the two places has the larger trouble with its queue.
	if v.kind == "queue" && len(t.Placements) > 1 && p.Code != t.Placements[0].Code {
		marks[0] *= 0.8
		marks[4] *= 1.3
	}
	v.level = 1 + g.weighted(marks[:])
	if g.chance(0.7) {
		var all []*journey.Persona
		for persona := range g.journey.LivePersonas() {
			all = append(all, persona)
		}
		if len(all) > 0 {
			v.persona = all[min(len(all)-1, g.weighted([]float64{5, 3, 2, 1})%len(all))]
			if v.persona.When == nil && g.chance(0.6) {
				v.said = v.persona.Key
			}
		}
	}
	return v
}

// weighted picks an index by weight.
func (g *generator) weighted(weights []float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	u := g.rand.Float64() * sum
	for i, w := range weights {
		if u -= w; u < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// answers fills in the survey question by question, as far as a customer in a
// hurry does.
func (g *generator) answers(s *survey.Survey, v visit) survey.Answers {
	a := survey.Answers{}
	rating := s.Rating()
	for q := range s.Asked() {
		if c, err := s.Condition(q); err != nil || !c.Holds(a) {
			continue
		}
		_, scale := q.Type.Scale()
		switch {
		case q == rating:
			a[q.Key] = g.mark(q.Type, v.level)
		case scale && (q.Required || g.chance(0.5)):
			a[q.Key] = g.mark(q.Type, min(5, max(1, v.level+g.rand.IntN(3)-1)))
		case q.Persona && v.persona != nil && q.Option(v.persona.Key) != nil && (q.Required || v.said == ""):
			a[q.Key] = v.persona.Key
		case q.Type.IsText():
			if q.Required || g.chance(v.words*writes[v.level-1]) {
				if text := g.text(v); text != "" {
					a[q.Key] = text
				}
			}
		case q.Type == survey.Expectation && (q.Required || g.chance(0.5)):
			a[q.Key] = g.expectation(v.level)
		case q.Type.Several() && (q.Required || g.chance(0.65)):
			if picked := g.options(q, v); len(picked) > 0 {
				a[q.Key] = picked
			}
		case q.Type == survey.Choice && !q.Persona && len(q.Options) > 0 && (q.Required || g.chance(0.6)):
			a[q.Key] = g.options(q, v)[0]
		case q.Type == survey.Email && len(s.Consent) > 0 && v.level <= 2 && g.chance(0.12):
			a[q.Key] = fmt.Sprintf("guest%02d@example.org", 1+g.rand.IntN(90))
		}
	}
	return a
}

// writes is how much likelier than others the unhappy and the delighted are
// to write.
var writes = [5]float64{1.6, 1.3, 0.8, 0.9, 1.1}

func (g *generator) expectation(level int) string {
	i := g.weighted([][]float64{{8, 2, 0}, {6, 4, 0}, {2, 7, 1}, {0, 7, 3}, {0, 4, 6}}[level-1])
	return [...]string{"worse", "as", "better"}[i]
}

// options picks what the customer names: mostly the known fault or joy of the
// place.
func (g *generator) options(q *survey.Question, v visit) []string {
	likely := v.joys
	if v.level <= 3 {
		likely = v.faults
	}
	var weights []float64
	var keys []string
	for o := range q.Offered() {
		w := 0.35
		for rank, key := range likely {
			if o.Key == key {
				w = 6 - 2*float64(rank)
			}
		}
		keys, weights = append(keys, o.Key), append(weights, w)
	}
	if len(keys) == 0 {
		return nil
	}
	first := g.weighted(weights)
	picked := map[int]bool{first: true}
	if q.Type.Several() && g.chance(0.25) {
		picked[g.weighted(weights)] = true
	}
	var list []string
	for i, key := range keys { // in the order of the options, as survey has it
		if picked[i] {
			list = append(list, key)
		}
	}
	return list
}

// mark puts one of five levels on a scale.
func (g *generator) mark(t survey.Type, level int) any {
	either := func(a, b int) int {
		if g.chance(0.5) {
			return a
		}
		return b
	}
	switch t {
	case survey.YesNo:
		return level > 3 || level == 3 && g.chance(0.5)
	case survey.Smiley4:
		return [...]int{1, 2, either(2, 3), 3, 4}[level-1]
	case survey.NPS:
		return [...]int{g.rand.IntN(4), 4 + g.rand.IntN(3), 7, either(7, 8), either(9, 10)}[level-1]
	case survey.CES:
		return [...]int{either(1, 2), 3, 4, either(5, 6), either(6, 7)}[level-1]
	}
	return level
}
