package mood

import (
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
	"pgregory.net/rapid"
)

func TestTallyByHand(t *testing.T) {
	five, _ := survey.CSAT.Scale()
	var tally Tally
	tally.Add(Contribute(journey.Analysis{}, &Rating{five, 4}, &Text{Sentiment: -0.6, Tokens: 8, Quality: 0.8}), TextNegative)
	tally.Add(Contribute(journey.Analysis{}, nil, &Text{Sentiment: -0.8, Tokens: 3, Quality: 0.8}), TextNegative)
	tally.Add(Contribute(journey.Analysis{}, nil, &Text{Sentiment: 0.8, Tokens: 3, Quality: 0}), TextPositive)
	tally.Add(Contribute(journey.Analysis{}, nil, nil), Waiting)
	want := Tally{
		Answers: 4, Waiting: 1, Negative: 2, Positive: 1,
		// e 0.18571429 squared is 0.0344897974…; the second is 0.24 * -0.8.
		All:    Part{Answers: 2, Omega: 124000000, Omega2: 105760000, OmegaE: 18571429 - 19200000, OmegaE2: 3448979 + 15360000, Unhappy: 1, Happy: 1},
		Rating: Part{Answers: 1, Omega: Unit, Omega2: Unit, OmegaE: 50000000, OmegaE2: 25000000, Happy: 1},
		Text:   Part{Answers: 2, Omega: 64000000, Omega2: 16000000 + 5760000, OmegaE: -24000000 - 19200000, OmegaE2: 14400000 + 15360000, Unhappy: 2},
	}
	if tally != want {
		t.Errorf("got  %+v\nwant %+v", tally, want)
	}
}

// Whatever is added in whatever order, in one tally or in parts, the integers
// are the same, and taking everything back leaves nothing.
func TestTallyIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cs := rapid.SliceOf(contributions()).Draw(t, "answers")
		state := func(i int) Sentiment { return Sentiment(i % 5) }
		var forward, backward, left, right Tally
		for i, c := range cs {
			forward.Add(c, state(i))
			backward.Add(cs[len(cs)-1-i], state(len(cs)-1-i))
			if i%3 == 0 {
				left.Add(c, state(i))
			} else {
				right.Add(c, state(i))
			}
		}
		left.Merge(right)
		if forward != backward || forward != left {
			t.Fatalf("%+v\n%+v\n%+v", forward, backward, left)
		}
		for i, c := range cs {
			forward.Sub(c, state(i))
		}
		if forward != (Tally{}) {
			t.Fatalf("left over: %+v", forward)
		}
	})
}
