package mood

// control is what happened meanwhile at touchpoints that were left alone: the
// mean of their changes, on -1..1, and its variance. Changes that differ by more
// than their errors explain weigh more alike, and the mean is then less sure
// (DerSimonian & Laird 1986): one of them that fell apart must not make all
// others look better. before and after are by touchpoint key; only keys that
// have a score on both sides count.
func control(before, after map[string]Level, keys []string) (mean, variance float64, n int) {
	var changes, variances []float64
	for _, key := range keys {
		b, a := before[key], after[key]
		if b.Answers == 0 || a.Answers == 0 {
			continue
		}
		changes = append(changes, a.Mean-b.Mean)
		variances = append(variances, b.Variance+a.Variance)
	}
	if len(changes) == 0 {
		return 0, 0, 0
	}
	mean, precision, squares := pool(changes, variances, 0)
	var q float64
	for i, c := range changes {
		q += (c - mean) * (c - mean) / variances[i]
	}
	if spare := precision - squares/precision; spare > 0 {
		if tau2 := (q - float64(len(changes)-1)) / spare; tau2 > 0 {
			mean, precision, _ = pool(changes, variances, tau2)
		}
	}
	return mean, 1 / precision, len(changes)
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
