package main

import (
	"math"
	"math/rand/v2"

	"github.com/waymood/waymood/internal/sentiment"
)

// prepare turns rows into examples and weighs them: the languages mildly evened
// out, positive and negative evened within a source.
func prepare(rows []row, x *sentiment.Extractor, set settings, rng *rand.Rand) []example {
	var out []example
	of := map[string]map[int]float64{}
	langs := map[string]float64{}
	for i := range rows {
		r := &rows[i]
		if of[r.source()] == nil {
			of[r.source()] = map[int]float64{}
		}
		of[r.source()][r.label]++
		langs[r.lang]++
	}
	largest := 0.0
	for _, n := range langs {
		largest = max(largest, n)
	}
	total := 0.0
	for _, n := range langs {
		total += n * math.Pow(n/largest, set.balance-1)
	}
	for i := range rows {
		r := &rows[i]
		n := of[r.source()]
		w := float64(len(rows)) / total * math.Pow(langs[r.lang]/largest, set.balance-1)
		if r.label != neutral && n[r.label] > 0 {
			w *= math.Pow((n[negative]+n[positive])/2/n[r.label], 0.7)
		}
		e := extract(x, r, r.text, set.bits)
		e.weight = float32(w)
		out = append(out, e)
		if set.sentence == 0 || r.label == neutral {
			continue
		}
		parts := sentences(r.text)
		if len(parts) < 2 {
			continue
		}
		for range min(2, len(parts)-1) {
			k := rng.IntN(len(parts))
			e := extract(x, r, parts[k], set.bits)
			e.weight = float32(w * set.sentence)
			e.twoClass = true // a sentence of a happy review may well be neutral
			out = append(out, e)
		}
	}
	return out
}
