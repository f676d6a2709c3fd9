package web

import (
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/theme"
)

// labels of the themes by key.
func labels(themes []theme.Theme) map[string]survey.Wording {
	labels := map[string]survey.Wording{}
	for _, t := range themes {
		labels[t.Key] = t.Label
	}
	return labels
}

// model is the version of a scorer's shipped model, without the lessons that
// it has learnt since; "" of no scorer.
func model(s *sentiment.Scorer) string {
	if s == nil {
		return ""
	}
	return s.With().Version()
}
