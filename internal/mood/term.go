package mood

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

const (
	priorTerms  = 20   // alpha0: how many answers the prior is worth
	termRate    = 0.05 // q of Benjamini-Hochberg over the terms of one comparison
	leastUsedBy = 3    // different answers that must use a term before it is told
)

// Term is a word or phrase that some answers use, and how much more they do
// than other answers.
type Term struct {
	Term      string
	Here      int     // answers here that use it
	Elsewhere int     // other answers that use it
	Delta     float64 // log-odds ratio with prior; above 0 where it is used more here
	Z         float64 // Delta by its standard error
	P         float64 // one-sided: as much or more by chance
	PAdjusted float64 // Benjamini-Hochberg over all terms compared
	StandsOut bool    // PAdjusted at most 0.05, and at least three answers here
}

// StandOut compares the terms of some answers with those of others by the
// log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn
// 2008; the prior is what both sides say together, worth 20 answers). here and
// elsewhere hold by term how many answers use it, each answer once; nHere and
// nElsewhere are the answers looked at. Every term of either side is answered,
// the most telling first; nil where a side has no answers.
func StandOut(here, elsewhere map[string]int, nHere, nElsewhere int) []Term {
	if nHere <= 0 || nElsewhere <= 0 {
		return nil
	}
	words := maps.Clone(here)
	if words == nil {
		words = map[string]int{}
	}
	maps.Copy(words, elsewhere)
	terms := make([]Term, 0, len(words))
	for _, w := range slices.Sorted(maps.Keys(words)) {
		terms = append(terms, compareUse(w, here[w], elsewhere[w], nHere, nElsewhere))
	}
	p := make([]float64, len(terms))
	for i := range terms {
		p[i] = terms[i].P
	}
	for i, adjusted := range BenjaminiHochberg(p) {
		t := &terms[i]
		t.PAdjusted = adjusted
		t.StandsOut = adjusted <= termRate && t.Here >= leastUsedBy
	}
	slices.SortStableFunc(terms, func(a, b Term) int { return cmp.Compare(b.Z, a.Z) })
	return terms
}

// compareUse is one term's row without the adjustment. What every answer of
// both sides uses, or none, tells nothing.
func compareUse(term string, here, elsewhere, nHere, nElsewhere int) Term {
	t := Term{Term: term, Here: here, Elsewhere: elsewhere, P: 0.5}
	y, x := float64(here), float64(elsewhere)
	n, m := float64(max(nHere, here)), float64(max(nElsewhere, elsewhere))
	prior := priorTerms * (y + x) / (n + m)
	without, withoutElsewhere := n+priorTerms-y-prior, m+priorTerms-x-prior
	if prior <= 0 || without <= tiny || withoutElsewhere <= tiny {
		return t
	}
	t.Delta = math.Log((y+prior)/without) - math.Log((x+prior)/withoutElsewhere)
	t.Z = t.Delta / math.Sqrt(1/(y+prior)+1/(x+prior))
	t.P = phi(-t.Z, 1)
	return t
}
