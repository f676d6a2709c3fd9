package mood

import (
	"math"

	"github.com/waymood/waymood/internal/journey"
)

// Baseline is a journey's scores at the moment an action goes live, frozen as
// numbers: nothing that happens to the answers later (a new model, erasure, a
// moved touchpoint) changes what the action is measured against.
type Baseline struct {
	All    map[string]Level `json:"all"`    // by touchpoint key; scored ones only
	Rating map[string]Level `json:"rating"` // the same from ratings alone, for when texts are between two models
}

// Level is a touchpoint's score, on -1..1.
type Level struct {
	Answers  int64   `json:"answers"`
	Size     float64 `json:"size"`     // what the evidence gates look at
	Mean     float64 `json:"mean"`     //
	Variance float64 `json:"variance"` // of the mean
	Spread   float64 `json:"spread"`   // standard deviation of single answers, moderated
	Drawn    float64 `json:"drawn"`    // the mean drawn to the other touchpoints'
	Error    float64 `json:"error"`    // variance of Drawn
}

// Freeze makes the baseline from the tallies of the days before an action, by
// touchpoint key. Archived touchpoints take no part.
func Freeze(j *journey.Journey, tallies map[string]Tally) Baseline {
	return Baseline{
		All:    levels(j, tallies, func(t Tally) Part { return t.All }),
		Rating: levels(j, tallies, func(t Tally) Part { return t.Rating }),
	}
}

func levels(j *journey.Journey, tallies map[string]Tally, part func(Tally) Part) map[string]Level {
	a := complete(j.Analysis)
	var m Map
	spots := m.lay(Input{Journey: j, Current: tallies}, a)
	var scored []*spot
	for i, s := range scores(spots, tallies, part, a) {
		if spots[i].score = s; s.class != None {
			scored = append(scored, spots[i])
		}
	}
	shrink(scored)
	list := make(map[string]Level, len(scored))
	for _, s := range scored {
		list[s.point.Touchpoint.Key] = Level{
			Answers: s.point.Answers, Size: s.size, Mean: s.mean, Variance: s.v,
			Spread: math.Sqrt(s.v * s.n), Drawn: s.theta, Error: s.postvar,
		}
	}
	return list
}
