package journey

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/waymood/waymood/internal/survey"
)

// What one survey may hold. People answer in ten seconds; these only stop
// files that were made by mistake.
const (
	maxQuestions = 50
	maxOptions   = 60
)

func (r *reader) surveys(j *Journey, v value) []survey.Survey {
	if v.absent() {
		return nil
	}
	if v.Kind != yaml.MappingNode {
		r.wrong(v, "write them as keys: the survey's key, then its questions", "surveys is %s", kindName(v.Node))
		return nil
	}
	o := r.object(v, "surveys")
	var surveys []survey.Survey
	for i := 0; i+1 < len(v.Content); i += 2 {
		name := v.Content[i].Value
		if slices.ContainsFunc(surveys, func(s survey.Survey) bool { return s.Key == name }) {
			continue // told by object
		}
		key := value{v.Content[i], join(v.path, name)}
		r.key(key, "a survey")
		r.place(j, "survey "+name, key)
		s := survey.Survey{Key: name}
		if body := o.at(name); !body.absent() {
			r.survey(j, &s, body)
		} else {
			r.wrong(key, "write its questions", "survey %q is empty", name)
		}
		surveys = append(surveys, s)
	}
	if len(surveys) == 0 {
		r.wrong(v, "write at least one survey with its questions", "there are no surveys")
	}
	return surveys
}

func (r *reader) survey(j *Journey, s *survey.Survey, v value) {
	what := named("survey", s.Key)
	o := r.object(v, what, "fields", "consent", "thanks", "questions")
	if v.Kind != yaml.MappingNode {
		return
	}
	s.Consent = r.wording(o.at("consent"), "the consent of "+what, visitors, maxText)
	if t := o.at("thanks"); !t.absent() {
		thanks := r.object(t, "the thanks of "+what, "happy", "neutral", "unhappy")
		s.Thanks.Happy = r.wording(thanks.at("happy"), "the happy thanks of "+what, visitors, maxText)
		s.Thanks.Neutral = r.wording(thanks.at("neutral"), "the neutral thanks of "+what, visitors, maxText)
		s.Thanks.Unhappy = r.wording(thanks.at("unhappy"), "the unhappy thanks of "+what, visitors, maxText)
	}
	items := r.list(o.need("questions", what, "list at least one question"), "the questions of "+what)
	if q := o.at("questions"); !q.absent() && q.Kind == yaml.SequenceNode && len(q.Content) == 0 {
		r.wrong(q, "list at least one question", "%s has no questions", what)
	}
	if len(items) > maxQuestions {
		r.wrong(items[maxQuestions], fmt.Sprintf("ask at most %d", maxQuestions), "%s has %d questions", what, len(items))
		items = items[:maxQuestions]
	}
	objects := make([]*object, 0, len(items))
	personas := 0
	for _, item := range items {
		q, qo := r.question(s, item)
		if q.Key != "" {
			if s.Question(q.Key) != nil {
				r.wrong(qo.at("key"), "give each question a key of its own", "the question %q stands twice in %s", q.Key, what)
			}
			r.place(j, "question "+s.Key+"."+q.Key, qo.at("type"))
		}
		if q.Persona {
			if personas++; personas > 1 {
				r.wrong(qo.at("persona"), "ask once who the visitor is", "%s has two questions that choose the persona", what)
			}
		}
		if q.Type == survey.Email && len(s.Consent) == 0 && !o.has("consent") {
			r.wrong(qo.at("type"), `add "consent" to the survey: what is kept and why`, "question %q asks for a mail address, and %s has no consent", q.Key, what)
		}
		if q.Step && len(s.Questions) == 0 {
			r.warn(qo.at("step"), "question %q is the first, so step: true changes nothing there", q.Key)
		}
		s.Questions = append(s.Questions, q)
		objects = append(objects, qo)
	}
	for i := range s.Questions {
		if _, err := s.Condition(&s.Questions[i]); err != nil {
			var c *survey.ConditionError
			errors.As(err, &c)
			r.wrong(objects[i].at("show_if"), c.Remedy, "show_if of question %q: %s", s.Questions[i].Key, c.What)
		}
	}
	for _, item := range r.list(o.at("fields"), "the fields of "+what) {
		f, ok := r.text(item, "a field of "+what)
		switch {
		case !ok:
		case !survey.Field(f):
			r.wrong(item, fmt.Sprintf("use 1 to %d of letters, digits, \"_\", \"-\" and \".\"", survey.MaxKeyLength), "%q cannot be a field", shorten(f))
		case survey.Reserved(f):
			r.wrong(item, "choose another name", "the field %q is a word that the survey page uses itself", f)
		case s.Question(f) != nil:
			r.wrong(item, "choose another name for one of them", "%q is both a field and a question of %s", f, what)
		case slices.Contains(s.Fields, f):
			r.wrong(item, "keep one of them", "the field %q stands twice in %s", f, what)
		default:
			s.Fields = append(s.Fields, f)
		}
	}
	if len(s.Questions) > 0 && s.Rating() == nil {
		r.warn(v, "%s has no question with a scale: its touchpoints are judged by words alone", what)
	}
}

