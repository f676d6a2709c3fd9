package survey

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/fault"
)

// The codes of fault.Param that this package gives, with their Args. Each
// also has Question, the wording asked (or the key where no language is known).
const (
	CodeRequired        = "required"
	CodeEmpty           = "empty"          // nothing was answered at all
	CodeOutOfRange      = "out_of_range"   // Min, Max
	CodeNotANumber      = "not_a_number"   // Min, Max
	CodeUnknownOption   = "unknown_option" // Option
	CodeUnknownQuestion = "unknown_question"
	CodeTooLong         = "too_long" // Max, Length
	CodeTooMany         = "too_many" // Max
	CodeBadMail         = "bad_email"
	CodeConsentMissing  = "consent_missing"
	CodeBadEncoding     = "bad_encoding"
	CodeWrongType       = "wrong_type" // Want
)

// reader gathers answers question by question, in the survey's order, so that
// a question whose condition fails is never looked at: neither its answer nor
// that it is required.
type reader struct {
	survey   *Survey
	language string
	prefix   string // of Param.Name
	answers  Answers
	params   []fault.Param
}

// read is what a form or a document says to a question: nil for nothing.
type read func(q *Question) (any, *fault.Param)

// all asks every question in turn.
func (r *reader) all(from read) {
	for i := range r.survey.Questions {
		q := &r.survey.Questions[i]
		if c, err := r.survey.Condition(q); err == nil && !c.Holds(r.answers) {
			continue
		}
		v, p := from(q)
		switch {
		case p != nil:
			r.refuse(q, p)
		case v != nil:
			r.answers[q.Key] = v
		case q.Required && !q.Archived:
			r.refuse(q, &fault.Param{Code: CodeRequired, Reason: "this question needs an answer"})
		}
	}
}

func (r *reader) refuse(q *Question, p *fault.Param) {
	p.Name = r.prefix + q.Key
	if p.Args == nil {
		p.Args = map[string]any{}
	}
	p.Args["Question"] = cmp.Or(q.Ask.In(r.language), q.Key)
	if r.language == "" {
		p.Args["Question"] = q.Key
	}
	r.params = append(r.params, *p)
}

// done is what was understood, and what was not.
func (r *reader) done() (Answers, error) {
	if len(r.params) == 0 {
		return r.answers, nil
	}
	detail := "an answer was not understood: "
	if len(r.params) > 1 {
		detail = fmt.Sprintf("%d answers were not understood; the first: ", len(r.params))
	}
	p := r.params[0]
	return r.answers, &fault.Error{Kind: fault.Invalid, Detail: detail + p.Name + ": " + p.Reason, Params: r.params}
}

// value reads an answer given as text, lists as their parts.
func (q *Question) value(parts []string) (any, *fault.Param) {
	if q.Type.Several() {
		return q.options(parts)
	}
	if q.Type.IsText() || q.Type == Email {
		return q.text(parts[0])
	}
	s := strings.TrimSpace(parts[0])
	for _, other := range parts[1:] {
		other = strings.TrimSpace(other)
		if s != "" && other != "" && s != other {
			return nil, bad(CodeTooMany, "takes one answer only", map[string]any{"Max": 1})
		}
		s = cmp.Or(s, other)
	}
	if s == "" {
		return nil, nil
	}
	if q.Type == Choice || q.Type == Expectation {
		return q.one(s)
	}
	if q.Type == YesNo {
		v, ok := yesNo(s)
		if !ok {
			return nil, bad(CodeUnknownOption, "must be yes or no", map[string]any{"Option": cleanLine(s, MaxKeyLength)})
		}
		return v, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil, q.notANumber()
	}
	return q.number(n)
}

// sorted keys of a map, for messages in a stable order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
