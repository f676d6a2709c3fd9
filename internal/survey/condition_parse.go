package survey

import (
	"fmt"
	"slices"
	"strings"
)

// ParseCondition reads a condition's grammar. Whether its questions and
// values exist is for Survey.Condition to say.
func ParseCondition(src string) (*Condition, error) {
	p := conditionParser{src: src}
	c := &Condition{Any: []Group{nil}}
	for {
		t, err := p.comparison()
		if err != nil {
			return nil, err
		}
		last := len(c.Any) - 1
		c.Any[last] = append(c.Any[last], t)
		at, word := p.next()
		switch word {
		case "":
			return c, nil
		case "and":
		case "or":
			c.Any = append(c.Any, nil)
		case "&&", "&":
			return nil, &ConditionError{at, fmt.Sprintf("%q is not known", word), `write "and"`}
		case "||", "|":
			return nil, &ConditionError{at, fmt.Sprintf("%q is not known", word), `write "or"`}
		default:
			return nil, &ConditionError{at, fmt.Sprintf("%q stands where \"and\" or \"or\" is expected", word), `join comparisons by "and" or "or"`}
		}
	}
}

type conditionParser struct {
	src string
	pos int
}

var conditionOps = [...]string{"==", "!=", "<=", ">=", "<", ">", "has"}

func (p *conditionParser) comparison() (t Comparison, err error) {
	at, word := p.next()
	if !Key(word) || Reserved(word) {
		if word == "" {
			return t, &ConditionError{at, "the condition ends where a question is expected", `write "question op value", such as "rating <= 3"`}
		}
		return t, &ConditionError{at, fmt.Sprintf("%q is no question", word), `write "question op value", such as "rating <= 3"; there are no brackets and no "not"`}
	}
	t.Question = word
	at, t.Op = p.next()
	if !slices.Contains(conditionOps[:], t.Op) {
		remedy := "use one of == != < <= > >= has"
		switch t.Op {
		case "=":
			remedy = "write =="
		case "=<":
			remedy = "write <="
		case "=>":
			remedy = "write >="
		case "<>":
			remedy = "write !="
		}
		if t.Op == "" {
			return t, &ConditionError{at, fmt.Sprintf("the condition ends after %q", word), remedy}
		}
		return t, &ConditionError{at, fmt.Sprintf("%q is no comparison", t.Op), remedy}
	}
	at, t.Value = p.next()
	if t.Value != "" && (t.Value[0] == '"' || t.Value[0] == '\'') {
		quote := t.Value[:1]
		if len(t.Value) < 2 || !strings.HasSuffix(t.Value, quote) {
			return t, &ConditionError{at, "a quotation mark is not closed", "close it or leave both out"}
		}
		t.Value = t.Value[1 : len(t.Value)-1]
	} else if strings.IndexAny(t.Value, "=!<>&|") == 0 {
		return t, &ConditionError{at, fmt.Sprintf("%q stands where a value is expected", t.Value), "write a number, yes, no or an option's key"}
	}
	if t.Value == "" {
		return t, &ConditionError{at, fmt.Sprintf("%q has no value to compare with", t.Question+" "+t.Op), "write a number, yes, no or an option's key after it"}
	}
	return t, nil
}

// next is the next word, run of operator signs or quoted value, "" at the end.
func (p *conditionParser) next() (at int, word string) {
	for p.pos < len(p.src) && strings.IndexByte(" \t\r\n", p.src[p.pos]) >= 0 {
		p.pos++
	}
	const signs = "=!<>&|"
	at = p.pos
	if at == len(p.src) {
		return at, ""
	}
	end := len(p.src)
	switch c := p.src[at]; {
	case c == '"' || c == '\'':
		if i := strings.IndexByte(p.src[at+1:], c); i >= 0 {
			end = at + i + 2
		}
	case strings.IndexByte(signs, c) >= 0:
		if i := strings.IndexFunc(p.src[at:], func(r rune) bool { return !strings.ContainsRune(signs, r) }); i >= 0 {
			end = at + i
		}
	default:
		if i := strings.IndexAny(p.src[at:], signs+" \t\r\n"); i >= 0 {
			end = at + i
		}
	}
	p.pos = end
	return at, p.src[at:end]
}
