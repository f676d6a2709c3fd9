package visit

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/survey"
)

// Names of the inputs that lead through a survey of several steps. A form
// without them is the whole survey at once.
const (
	stepInput = "_step" // where the form stands
	backInput = "_back" // show the step before
	sendInput = "_send" // this is all, even where the button could have led on
)

// steps is how a page of a survey of several steps leads on.
type steps struct {
	Where string // "Step 2 of 3"
	Back  string // words of the button, or ""
	Next  string // words of the button that sends the form
	Send  string // those of the button where Unless does not hold: then nothing follows
	// Unless is the condition on which another step follows, for the script;
	// without script the button leads to a page that only sends.
	Unless string
	End    string // what that page says
}

// readStep says where a form of a survey of several steps stands; ok is false
// for one that brings the whole survey.
func (v *visit) readStep(form url.Values) (ok bool) {
	last := len(v.Survey.Steps())
	n, err := strconv.Atoi(form.Get(stepInput))
	if last < 2 || err != nil || n < 0 {
		return false
	}
	v.step = min(n, last) // the survey may have become shorter
	return true
}

// walk leads on from the step that a form stands at: it answers with the step
// that follows, the one before, or the one with an error; led is false when
// the form is to be sent. What was typed comes along in hidden inputs, so
// nothing is kept here.
func (p *Pages) walk(c echo.Context, v visit, id uuid.UUID, token string, form url.Values, given survey.Answers, wrong error) (led bool, err error) {
	from := v.step
	if form.Has(backInput) {
		v.step = v.Survey.Before(from, given)
		return true, p.show(c, http.StatusOK, v, id, token, nil)
	}
	if v.fails(wrong, from) {
		return true, p.refused(c, v, id, token, wrong)
	}
	next, ok := v.Survey.After(from, given)
	switch {
	case ok:
		v.step = next
	case v.last(given) || form.Has(sendInput):
		return false, nil
	default: // it said "next", and nothing may be sent before it says "send"
		v.step = len(v.Survey.Steps())
	}
	return true, p.show(c, http.StatusOK, v, id, token, nil)
}

// last says whether this step's button sends, whatever is answered here.
func (v *visit) last(given survey.Answers) bool {
	return v.step == len(v.Survey.Steps()) || !v.Survey.Step(v.step, given).More
}

// fails says whether something is wrong in a step, or in one before it. That
// nothing was answered at all only counts when all has been asked.
func (v *visit) fails(wrong error, step int) bool {
	for _, param := range fault.Params(wrong) {
		if v.stepOf(param.Name) <= step && param.Code != survey.CodeEmpty {
			return true
		}
	}
	return false
}

// stepOf is the step in which a question stands.
func (v *visit) stepOf(key string) int {
	for i, questions := range v.Survey.Steps() {
		for _, q := range questions {
			if q.Key == key {
				return i
			}
		}
	}
	return 0
}

// given are the answers that were understood so far, without those to
// questions that were not meant.
func (v *visit) given() survey.Answers {
	given, _ := v.Survey.ParseForm(url.Values(v.entered), v.lang) // what is wrong is told of when it is sent
	return given
}

// prompts are what the page asks, with how it leads on.
func (v *visit) prompts(t func(id string, args ...any) string) ([]survey.Prompt, steps) {
	all := len(v.Survey.Steps())
	if all == 1 {
		return v.Survey.Step(0, nil).Prompts, steps{Next: t("visit.send")}
	}
	if v.step == all {
		return nil, steps{Back: t("step.back"), Next: t("visit.send"), End: t("step.end")}
	}
	s := v.Survey.Step(v.step, v.given())
	led := steps{Where: t("step.where", "Number", s.Number, "Of", s.Of), Next: t("visit.send")}
	if s.More {
		led.Next = t("step.next")
	}
	if s.MoreIf != nil {
		led.Unless, led.Send = s.MoreIf.String(), t("visit.send")
	}
	if s.Number > 1 {
		led.Back = t("step.back")
	}
	return s.Prompts, led
}

// carried are the inputs that bring along what was answered in other steps.
func (v *visit) carried(shown []survey.Prompt) []pair {
	all := len(v.Survey.Steps())
	if all == 1 {
		return nil
	}
	in := []pair{{stepInput, strconv.Itoa(v.step)}}
	here := map[string]bool{}
	for _, prompt := range shown {
		here[prompt.Key] = true
		here[survey.ConsentField] = here[survey.ConsentField] || prompt.Type == survey.Email
	}
	for q := range v.Survey.Asked() {
		if !here[q.Key] {
			in = append(in, v.entered.pairs(q.Key)...)
		}
	}
	if !here[survey.ConsentField] {
		in = append(in, v.entered.pairs(survey.ConsentField)...)
	}
	return in
}

// pairs are an answer as hidden inputs.
func (e entered) pairs(key string) []pair {
	var in []pair
	for _, value := range e[key] {
		in = append(in, pair{key, value})
	}
	return in
}
