package chart

import (
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// Words are the drawing's texts in the reader's language. All must be set;
// shares and probabilities come as 0..1, scores and points as 0..100, and the
// functions round them. Texts are wrapped by the drawing; a no-break space keeps
// a number and its unit on one line.
type Words struct {
	Title    string                       // the drawing's name for screen readers: "Emotion curve"
	Describe func(*mood.Map) string       // what it shows, in a sentence or two
	Point    func(*mood.Point) string     // one touchpoint: "Queue: 38 of 100 (27 to 48), 40 answers, pain no. 1"
	Channel  func(journey.Channel) string // "QR code"

	Nothing   string                                 // there are no touchpoints
	TooFew    func(answers int64, needed int) string // "too few answers (4, need 5)"
	Silent    string                                 // no answers at all: "no answers in this period"
	Selected  func(shown, of int) string             // very many touchpoints: "28 of 10,000 touchpoints: those that cost most"
	Moment    string                                 // of the star: "moment of truth"
	NotScored string                                 // answers enough, but none that can be scored

	Target  func(target float64) string                           // "target 75"
	Score   func(value float64) string                            // "38", beside the dot
	Pain    func(rank int, worst *float64) string                 // "pain no. 1 (80 % sure)"; worst nil or unsaid: "pain no. 2"
	Lowest  string                                                // "lowest", where nothing is a pain
	Delight func(*mood.Delight) string                            // "delight: 51 % gave the best mark"
	Peak    string                                                // "highest", where nothing is a delight
	Changed func(*mood.Change) string                             // "−19 points since the period before, began in the week of 26 October"; Since may be 0
	Moving  func(*mood.Signal) string                             // "falling since 3 November"
	Seam    func(by float64, from, to *journey.Touchpoint) string // "−27 points from here to there", naming the teams where two meet; by is negative

	Measured    string                                   // below rows that customers filled: "from answers"
	Answers     string                                   // row: "Answers"
	AnswersOf   func(n int64, unhappy *float64) string   // "40, 55 % unhappy"; unhappy nil: "4"
	Lost        string                                   // row: "Cost to the journey"
	LostUnit    string                                   // below it: "points lost (of 100)"
	LostOf      func(points float64) string              // "8.3"
	Quotes      string                                   // row: "In their words"
	Quote       func(text string) string                 // puts the language's quotation marks around
	Themes      string                                   // row: "What they name"
	Theme       func(label string, share float64) string // "waiting 28 %"
	Doing       string                                   // row: "What customers do"
	Expectation string                                   // row: "What they expect"
	Assumed     string                                   // below both: "assumed"

	PersonaCount func(answers int64) string // "64 answers", below an overlay's name
	PersonaAt    func(p *mood.Point) string // "38 (64)": an overlay's mood and answers at a touchpoint; "– (3)" without a mood

	Legend Legend
}
