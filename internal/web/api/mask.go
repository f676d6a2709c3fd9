package api

import (
	"context"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	words "github.com/waymood/waymood/internal/text"
)

// mask hides names and contacts in what customers wrote. data tells records,
// one for one.
func mask(ctx context.Context, s *store.Store, records []store.Record, data []response) error {
	all, err := s.Journeys(ctx)
	if err != nil {
		return err
	}
	journeys := map[string]*journey.Journey{}
	for _, j := range all {
		journeys[j.Key] = j
	}
	for i := range data {
		r := &records[i]
		language := r.Written()
		if r.Text != "" {
			masked := words.Mask(r.Text, language)
			data[i].Text = &masked
		}
		asked := surveyOf(journeys[r.Journey], r.Touchpoint)
		answers := make(survey.Answers, len(r.Answers))
		for key, v := range r.Answers {
			if s, ok := v.(string); ok && written(asked, key) {
				v = words.Mask(s, language)
			}
			answers[key] = v
		}
		data[i].Answers = answers
		fields := make(map[string]string, len(r.Fields))
		for key, v := range r.Fields {
			fields[key] = words.Mask(v, language)
		}
		data[i].Fields = fields
	}
	return nil
}

// surveyOf a touchpoint, nil when it is no longer there.
func surveyOf(j *journey.Journey, touchpoint string) *survey.Survey {
	if j == nil {
		return nil
	}
	if _, t := j.Touchpoint(touchpoint); t != nil {
		return j.Survey(t.Survey)
	}
	return nil
}

// written says whether the customer wrote the answer to a question, rather
// than chose it. Of questions that are no longer asked nobody knows, so theirs
// are taken for written.
func written(s *survey.Survey, key string) bool {
	if s == nil {
		return true
	}
	for i := range s.Questions {
		if q := &s.Questions[i]; q.Key == key {
			return q.Type == survey.ShortText || q.Type == survey.LongText || q.Type == survey.Email
		}
	}
	return true
}
