package digest_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/mood"
)

// draw is n answers of somebody's making: how many gave 1, 2, 3, 4, 5.
func draw(r *rand.Rand, weights [5]float64, n int) []int64 {
	var sum float64
	for _, w := range weights {
		sum += w
	}
	counts := make([]int64, 5)
	for range n {
		x, mark := r.Float64()*sum, 0
		for x -= weights[0]; x >= 0 && mark < 4; x -= weights[mark] {
			mark++
		}
		counts[mark]++
	}
	return counts
}

// made is a map of made-up answers: few or many, steady or changed, under a
// filter or not.
func made(r *rand.Rand) *mood.Map {
	now, before := answers{}, answers{}
	for _, n := range names {
		many := []int{3, 12, 30, 60, 150, 400}[r.IntN(6)]
		var weights [5]float64
		for i := range weights {
			weights[i] = r.ExpFloat64()
		}
		now[n.key] = draw(r, weights, many)
		weights[r.IntN(5)] *= 2
		before[n.key] = draw(r, weights, many)
	}
	in := input(now, before)
	in.Filtered = r.IntN(5) == 0
	for i := range in.Journey.Stages[0].Touchpoints {
		tp := &in.Journey.Stages[0].Touchpoints[i]
		reach := []float64{1, 0.75, 0.5, 0.2}[r.IntN(4)]
		tp.Reach, tp.MomentOfTruth = &reach, r.IntN(4) == 0
	}
	return mood.Build(in)
}

// TestFindingClaims: whatever the answers, the sentence says no more than they
// bear. The first pain need not be what costs most: what looks worse on few
// answers is no pain yet.
func TestFindingClaims(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	voice, r := catalog.In("en"), rand.New(rand.NewPCG(9, 9))
	said := map[string]int{}
	for range 600 {
		m := made(r)
		text := digest.Finding(m, voice)
		worst := 0.0
		if len(m.Pains) > 0 && m.Pains[0].Worst != nil {
			worst = *m.Pains[0].Worst
		}
		least := 0.0
		switch {
		case strings.Contains(text, "probably"):
			least = 0.75
			said["probably"]++
		case strings.Contains(text, " most"):
			least = 0.9
			said["most"]++
		}
		if worst < least {
			t.Errorf("%q is right with probability %.4f only", text, worst)
		}
		var fell, rose bool
		for p := range m.All() {
			if c := p.Change; c != nil && c.Confirmed {
				fell, rose = fell || c.To < c.From, rose || c.To > c.From
			}
		}
		if strings.Contains(text, "down from") {
			said["down"]++
			if !fell {
				t.Errorf("%q, but no fall is confirmed", text)
			}
		}
		if strings.Contains(text, "up from") {
			said["up"]++
			if !rose {
				t.Errorf("%q, but no rise is confirmed", text)
			}
		}
	}
	for _, claim := range []string{"probably", "most", "down", "up"} {
		if said[claim] < 10 {
			t.Errorf("%q was said %d times only", claim, said[claim])
		}
	}
}
