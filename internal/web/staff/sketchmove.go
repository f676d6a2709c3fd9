package staff

import (
	"slices"

	"github.com/waymood/waymood/internal/journey"
)

// moveTouchpoint changes places with the neighbour, or goes over into the
// neighbouring stage. False when there is no such touchpoint; at either end
// of the journey nothing happens.
func moveTouchpoint(j *journey.Journey, key string, down bool) bool {
	for i := range j.Stages {
		s := &j.Stages[i]
		k := slices.IndexFunc(s.Touchpoints, func(t journey.Touchpoint) bool { return t.Key == key })
		if k < 0 {
			continue
		}
		to := k - 1
		if down {
			to = k + 1
		}
		switch {
		case to >= 0 && to < len(s.Touchpoints):
			s.Touchpoints[k], s.Touchpoints[to] = s.Touchpoints[to], s.Touchpoints[k]
		case down && i+1 < len(j.Stages):
			moveTo(j, key, i+1, 0)
		case !down && i > 0:
			moveTo(j, key, i-1, len(j.Stages[i-1].Touchpoints))
		}
		return true
	}
	return false
}

// moveTo puts a touchpoint into a stage, before the one that is at a place.
func moveTo(j *journey.Journey, key string, stage, place int) {
	for i := range j.Stages {
		s := &j.Stages[i]
		k := slices.IndexFunc(s.Touchpoints, func(t journey.Touchpoint) bool { return t.Key == key })
		if k < 0 || i == stage {
			continue
		}
		t := s.Touchpoints[k]
		s.Touchpoints = slices.Delete(s.Touchpoints, k, k+1)
		j.Stages[stage].Touchpoints = slices.Insert(j.Stages[stage].Touchpoints, place, t)
		return
	}
}

// moveStage changes places with the neighbouring stage, if there is one.
func moveStage(j *journey.Journey, key string, down bool) bool {
	i := stageAt(j, key)
	to := i - 1
	if down {
		to = i + 1
	}
	if i >= 0 && to >= 0 && to < len(j.Stages) {
		j.Stages[i], j.Stages[to] = j.Stages[to], j.Stages[i]
	}
	return i >= 0
}

// stageAt is a stage's place in the journey, -1 when there is no such stage.
func stageAt(j *journey.Journey, key string) int {
	return slices.IndexFunc(j.Stages, func(s journey.Stage) bool { return s.Key == key })
}