func (r *reader) question(s *survey.Survey, v value) (survey.Question, *object) {
	o := r.object(v, fmt.Sprintf("a question of survey %q", s.Key), "key", "type", "ask", "required", "options", "max_length", "show_if", "step", "persona")
	var q survey.Question
	if v.Kind != yaml.MappingNode {
		return q, o
	}
	q.Key = r.key(o.need("key", "a question", "give it a short key that stays"), "a question")
	what := named("question", q.Key)
	if q.Key != "" && survey.Reserved(q.Key) {
		r.wrong(o.at("key"), "choose another key", "%q is a word that the survey page or conditions use themselves", q.Key)
	}
	types := make([]string, len(survey.Types))
	for i, t := range survey.Types {
		types[i] = string(t)
	}
	if t, ok := r.text(o.need("type", what, "name one of "+strings.Join(types, ", ")), "the type of "+what); ok {
		q.Type = survey.Type(t)
		if !slices.Contains(survey.Types[:], q.Type) {
			remedy := "name one of " + strings.Join(types, ", ")
			if near := nearest(t, types); near != "" {
				remedy = fmt.Sprintf("did you mean %q?", near)
			}
			r.wrong(o.at("type"), remedy, "%q is no type of question", shorten(t))
		}
	}
	q.Ask = r.wording(o.need("ask", what, "write the question, such as {en: How was it?}"), "the wording of "+what, visitors, maxText)
	q.Required = r.boolean(o.at("required"), "required of "+what)
	q.Step = r.boolean(o.at("step"), "step of "+what)
	q.Persona = r.boolean(o.at("persona"), "persona of "+what)
	if q.Persona && q.Type != survey.Choice {
		r.wrong(o.at("persona"), "make it of type choice", "%s chooses the persona and is of type %s", what, q.Type)
	}
	q.ShowIf, _ = r.text(o.at("show_if"), "show_if of "+what)
	q.ShowIf = strings.Join(strings.Fields(q.ShowIf), " ")
	if n, ok := r.number(o.at("max_length"), "max_length of "+what, 1, survey.HardMaxLength); ok {
		q.MaxLength = int(n)
		switch {
		case n != float64(q.MaxLength):
			r.wrong(o.at("max_length"), "write a whole number", "max_length of %s is %g", what, n)
		case !q.Type.IsText():
			r.wrong(o.at("max_length"), "remove it", "max_length is for texts, and %s is of type %s", what, q.Type)
		}
	}
	q.Options = r.options(o, q.Type, what)
	return q, o
}

func (r *reader) options(o *object, t survey.Type, what string) []survey.Option {
	v := o.at("options")
	if !t.HasOptions() {
		if !v.absent() && slices.Contains(survey.Types[:], t) {
			r.wrong(v, "remove them, or make it of type choice or choices", "%s is of type %s, which has no options of its own", what, t)
		}
		return nil
	}
	v = o.need("options", what, "list what can be chosen")
	var options []survey.Option
	for _, item := range r.list(v, "the options of "+what) {
		oo := r.object(item, "an option of "+what, "key", "label")
		if item.Kind != yaml.MappingNode {
			continue
		}
		var p survey.Option
		p.Key = r.key(oo.need("key", "an option of "+what, "give it a short key that stays"), "an option")
		p.Label = r.wording(oo.need("label", named("option", p.Key), "write what visitors read, such as {en: Waiting}"),
			"the label of "+named("option", p.Key), visitors, maxName)
		if slices.ContainsFunc(options, func(x survey.Option) bool { return x.Key == p.Key }) && p.Key != "" {
			r.wrong(oo.at("key"), "give each option a key of its own", "the option %q stands twice in %s", p.Key, what)
		}
		options = append(options, p)
	}
	switch {
	case v.absent() || v.Kind != yaml.SequenceNode:
	case len(v.Content) < 2:
		r.wrong(v, "list at least two", "%s has fewer than two options", what)
	case len(options) > maxOptions:
		r.wrong(v, fmt.Sprintf("list at most %d", maxOptions), "%s has %d options", what, len(options))
	}
	return options
}
