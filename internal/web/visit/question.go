package visit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/survey"
)

// question is one question as its template shows it. Kind chooses the part:
// faces, numbers, stars, two, list, text or email.
type question struct {
	Kind      string
	Key       string
	Ask       string
	Optional  string // the word, where no answer is needed
	Condition string // in words: "If you chose 1 to 3:"
	If        string // the same for the script that hides the question
	Hint      string // of an e-mail address: what is kept and why
	Error     string // what is wrong with the answer
	ErrorWord string
	Described string // ids of error and hint
	First     string // id of the first input, where the error leads
	Choices   []choice
	Input     string // type of a list's inputs
	Low, High string // what the ends of a scale mean
	Text      string
	Long      bool
	Agree     string // beside the box with which one agrees that a contact is kept
	Agreed    bool
}

// choice is one of the answers that can be chosen.
type choice struct {
	Value, Label, Face string
	ID                 string // of the first only
	Checked            bool
}

// entered are the answers to show already given: by the link, or by the
// visitor in a form that has to be shown again.
type entered map[string][]string

// enteredBy is the form values of answers.
func enteredBy(a survey.Answers) entered {
	e := entered{}
	for key, v := range a {
		switch v := v.(type) {
		case int:
			e[key] = []string{strconv.Itoa(v)}
		case bool:
			e[key] = []string{yesNo(v)}
		case string:
			e[key] = []string{v}
		case []string:
			e[key] = v
		}
	}
	return e
}

func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}

func (e entered) first(key string) string {
	if len(e[key]) == 0 {
		return ""
	}
	return e[key][0]
}

// newQuestion is q in the words of a language; ok is false for a type that
// cannot be shown, a contact without the words of consent.
func newQuestion(v i18n.Voice, lang string, s *survey.Survey, q survey.Prompt, e entered) (view *question, ok bool) {
	view = &question{Key: q.Key, Ask: q.Ask.In(lang), First: "a-" + q.Key, ErrorWord: v.T("visit.error")}
	if !q.Required {
		view.Optional = v.T("visit.optional")
	}
	if q.If != nil {
		view.If, view.Condition = q.If.String(), conditionInWords(v, lang, s, q.If)
	}
	add := func(value, label, face string) {
		view.Choices = append(view.Choices, choice{Value: value, Label: label, Face: face, Checked: slices.Contains(e[q.Key], value)})
	}
	switch q.Type {
	case survey.Smiley4, survey.Smiley5:
		view.Kind = "faces"
		for i, face := range faces[q.Type] {
			add(strconv.Itoa(i+1), v.T("visit.face_"+face), "f"+face)
		}
	case survey.CSAT, survey.NPS, survey.CES:
		view.Kind = "numbers"
		view.Low, view.High = v.T("visit."+string(q.Type)+"_low"), v.T("visit."+string(q.Type)+"_high")
		scale, _ := q.Type.Scale()
		for n := int(scale.Min); n <= int(scale.Max); n++ {
			add(strconv.Itoa(n), "", "")
		}
		view.Choices[0].Label, view.Choices[len(view.Choices)-1].Label = view.Low, view.High
	case survey.Stars:
		view.Kind = "stars"
		for n := 1; n <= 5; n++ {
			add(strconv.Itoa(n), v.T("visit.stars", "Count", n), "")
		}
	case survey.YesNo:
		view.Kind = "two"
		add("yes", v.T("visit.yes"), "")
		add("no", v.T("visit.no"), "")
	case survey.Expectation:
		view.Kind, view.Input = "list", "radio"
		for _, key := range survey.Expectations {
			add(key, v.T("visit."+key), "")
		}
	case survey.Choice, survey.Choices, survey.Factors:
		view.Kind, view.Input = "list", "radio"
		if q.Type.Several() {
			view.Input, view.Hint = "checkbox", v.T("visit.several")
		}
		for o := range q.Offered() {
			add(o.Key, o.Label.In(lang), "")
		}
	case survey.ShortText, survey.LongText:
		view.Kind, view.Long, view.Text = "text", q.Type == survey.LongText, e.first(q.Key)
	case survey.Email:
		if view.Hint = s.Consent.In(lang); view.Hint == "" {
			return nil, false
		}
		view.Kind, view.Text = "email", e.first(q.Key)
		view.Agree, view.Agreed = v.T("visit.agree"), e.first(survey.ConsentField) != ""
	default:
		return nil, false
	}
	if len(view.Choices) > 0 {
		view.Choices[0].ID = view.First
	}
	return view, true
}

// describe names what is read out with the question.
func (q *question) describe() {
	var ids []string
	if q.Error != "" {
		ids = append(ids, "e-"+q.Key)
	}
	if q.Hint != "" {
		ids = append(ids, "h-"+q.Key)
	}
	q.Described = strings.Join(ids, " ")
}

// faces are the drawings of the smiley scales, worst first; the scale of
// four has no face in the middle.
var faces = map[survey.Type][]string{
	survey.Smiley4: {"1", "2", "4", "5"},
	survey.Smiley5: {"1", "2", "3", "4", "5"},
}

// answerInWords is an answer as a person reads it, for receipts and for
// conditions.
func answerInWords(v i18n.Voice, lang string, q *survey.Question, value any) string {
	switch value := value.(type) {
	case int:
		if f := faces[q.Type]; value >= 1 && value <= len(f) {
			return v.T("visit.face_" + f[value-1])
		}
		if q.Type == survey.Stars {
			return v.T("visit.stars", "Count", value)
		}
		return strconv.Itoa(value)
	case bool:
		return v.T("visit." + yesNo(value))
	case string:
		if q.Type == survey.Expectation {
			return v.T("visit." + value)
		}
		if q.Type.HasOptions() {
			if o := q.Option(value); o != nil {
				return o.Label.In(lang)
			}
		}
		return value
	}
	return ""
}
