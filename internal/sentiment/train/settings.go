package main

import "github.com/waymood/waymood/internal/sentiment"

// settings are the choices of a training; the defaults are what the model card
// describes.
type settings struct {
	bits     int
	limit    int     // rows of a source
	epochs   int     //
	rate     float64 // of AdaGrad
	bayes    float64 // share of the naive Bayes ratio that weights begin with
	drop     float64 // chance that an n-gram is left out of a step
	deaf     float64 // chance that a step sees no n-grams at all, only the word lists
	sentence float64 // weight of single sentences; 0 leaves them out
	calm     float64 // what AdaGrad's sum of squares begins with: rare features learn less
	neutral  float64 // how far two-class sources count as without neutral texts
	balance  float64 // exponent of a language's size that its rows weigh together
	local    float64 // how far a source learns weights of its own, which do not ship
	share    int     // rows of a source in the first phase, which teaches all scripts
	gain     [sentiment.Groups]float64
	seed     uint64
}
