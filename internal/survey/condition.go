package survey

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Condition is a question's show_if: it holds when all comparisons of any one
// group hold. "a == 1 and b has x or c > 2" is two groups, because "and" binds
// tighter than "or".
type Condition struct{ Any []Group }

// Group is comparisons joined by "and".
type Group []Comparison

// Comparison compares an earlier question's answer with a value. A question
// without an answer passes none, not even "!=".
type Comparison struct {
	Question string // its key
	Op       string // "==", "!=", "<", "<=", ">", ">=" or "has"
	Value    string // a number, "yes" or "no", an option's key, or better, as, worse
	Number   int    // Value of scales
}

// Expectations are the answers to a question of type Expectation.
var Expectations = [...]string{"better", "as", "worse"}

// ConditionError says what is wrong with a condition and how to mend it.
type ConditionError struct {
	Offset int // in bytes from its start
	What   string
	Remedy string
}

func (e *ConditionError) Error() string { return e.What + "; " + e.Remedy }

// Condition reads and checks the show_if of one of the survey's questions;
// nil, nil when it has none. The error is a *ConditionError.
func (s *Survey) Condition(q *Question) (*Condition, error) {
	if q.ShowIf == "" {
		return nil, nil
	}
	c, err := ParseCondition(q.ShowIf)
	if err != nil {
		return nil, err
	}
	for g := range c.Any {
		for i := range c.Any[g] {
			if err := s.check(q, &c.Any[g][i]); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

// check that a comparison of q's condition can be made; it also brings the
// value into its canonical form.
func (s *Survey) check(q *Question, t *Comparison) error {
	at := max(0, strings.Index(q.ShowIf, t.Question))
	wrong := func(what, remedy string) error { return &ConditionError{at, what, remedy} }
	of := s.Question(t.Question)
	if of == nil {
		return wrong(fmt.Sprintf("there is no question %q", t.Question), "name an earlier question of this survey")
	}
	if of.Key == q.Key {
		return wrong(fmt.Sprintf("the question %q depends on itself", q.Key), "name an earlier question")
	}
	for i := range s.Questions {
		if s.Questions[i].Key == of.Key {
			break
		}
		if s.Questions[i].Key == q.Key {
			return wrong(fmt.Sprintf("the question %q comes later", of.Key), fmt.Sprintf("move %q before %q", of.Key, q.Key))
		}
	}
	only := func(ops ...string) error {
		if slices.Contains(ops, t.Op) {
			return nil
		}
		return wrong(fmt.Sprintf("%q cannot be used on %q, which is of type %s", t.Op, of.Key, of.Type), "use "+strings.Join(ops, " or "))
	}
	scale, isScale := of.Type.Scale()
	switch {
	case of.Type == YesNo:
		switch t.Value {
		case "yes", "true":
			t.Value = "yes"
		case "no", "false":
			t.Value = "no"
		default:
			return wrong(fmt.Sprintf("%q is no answer to %q", t.Value, of.Key), "write yes or no")
		}
		return only("==", "!=")
	case isScale:
		n, err := strconv.Atoi(t.Value)
		if err != nil || n < int(scale.Min) || n > int(scale.Max) {
			return wrong(fmt.Sprintf("%q is no answer to %q", t.Value, of.Key),
				fmt.Sprintf("write a whole number from %d to %d", int(scale.Min), int(scale.Max)))
		}
		t.Number, t.Value = n, strconv.Itoa(n)
		return only("==", "!=", "<", "<=", ">", ">=")
	case of.Type == Expectation:
		if !slices.Contains(Expectations[:], t.Value) {
			return wrong(fmt.Sprintf("%q is no answer to %q", t.Value, of.Key), "write better, as or worse")
		}
		return only("==", "!=")
	case of.Type.HasOptions():
		if of.Option(t.Value) == nil {
			keys := make([]string, 0, len(of.Options))
			for o := range of.Offered() {
				keys = append(keys, o.Key)
			}
			return wrong(fmt.Sprintf("%q is no option of %q", t.Value, of.Key), "use one of "+strings.Join(keys, ", "))
		}
		if of.Type.Several() {
			return only("has")
		}
		return only("==", "!=")
	}
	return wrong(fmt.Sprintf("%q is of type %s, which conditions cannot look at", of.Key, of.Type), "name a question with a scale or options")
}

// Holds says whether answers meet the condition. A nil condition always holds.
func (c *Condition) Holds(a Answers) bool {
	return c == nil || slices.ContainsFunc(c.Any, func(g Group) bool {
		return !slices.ContainsFunc(g, func(t Comparison) bool { return !t.Holds(a) })
	})
}

// Holds says whether the answer to the comparison's question passes.
func (t Comparison) Holds(a Answers) bool {
	switch v := a[t.Question].(type) {
	case int:
		switch t.Op {
		case "==":
			return v == t.Number
		case "!=":
			return v != t.Number
		case "<":
			return v < t.Number
		case "<=":
			return v <= t.Number
		case ">":
			return v > t.Number
		case ">=":
			return v >= t.Number
		}
	case bool:
		return (v == (t.Value == "yes")) == (t.Op == "==")
	case string:
		return (v == t.Value) == (t.Op == "==")
	case []string:
		return slices.Contains(v, t.Value)
	}
	return false
}
