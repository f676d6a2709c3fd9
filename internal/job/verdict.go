package job

import (
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/text"
)

// unknown is the language of texts that say nothing, and their label.
const unknown = "unknown"

// Verdict is what is found out about one text.
type Verdict struct {
	Language string          // as text.Detect names it
	Label    string          // "negative", "neutral", "positive", "unknown"
	Score    sentiment.Score // zero where the language is unknown
	Text     mood.Text
}

// Sentiment is the label as it is stored; unknown counts as no text.
func (v Verdict) Sentiment() mood.Sentiment {
	switch v.Label {
	case "negative":
		return mood.TextNegative
	case "neutral":
		return mood.TextNeutral
	case "positive":
		return mood.TextPositive
	}
	return mood.NoText
}

// Classify finds a text's language, with the shown one as a hint, and what it
// feels. Text of an unknown language (an emoji, a number) has no feeling here.
func Classify(scorer *sentiment.Scorer, s, shown string) Verdict {
	language := text.Detect(s, shown)
	if language == unknown {
		return Verdict{Language: unknown, Label: unknown}
	}
	score := scorer.Score(s, language)
	return Verdict{Language: language, Label: score.Label(), Score: score, Text: mood.Text{
		Sentiment: score.Value(), Tokens: text.Count(s), Quality: scorer.Reliability(language),
	}}
}
