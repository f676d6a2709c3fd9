// Package survey is the questions, and whether answers fit them.
package survey

import "iter"

// Survey is what one touchpoint asks.
type Survey struct {
	Key       string     `json:"key" yaml:"-"`
	Fields    []string   `json:"fields,omitempty" yaml:"fields,omitempty"`
	Consent   Wording    `json:"consent,omitempty" yaml:"consent,omitempty"`
	Thanks    Thanks     `json:"thanks,omitzero" yaml:"thanks,omitempty"`
	Questions []Question `json:"questions" yaml:"questions"`
	Archived  bool       `json:"archived,omitempty" yaml:"-"`
}

// Thanks is what a visitor reads after answering, by how the answer felt.
type Thanks struct {
	Happy   Wording `json:"happy,omitempty" yaml:"happy,omitempty"`
	Neutral Wording `json:"neutral,omitempty" yaml:"neutral,omitempty"`
	Unhappy Wording `json:"unhappy,omitempty" yaml:"unhappy,omitempty"`
}

// Question is one thing asked. The first question with a scale is the
// touchpoint's rating.
type Question struct {
	Key       string   `json:"key" yaml:"key"`
	Type      Type     `json:"type" yaml:"type"`
	Ask       Wording  `json:"ask" yaml:"ask"`
	Required  bool     `json:"required,omitempty" yaml:"required,omitempty"`
	Options   []Option `json:"options,omitempty" yaml:"options,omitempty"`
	MaxLength int      `json:"max_length,omitempty" yaml:"max_length,omitempty"` // characters; 0 means DefaultMaxLength
	ShowIf    string   `json:"show_if,omitempty" yaml:"show_if,omitempty"`       // "rating <= 3 and why has wait"
	Step      bool     `json:"step,omitempty" yaml:"step,omitempty"`             // begins a new step of the survey
	Persona   bool     `json:"persona,omitempty" yaml:"persona,omitempty"`       // the chosen option is the visitor's persona
	Archived  bool     `json:"archived,omitempty" yaml:"-"`                      // no longer asked; its answers are kept
	Rated     bool     `json:"rated,omitempty" yaml:"-"`                         // was the rating once: answers of that time still count by it
}

// Option is one of the answers to a choice.
type Option struct {
	Key      string  `json:"key" yaml:"key"`
	Label    Wording `json:"label" yaml:"label"`
	Archived bool    `json:"archived,omitempty" yaml:"-"` // no longer offered; its answers are kept
}

// Type is what kind of answer a question takes.
type Type string

// The question types; beside each, what an answer is.
const (
	Smiley4     Type = "smiley4"     // int 1..4
	Smiley5     Type = "smiley5"     // int 1..5
	CSAT        Type = "csat"        // int 1..5
	NPS         Type = "nps"         // int 0..10
	CES         Type = "ces"         // int 1..7, 7 = easy
	Stars       Type = "stars"       // int 1..5
	YesNo       Type = "yes_no"      // bool; as a rating no is 0, yes is 1
	Choice      Type = "choice"      // string, an option's key
	Choices     Type = "choices"     // []string of option keys
	Factors     Type = "factors"     // []string of option keys: "what made it so?"
	Expectation Type = "expectation" // "better", "as" or "worse"
	ShortText   Type = "text"        // string
	LongText    Type = "long_text"   // string
	Email       Type = "email"       // string, a mail address; needs the survey's consent
)

// Scale is the range of a rating: worst, best and the point that is neither.
type Scale struct{ Min, Max, Neutral float64 }

// Scale of a question type; ok is false for types that are no rating.
// NPS turns at 7.5, so that detractor, passive and promoter fall into the
// bands of unhappy, neutral and happy of package mood.
func (t Type) Scale() (s Scale, ok bool) {
	switch t {
	case Smiley4:
		return Scale{1, 4, 2.5}, true
	case Smiley5, CSAT, Stars:
		return Scale{1, 5, 3}, true
	case NPS:
		return Scale{0, 10, 7.5}, true
	case CES:
		return Scale{1, 7, 4}, true
	case YesNo:
		return Scale{0, 1, 0.5}, true
	}
	return Scale{}, false
}

// Types are the question types in the order in which they are listed.
var Types = [...]Type{
	Smiley4, Smiley5, CSAT, NPS, CES, Stars, YesNo,
	Choice, Choices, Factors, Expectation, ShortText, LongText, Email,
}

// HasOptions says whether a question of this type offers options of its own.
func (t Type) HasOptions() bool { return t == Choice || t == Choices || t == Factors }

// Several says whether an answer is a list.
func (t Type) Several() bool { return t == Choices || t == Factors }

// IsText says whether the answer is a text that is scored for its feeling.
func (t Type) IsText() bool { return t == ShortText || t == LongText }

// Asked are the questions that visitors see: those not archived.
func (s *Survey) Asked() iter.Seq[*Question] {
	return func(yield func(*Question) bool) {
		for i := range s.Questions {
			if !s.Questions[i].Archived && !yield(&s.Questions[i]) {
				return
			}
		}
	}
}

// Offered are the options that visitors see: those not archived.
func (q *Question) Offered() iter.Seq[*Option] {
	return func(yield func(*Option) bool) {
		for i := range q.Options {
			if !q.Options[i].Archived && !yield(&q.Options[i]) {
				return
			}
		}
	}
}

// Option by its key, archived ones too, or nil.
func (q *Question) Option(key string) *Option {
	for i := range q.Options {
		if q.Options[i].Key == key {
			return &q.Options[i]
		}
	}
	return nil
}

// Rating is the question whose answer is the touchpoint's rating, or nil.
func (s *Survey) Rating() *Question {
	for i := range s.Questions {
		if _, ok := s.Questions[i].Type.Scale(); ok && !s.Questions[i].Archived {
			return &s.Questions[i]
		}
	}
	return nil
}

// Question by its key, or nil.
func (s *Survey) Question(key string) *Question {
	for i := range s.Questions {
		if s.Questions[i].Key == key {
			return &s.Questions[i]
		}
	}
	return nil
}
