// Package mood turns answers into the emotion curve: one answer to its
// contribution, tallies to touchpoint scores, stages, pains, delights and
// changes. Pure arithmetic: no database, no clock, no HTTP.
package mood

import (
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// Unit is what 1.0 is in the integers of contributions and tallies. Sums of
// integers are exact and do not depend on the order of adding.
const Unit = 100_000_000

// Class is how an answer feels.
type Class int8

// The classes; the numbers are stored.
const (
	Unhappy Class = -1
	Neutral Class = 0
	Happy   Class = 1
)

// Rating is a rating as given, on its scale.
type Rating struct {
	Scale survey.Scale
	Value float64
}

// Text is what the scorer said of a text.
type Text struct {
	Sentiment float64 // P(positive) - P(negative), -1..1
	Tokens    int     // text.Count
	Quality   float64 // q, the scorer's reliability in that language, 0..1
}

// Contribution is what one answer adds to its tally. All integers are in
// Units; the products (omega squared and so on) follow from them by integer
// arithmetic, see Tally.Add, which SQL repeats to the last digit.
type Contribution struct {
	HasRating   bool
	RatingE     int64 // the rating on -1..1
	RatingClass Class
	HasText     bool
	TextOmega   int64 // w_t, the weight of the text
	TextE       int64 // the text's sentiment on -1..1
	TextClass   Class
	Omega       int64 // weight of the whole answer, 0..1; 0 when there is nothing to count
	E           int64 // the whole answer on -1..1
	Mixed       bool  // rating and words disagree; for people to read
}

// Contribute is the one place where an answer becomes numbers (analytics A1,
// A2). Either part may be nil.
func Contribute(set journey.Analysis, rating *Rating, text *Text) Contribution {
	panic("not yet")
}
