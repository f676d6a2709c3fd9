// Package sentiment says what a short text feels: how likely it is negative,
// neutral or positive. The model is a few megabytes inside the program.
package sentiment

// Score is how likely a text is each of three classes; the three sum to 1.
type Score struct{ Negative, Neutral, Positive float64 }

// Value is the feeling on one axis, P(positive) - P(negative), -1..1.
func (s Score) Value() float64 { return s.Positive - s.Negative }

// Label names the likeliest class: "positive", "neutral" or "negative".
// A tie with neutral is neutral.
func (s Score) Label() string {
	switch {
	case s.Positive > s.Neutral && s.Positive > s.Negative:
		return "positive"
	case s.Negative > s.Neutral && s.Negative >= s.Positive:
		return "negative"
	}
	return "neutral"
}
