package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/sentiment"
)

const (
	fewestLeft = 160  // texts to measure on
	mostLeft   = 5000 // the same
)

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
func play(ctx context.Context, s *sentiment.Scorer, t texts, n, draws int) (table, error) {
	sum := table{draws: float64(draws)}
	for draw := range draws {
		rng := rand.New(rand.NewPCG(uint64(draw), uint64(n)))
		rng.Shuffle(len(t.pairs), func(i, j int) { t.pairs[i], t.pairs[j] = t.pairs[j], t.pairs[i] })
		own, seen := t.pairs[:n], map[string]bool{}
		for _, p := range own {
			seen[key(p.Text)] = true
		}
		var others []sentiment.Pair
		for _, p := range t.pairs[n:] {
			if !seen[key(p.Text)] && len(others) < mostLeft {
				others = append(others, p)
			}
		}
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
		sum.after.add(after)
		sum.reliability[0] += taught.Reliability(t.language)
		sum.reliability[1] += max(0, 2*after.even-1)
	}
	return sum, nil
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
