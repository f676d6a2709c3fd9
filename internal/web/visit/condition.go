package visit

import (
	"strconv"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/survey"
)

// conditionInWords says when a question is meant for a visitor: "If you chose
// 1 to 3:". Without script all questions are shown, so this is how one knows.
func conditionInWords(v i18n.Voice, lang string, s *survey.Survey, c *survey.Condition) string {
	whole := ""
	for _, group := range c.Any {
		words := ""
		for _, t := range group {
			of := s.Question(t.Question)
			part := comparisonInWords(v, lang, of, t)
			if r := s.Rating(); r == nil || of.Key != r.Key {
				part = v.T("visit.if_of", "What", part, "Question", of.Ask.In(lang))
			}
			words = join(v, "visit.if_and", words, part)
		}
		whole = join(v, "visit.if_or", whole, words)
	}
	return v.T("visit.if", "What", whole)
}

func join(v i18n.Voice, id, first, second string) string {
	if first == "" {
		return second
	}
	return v.T(id, "First", first, "Second", second)
}

// comparisonInWords names the answers that pass a comparison.
func comparisonInWords(v i18n.Voice, lang string, of *survey.Question, t survey.Comparison) string {
	word := func(value any) string { return v.T("visit.if_word", "Word", answerInWords(v, lang, of, value)) }
	scale, isScale := of.Type.Scale()
	if of.Type == survey.YesNo {
		return word((t.Value == "yes") == (t.Op == "=="))
	}
	if !isScale {
		if t.Op == "!=" {
			return v.T("visit.if_not", "Value", word(t.Value))
		}
		return word(t.Value)
	}
	point := func(n int) string {
		if faces[of.Type] != nil {
			return word(n)
		}
		return strconv.Itoa(n)
	}
	low, high, any := 0, 0, false
	for n := int(scale.Min); n <= int(scale.Max); n++ {
		if !t.Holds(survey.Answers{of.Key: n}) {
			continue
		}
		if any && n > high+1 { // two pieces: only "!=" in the middle leaves a hole
			return v.T("visit.if_not", "Value", point(t.Number))
		}
		if !any {
			low, any = n, true
		}
		high = n
	}
	if low == high {
		return point(low)
	}
	return v.T("visit.if_range", "Low", point(low), "High", point(high))
}
