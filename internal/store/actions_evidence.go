package store

import (
	"context"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

const (
	evidenceRead   = 20 // newest texts, to choose the quotes from
	evidenceQuotes = 3
	evidenceThemes = 3
)

// Evidence is what the map of a period says of a touchpoint, to be copied into an
// action: its numbers, the themes that cost most with their shares, or are named
// most where it is no pain, and the ids of the quotes that tell most.
// fault.NotFound for a touchpoint that the map does not have.
func (s *Store) Evidence(ctx context.Context, j *journey.Journey, touchpoint string, p journey.Period) (*action.Evidence, error) {
	m, err := s.Map(ctx, j, p, Filter{}, evidenceRead)
	if err != nil {
		return nil, err
	}
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			if point := &m.Stages[i].Points[k]; point.Touchpoint.Key == touchpoint {
				return evidenceOf(p, point), nil
			}
		}
	}
	return nil, fault.New(fault.NotFound, "The map has no touchpoint %q.", touchpoint)
}

func evidenceOf(p journey.Period, point *mood.Point) *action.Evidence {
	e := &action.Evidence{From: int64(p.From), To: int64(p.To), Answers: point.Answers}
	if point.Mood != nil {
		e.Scored = true
		e.Score, e.Low, e.High = point.Mood.Value, point.Mood.Low, point.Mood.High
	}
	if point.PointsLost != nil {
		e.PointsLost = *point.PointsLost
	}
	themes := point.Themes[:min(len(point.Themes), evidenceThemes)]
	if point.Pain != nil {
		e.Worst, themes = point.Pain.Worst, point.Costly(evidenceThemes)
	}
	for _, t := range themes {
		e.Themes = append(e.Themes, action.Theme{Key: t.Key, Share: t.ShareOfAnswers})
	}
	quotes := point.Telling()
	for _, q := range quotes[:min(len(quotes), evidenceQuotes)] {
		e.Quotes = append(e.Quotes, q.ID)
	}
	return e
}
