package mood

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// welch is the two-sided p of a difference between two moderated means.
func welch(now, before score) float64 {
	se, df := difference(now, before)
	t := -math.Abs(now.mean-before.mean) / se
	if df > 1e6 {
		return 2 * phi(t, 1)
	}
	return 2 * distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.CDF(t)
}

// difference is the error of a difference between two moderated means, and its
// degrees of freedom (Welch 1947).
func difference(now, before score) (se, df float64) {
	v := now.v + before.v
	return math.Sqrt(v), v * v / (now.v*now.v/now.df + before.v*before.v/before.df)
}

// change is what became of one touchpoint; its PAdjusted comes later, from
// the whole family. Nil where either period has too few answers.
func (a analysis) change(now, before score) *Change {
	if min(now.size, before.size) < a.MinSolid-tiny {
		return nil
	}
	return &Change{From: Points(before.mean), To: Points(now.mean), P: welch(now, before)}
}

// confirm judges a journey's changes as one family: confirmed is what passes
// Benjamini & Hochberg's test at 0.10 and is large enough to tell.
func (a analysis) confirm(family []*Change) {
	p := make([]float64, len(family))
	for i, c := range family {
		p[i] = c.P
	}
	for i, adjusted := range BenjaminiHochberg(p) {
		c := family[i]
		c.PAdjusted = adjusted
		c.Confirmed = adjusted <= falseRate && math.Abs(c.To-c.From) >= 50*a.Effect-tiny
	}
}

// BenjaminiHochberg are the p-values adjusted for being one family, in the
// same order (Benjamini & Hochberg 1995).
func BenjaminiHochberg(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, k int) int { return cmp.Compare(p[i], p[k]) })
	adjusted := make([]float64, len(p))
	least := 1.0
	for rank := len(order); rank > 0; rank-- {
		i := order[rank-1]
		least = min(least, p[i]*float64(len(p))/float64(rank))
		adjusted[i] = least
	}
	return adjusted
}
