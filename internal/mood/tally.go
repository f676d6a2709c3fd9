package mood

// Part is the sums over one part of the answers, in Units but for the counts.
type Part struct {
	Answers int64 // with this part
	Omega   int64 // sum of omega
	Omega2  int64 // sum of omega^2
	OmegaE  int64 // sum of omega*e
	OmegaE2 int64 // sum of omega*e^2
	Unhappy int64
	Happy   int64
}

// Tally is the sums over a set of answers.
type Tally struct {
	Answers  int64 // all that count, with or without a mood
	Waiting  int64 // texts not yet scored
	Negative int64 // texts scored, by label
	Neutral  int64
	Positive int64
	All      Part // rating and text together (analytics A2)
	Rating   Part // ratings alone, each of weight 1
	Text     Part // texts alone, of weight w_t
}

// Sentiment is the state of an answer's text.
type Sentiment int8

// The states of a text; the numbers are stored.
const (
	NoText       Sentiment = 0 // or of unknown language
	Waiting      Sentiment = 1 // for the scoring job
	TextNegative Sentiment = 2
	TextNeutral  Sentiment = 3
	TextPositive Sentiment = 4
)
