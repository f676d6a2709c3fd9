package survey

import (
	"maps"
	"slices"
	"strings"
)

// Step is what a visitor is asked at once.
type Step struct {
	Number  int // among those that this visitor meets, from 1
	Of      int // how many that may become
	Prompts []Prompt
	More    bool       // another step may follow,
	MoreIf  *Condition // if this holds; nil for surely
}

// Prompt is a question as it stands in a step.
type Prompt struct {
	*Question
	If *Condition // what answers of the same step have to meet; nil for nothing
}

// Steps are the questions that visitors see, cut where a question begins a
// step. There is one at least.
func (s *Survey) Steps() [][]*Question {
	steps := [][]*Question{nil}
	for q := range s.Asked() {
		last := len(steps) - 1
		if q.Step && len(steps[last]) > 0 {
			steps = append(steps, nil)
			last++
		}
		steps[last] = append(steps[last], q)
	}
	return steps
}

// Step is what step i asks of who gave these answers in the steps before; what
// is known of later ones does no harm. Conditions on earlier steps are decided
// by it: questions that are not meant are left out, and what is left of a
// condition is about answers of the step itself.
func (s *Survey) Step(i int, given Answers) Step {
	steps := s.Steps()
	step := Step{Number: 1}
	var open map[string]bool
	for k := range i + 1 {
		open = map[string]bool{}
		step.Prompts = s.prompts(steps[k], given, open)
		if k < i && len(step.Prompts) > 0 {
			step.Number++
		}
	}
	step.Of = step.Number
	here, surely := maps.Clone(open), false
	either := &Condition{}
	for _, questions := range steps[i+1:] {
		prompts := s.prompts(questions, given, open)
		if len(prompts) == 0 {
			continue
		}
		step.More = true
		step.Of++
		for _, p := range prompts {
			if surely = surely || p.If == nil; surely {
				break
			}
			// A group that looks at a later step adds nothing: that step has to
			// come first.
			for _, g := range p.If.Any {
				if !slices.ContainsFunc(g, func(t Comparison) bool { return !here[t.Question] }) {
					either.Any = append(either.Any, g)
				}
			}
		}
	}
	if step.More && !surely {
		step.MoreIf = either
	}
	return step
}

// After is the step that follows step i for who gave these answers up to it;
// ok is false when none does.
func (s *Survey) After(i int, given Answers) (next int, ok bool) {
	for next = i + 1; next < len(s.Steps()); next++ {
		if len(s.Step(next, given).Prompts) > 0 {
			return next, true
		}
	}
	return 0, false
}

// Before is the step that came before step i, or 0.
func (s *Survey) Before(i int, given Answers) int {
	for i--; i > 0; i-- {
		if len(s.Step(i, given).Prompts) > 0 {
			break
		}
	}
	return max(i, 0)
}

// prompts are those of some questions that may be shown while the answers to
// the open ones are not given yet. What may be shown becomes open itself.
func (s *Survey) prompts(questions []*Question, given Answers, open map[string]bool) []Prompt {
	var prompts []Prompt
	for _, q := range questions {
		if rest, ok := s.rest(q, given, open); ok {
			prompts = append(prompts, Prompt{q, rest})
			open[q.Key] = true
		}
	}
	return prompts
}

// rest is what remains of q's condition when all answers but the open ones are
// given; ok is false when it cannot hold any more.
func (s *Survey) rest(q *Question, given Answers, open map[string]bool) (rest *Condition, ok bool) {
	c, err := s.Condition(q)
	if err != nil || c == nil { // as when answers are read
		return nil, true
	}
	rest = &Condition{}
	for _, g := range c.Any {
		var left Group
		fails := false
		for _, t := range g {
			if open[t.Question] {
				left = append(left, t)
			} else if !t.Holds(given) {
				fails = true
			}
		}
		switch {
		case fails:
		case len(left) == 0:
			return nil, true
		default:
			rest.Any = append(rest.Any, left)
		}
	}
	return rest, len(rest.Any) > 0
}

// String is the condition as a journey file writes it.
func (c *Condition) String() string {
	if c == nil {
		return ""
	}
	groups := make([]string, len(c.Any))
	for i, g := range c.Any {
		parts := make([]string, len(g))
		for k, t := range g {
			parts[k] = t.Question + " " + t.Op + " " + t.Value
		}
		groups[i] = strings.Join(parts, " and ")
	}
	return strings.Join(groups, " or ")
}
