package demo

import (
	"time"

	"github.com/waymood/waymood/internal/journey"
)

// profile is what a touchpoint is like for its customers.
type profile struct {
	kind   string        // names its phrases
	weight float64       // share of answers, against the others
	marks  [5]float64    // how often each of five marks is given, worst first
	before [5]float64    // the same before it turned; zero: it never did
	turned time.Duration // how long ago it did
	words  float64       // share that writes something
	online bool          // answers come in the evening, not in opening hours
	faults []string      // option keys that name what is wrong, likeliest first
	joys   []string      // and what is good
}

// profiles are the moments of the sample café by their keys. The marks of
// queue, menu, pay, drink and complaint are close to those of the worked
// example that the arithmetic was tried on.
var profiles = map[string]profile{
	"social":     {kind: "social", weight: 30, marks: [5]float64{1, 2, 6, 11, 6}, words: 0.30, online: true},
	"storefront": {kind: "front", weight: 26, marks: [5]float64{1, 2, 6, 11, 7}, words: 0.28, faults: []string{"light", "room"}, joys: []string{"light", "clean"}},
	"menu": {kind: "menu", weight: 42, marks: [5]float64{6, 9, 8, 5, 2}, words: 0.44,
		faults: []string{"unclear", "price"}},
	"queue": {kind: "queue", weight: 56, marks: [5]float64{14, 11, 6, 6, 3}, before: [5]float64{3, 6, 10, 13, 7}, turned: Worse, words: 0.47,
		faults: []string{"wait", "staff"}},
	"pay": {kind: "pay", weight: 50, marks: [5]float64{1, 2, 5, 18, 20}, words: 0.45},
	"drink": {kind: "drink", weight: 70, marks: [5]float64{1, 1, 4, 22, 44}, words: 0.40,
		faults: []string{"heat", "sweet"}, joys: []string{"aroma", "sweet"}},
	"seat": {kind: "seat", weight: 34, marks: [5]float64{2, 3, 6, 12, 9}, before: [5]float64{6, 8, 8, 7, 3}, turned: Better, words: 0.34,
		faults: []string{"socket", "noise", "room"}, joys: []string{"light", "clean"}},
	"complaint": {kind: "complaint", weight: 3, marks: [5]float64{3, 3, 0, 1, 1}, words: 0.8},
	"card":      {kind: "loyalty", weight: 24, marks: [5]float64{1, 2, 5, 9, 10}, words: 0.32, joys: []string{"coffee", "offers"}, faults: []string{"offers"}},
	"email":     {kind: "mail", weight: 1.5, marks: [5]float64{2, 1, 1, 1, 0}, words: 0.5, online: true, faults: []string{"offers"}},
}

// other is a touchpoint that the sample does not have.
var other = profile{kind: "visit", weight: 20, marks: [5]float64{1, 2, 6, 10, 6}, words: 0.3}

func profileOf(t *journey.Touchpoint) profile {
	if p, ok := profiles[t.Key]; ok {
		return p
	}
	return other
}

// marksAt are the marks of the day.
func (p profile) marksAt(at, now time.Time) [5]float64 {
	if p.before != ([5]float64{}) && now.Sub(at) > p.turned {
		return p.before
	}
	return p.marks
}
