// Package mood turns answers into the emotion curve: one answer to its
// contribution, tallies to touchpoint scores, stages, pains, delights and
// changes. Pure arithmetic: no database, no clock, no HTTP.
package mood

import (
	"math"

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

// Contribute is the one place where an answer becomes numbers. Either part may
// be nil. Zero settings mean journey.Defaults.
//
// The rating is put on -1..1 by percent of range on either side of its neutral
// point; the text is its sentiment. Beside a rating of weight 1 a text weighs
// TextWeight times the scorer's quality, less when it is shorter than five
// tokens. Values outside their range are drawn to its end.
func Contribute(settings journey.Analysis, rating *Rating, text *Text) Contribution {
	set := complete(settings)
	var c Contribution
	var r, s, weight float64
	if rating != nil {
		r = normalise(rating.Scale, rating.Value)
		c.HasRating = true
		c.RatingE = units(r)
		c.RatingClass = set.class(c.RatingE)
	}
	if text != nil {
		s = within(text.Sentiment, -1, 1)
		weight = set.TextWeight * within(text.Quality, 0, 1) * min(1, float64(max(0, text.Tokens))/fullText)
		c.HasText = true
		c.TextOmega = units(weight)
		c.TextE = units(s)
		c.TextClass = set.class(c.TextE)
	}
	switch {
	case c.HasRating:
		c.Omega = Unit // min(1, 1 + weight)
		c.E = units((r + weight*s) / (1 + weight))
	case c.TextOmega > 0:
		c.Omega = c.TextOmega
		c.E = c.TextE
	}
	c.Mixed = c.HasRating && c.HasText && c.TextOmega >= Unit/5 && abs(c.RatingE-c.TextE) >= Unit
	return c
}

// fullText is how many tokens a text needs for its full weight.
const fullText = 5

// class of an e in Units. On the integers the bands are exact: an NPS of 6 is
// -0.2 and unhappy, one of 8 is 0.2 and still neutral.
func (a analysis) class(e int64) Class {
	switch band := units(a.Band); {
	case e <= -band:
		return Unhappy
	case e > band:
		return Happy
	}
	return Neutral
}

// normalise puts a value of a scale on -1..1: -1 at its worst, 0 at its
// neutral point, 1 at its best. A scale on which high is bad has its Min above
// its Max.
func normalise(s survey.Scale, x float64) float64 {
	up, down := s.Max-s.Neutral, s.Neutral-s.Min
	d := x - s.Neutral
	side := down
	if d*up >= 0 {
		side = up
	}
	if side == 0 {
		return 0
	}
	return within(d/side, -1, 1)
}

// units rounds a number of ordinary size to Units.
func units(x float64) int64 { return int64(math.Round(x * Unit)) }

// within draws x into lo..hi; what is no number becomes the middle.
func within(x, lo, hi float64) float64 {
	if math.IsNaN(x) {
		return (lo + hi) / 2
	}
	return min(max(x, lo), hi)
}

func abs(x int64) int64 {
	if x < 0 {
		return -x
	}
	return x
}

// Class of the whole answer: the rating's where there is a rating, else the
// text's.
func (c Contribution) Class() Class {
	if c.HasRating {
		return c.RatingClass
	}
	return c.TextClass
}
