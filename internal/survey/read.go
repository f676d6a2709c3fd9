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
	CodeEmpty           = "empty"            // nothing was answered at all
	CodeOutOfRange      = "out_of_range"     // Min, Max
	CodeNotANumber      = "not_a_number"     // Min, Max
	CodeUnknownOption   = "unknown_option"   // Option
	CodeUnknownQuestion = "unknown_question" //
	CodeTooLong         = "too_long"         // Max, Length
	CodeTooMany         = "too_many"         // Max
	CodeBadMail         = "bad_email"        //
	CodeConsentMissing  = "consent_missing"  //
	CodeBadEncoding     = "bad_encoding"     //
	CodeWrongType       = "wrong_type"       // Want
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

func (r *reader) all(from read, required bool) {
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
		case q.Required && required && !q.Archived:
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

func bad(code, reason string, args map[string]any) *fault.Param {
	return &fault.Param{Code: code, Reason: reason, Args: args}
}

// number checks a rating.
func (q *Question) number(n int) (any, *fault.Param) {
	s, _ := q.Type.Scale()
	if n < int(s.Min) || n > int(s.Max) {
		return nil, bad(CodeOutOfRange, fmt.Sprintf("must be from %g to %g", s.Min, s.Max), q.bounds())
	}
	return n, nil
}

func (q *Question) notANumber() *fault.Param {
	s, _ := q.Type.Scale()
	return bad(CodeNotANumber, fmt.Sprintf("must be a whole number from %g to %g", s.Min, s.Max), q.bounds())
}

func (q *Question) bounds() map[string]any {
	s, _ := q.Type.Scale()
	return map[string]any{"Min": int(s.Min), "Max": int(s.Max)}
}

// options checks the chosen keys and puts them in the order of the question's
// options, each once: a list is a set.
func (q *Question) options(keys []string) (any, *fault.Param) {
	chosen := map[string]bool{}
	for _, k := range keys {
		k = strings.TrimSpace(k)
		if k == "" {
			continue
		}
		if q.Option(k) == nil {
			return nil, q.unknownOption(k)
		}
		chosen[k] = true
	}
	if len(chosen) == 0 {
		return nil, nil
	}
	list := make([]string, 0, len(chosen))
	for _, o := range q.Options {
		if chosen[o.Key] {
			list = append(list, o.Key)
		}
	}
	return list, nil
}

// one checks the single chosen key of a choice or an expectation.
func (q *Question) one(key string) (any, *fault.Param) {
	switch {
	case key == "":
		return nil, nil
	case q.Type == Expectation && !slices.Contains(Expectations[:], key),
		q.Type == Choice && q.Option(key) == nil:
		return nil, q.unknownOption(key)
	}
	return key, nil
}

func (q *Question) unknownOption(key string) *fault.Param {
	key = cleanLine(key, MaxKeyLength)
	known := make([]string, 0, len(q.Options))
	for o := range q.Offered() {
		known = append(known, o.Key)
	}
	if q.Type == Expectation {
		known = Expectations[:]
	}
	return bad(CodeUnknownOption, fmt.Sprintf("%q is no option; choose from %s", key, strings.Join(known, ", ")), map[string]any{"Option": key})
}

// text checks a text or a mail address.
func (q *Question) text(s string) (any, *fault.Param) {
	limit := q.Limit()
	tooLong := func(n int) *fault.Param {
		return bad(CodeTooLong, fmt.Sprintf("has %d characters, %d are allowed", n, limit), map[string]any{"Max": limit, "Length": n})
	}
	if len(s) > 64*HardMaxLength { // refuse a megabyte before working on it
		return nil, tooLong(len(s))
	}
	s, ok := Clean(s)
	if !ok {
		return nil, bad(CodeBadEncoding, "is not valid UTF-8; send text encoded as UTF-8", nil)
	}
	if s == "" {
		return nil, nil
	}
	n := 0
	for range s {
		n++
	}
	if n > limit {
		return nil, tooLong(n)
	}
	if q.Type == Email && !Mail(s) {
		return nil, bad(CodeBadMail, "is no mail address; it looks like name@example.org", nil)
	}
	return s, nil
}

// Mail says whether s looks like one mail address. It asks for what makes an
// address deliverable, not for all that RFC 5322 permits: comments, quotes and
// anything that could end a header are refused.
func Mail(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || len(local) > 64 || len(s) > maxMailLength || len(domain) < 3 ||
		strings.ContainsFunc(s, func(r rune) bool {
			return r <= ' ' || r == 0x7F || blank(r) || keep(r) != r || strings.ContainsRune(`"(),:;<>[\]`, r)
		}) || strings.Contains(domain, "@") || !strings.Contains(domain, ".") {
		return false
	}
	for _, part := range []string{local, domain} {
		if strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".") || strings.Contains(part, "..") {
			return false
		}
	}
	for label := range strings.SplitSeq(domain, ".") {
		if strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") || len(label) > 63 {
			return false
		}
	}
	return true
}

// yesNo reads the words for yes and no that forms and files use.
func yesNo(s string) (v, ok bool) {
	switch strings.ToLower(s) {
	case "yes", "true", "1":
		return true, true
	case "no", "false", "0":
		return false, true
	}
	return false, false
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
