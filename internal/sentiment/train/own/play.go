package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/sentiment"
)

const (
	fewestLeft = 400  // texts to measure on
	mostLeft   = 5000 // the same
)

// game is how an installation is played.
type game struct {
	draws       int
	wrong, fake float64
}

// table is the means over the draws: without lesson and with it.
type table struct {
	draws         float64
	before, after figures
	inUse         float64
	reliability   [2]float64 // as the lesson says, and as the other texts say
	took          time.Duration
}

// play learns lessons from n random texts and measures them on the others. No
// text, nor one like it, is in both.
func (g game) play(ctx context.Context, s *sentiment.Scorer, t texts, n int) (table, error) {
	sum := table{draws: float64(g.draws)}
	for draw := range g.draws {
		rng := rand.New(rand.NewPCG(uint64(draw), uint64(n)))
		own, others := g.deal(t.pairs, n, rng)
		start := time.Now()
		lesson, err := s.Learn(ctx, t.language, own)
		sum.took += time.Since(start)
		if err != nil && !errors.Is(err, sentiment.ErrTooFew) {
			return sum, err
		}
		taught := s.With(lesson)
		if lesson != nil && lesson.Trial.Better {
			sum.inUse++
		}
		after := measure(taught, t.language, others)
		sum.before.add(measure(s, t.language, others))
		if !t.neutral {
			sum.before.three, after.three = 0, 0
		}
		sum.after.add(after)
		sum.reliability[0] += taught.Reliability(t.language)
		sum.reliability[1] += max(0, 2*after.even-1)
	}
	return sum, nil
}

// deal draws n own answers, spoils them, and keeps the other texts to measure
// on.
func (g game) deal(pairs []sentiment.Pair, n int, rng *rand.Rand) (own, others []sentiment.Pair) {
	pairs = slices.Clone(pairs)
	rng.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	own = slices.Clone(pairs[:n])
	rest := pairs[n:]
	for i := range own {
		if rng.Float64() < g.wrong {
			own[i].Label = -own[i].Label
		}
	}
	fakes := int(g.fake * float64(n))
	seen := map[string]bool{}
	for _, p := range rest {
		if fakes > 0 && p.Label == sentiment.Negative {
			own = append(own, sentiment.Pair{Text: p.Text, Label: sentiment.Positive})
			fakes--
		}
	}
	for _, p := range own {
		seen[key(p.Text)] = true
	}
	for _, p := range rest {
		if !seen[key(p.Text)] && len(others) < mostLeft {
			others = append(others, p)
		}
	}
	return own, others
}

// key is what texts that are alike have in common, closely enough.
func key(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func (t *table) print(name string, n int) {
	k := t.draws
	three := "–"
	if t.before.three > 0 {
		three = fmt.Sprintf("%.3f → %.3f", t.before.three/k, t.after.three/k)
	}
	fmt.Printf("| %s | %d | %.3f → %.3f | %.3f → %.3f | %s | %.0f of %.0f | %.2f (%.2f) | %.1f |\n", name, n,
		t.before.accuracy/k, t.after.accuracy/k, t.before.f1/k, t.after.f1/k, three, t.inUse, k,
		t.reliability[0]/k, t.reliability[1]/k, t.took.Seconds()/k)
}
