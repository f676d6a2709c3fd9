package survey

import (
	"net/url"

	"github.com/waymood/waymood/internal/fault"
)

// ParseForm reads the answers that a form sends. A form may be older than the
// survey or come with more than the survey, so what it does not know it
// ignores; an empty input is no answer. Answers that are right are returned
// even when others are wrong; then the error is a *fault.Error of kind
// fault.Invalid with a Param for each, named by the question's key. The
// language is that of the page, for Param.Args["Question"].
func (s *Survey) ParseForm(v url.Values, language string) (Answers, error) {
	r := reader{survey: s, language: language, answers: Answers{}}
	r.all(func(q *Question) (any, *fault.Param) {
		if len(v[q.Key]) == 0 {
			return nil, nil
		}
		a, p := q.value(v[q.Key])
		if q.Type == Email && a != nil && len(s.Consent) > 0 && v.Get(ConsentField) == "" {
			return nil, bad(CodeConsentMissing, "may only be kept when you agree to it: tick the box or leave this empty", nil)
		}
		return a, p
	})
	if len(r.answers) == 0 && len(r.params) == 0 {
		for q := range s.Asked() {
			r.refuse(q, bad(CodeEmpty, "nothing was answered", nil))
			break
		}
	}
	return r.done()
}

// Prefill reads the answers that a link brings along, ?rating=4, to show them
// already chosen. What does not fit is silently left out, and conditions are
// left to the answers that the visitor sends in the end.
func (s *Survey) Prefill(v url.Values) Answers {
	answers := Answers{}
	for q := range s.Asked() {
		if len(v[q.Key]) == 0 {
			continue
		}
		if a, p := q.value(v[q.Key]); p == nil && a != nil {
			answers[q.Key] = a
		}
	}
	return answers
}

// KeepFields is the hidden fields that the survey declares, each on one line
// of at most MaxField characters; nil when there are none.
func (s *Survey) KeepFields(sent map[string]string) map[string]string {
	var kept map[string]string
	for _, name := range s.Fields {
		if v := cleanLine(sent[name], MaxField); v != "" {
			if kept == nil {
				kept = map[string]string{}
			}
			kept[name] = v
		}
	}
	return kept
}
