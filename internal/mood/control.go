package mood

// drift is what happened meanwhile at touchpoints that were left alone.
type drift struct {
	mean     float64 // of their changes, on -1..1
	variance float64 // of what one more of them would have shown, but for its own answers
	lasting  float64 // what is left of variance however many answers there are
	n        int     // touchpoints
}

// control says what a touchpoint would have done if nobody had touched it: what
// the others did. Where their changes differ by more than their errors explain,
// touchpoints drift by themselves (DerSimonian & Laird 1986): each change then
// weighs more alike, so that one that fell apart does not make all others look
// better; and since the one that was acted on may have drifted as far by itself,
// the spread of the drifts counts in full, not only the error of their mean
// (Higgins, Thompson & Spiegelhalter 2009, the predictive distribution). A
// single one tells no spread. before and after are by touchpoint key; only keys
// that have a score on both sides count.
func control(before, after map[string]Level, keys []string) drift {
	var changes, variances []float64
	for _, key := range keys {
		b, a := before[key], after[key]
		if b.Answers == 0 || a.Answers == 0 {
			continue
		}
		changes = append(changes, a.Mean-b.Mean)
		variances = append(variances, b.Variance+a.Variance)
	}
	n := len(changes)
	if n == 0 {
		return drift{}
	}
	mean, precision, squares := pool(changes, variances, 0)
	if n == 1 {
		return drift{mean: mean, variance: 1 / precision, n: n}
	}
	var q float64
	for i, c := range changes {
		q += (c - mean) * (c - mean) / variances[i]
	}
	tau2 := max(0, (q-float64(n-1))/(precision-squares/precision))
	mean, precision, _ = pool(changes, variances, tau2)
	return drift{mean: mean, variance: 1/precision + tau2, lasting: tau2 + tau2/float64(n), n: n}
}

// pool is the mean by inverse variance, each variance larger by tau2, with the
// sums of the weights and of their squares.
func pool(changes, variances []float64, tau2 float64) (mean, sum, squares float64) {
	for i, c := range changes {
		w := 1 / (variances[i] + tau2)
		mean += w * c
		sum += w
		squares += w * w
	}
	return mean / sum, sum, squares
}
