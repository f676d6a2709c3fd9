package mood

import "math"

// spot is a touchpoint while the map is built.
type spot struct {
	score
	point      *Point
	order      int     // in the journey
	stage      int     // its place in Map.Stages
	reach      float64 // weight among the journey's touchpoints
	theta      float64 // the mean drawn to the others', on -1..1; only for ranks
	postvar    float64 // its variance
	mu, b      float64 // what the mean is drawn to, and how far: 0 not at all, 1 all the way
	importance float64
	pull       float64 // points of 100 the journey would gain at target
	priority   float64 // pull times importance
	unclamped  float64 // the same, negative above target
	sd         float64 // of unclamped
	comparison *Comparison
}

// shrink draws noisy means towards the others (DerSimonian & Laird 1986), so
// that a handful of answers cannot make a touchpoint the worst. It returns
// tau, how far touchpoints truly differ on -1..1; 0 where fewer than four
// touchpoints cannot tell.
func shrink(spots []*spot) (tau float64) {
	if len(spots) == 0 {
		return 0
	}
	var mu float64
	tau2 := spreadDefault
	if len(spots) < 4 {
		w := weights(spots)
		for i, s := range spots {
			mu += w[i] * s.mean
		}
	} else {
		tau2 = between(spots)
		tau = math.Sqrt(tau2)
		var sum float64
		for _, s := range spots {
			w := 1 / (s.v + tau2)
			mu += w * s.mean
			sum += w
		}
		mu /= sum
	}
	for _, s := range spots {
		b := s.v / (s.v + tau2)
		s.mu, s.b = mu, b
		s.theta = b*mu + (1-b)*s.mean
		s.postvar = s.v * (1 - b)
	}
	return tau
}

// between is the variance of the true means, tau^2.
func between(spots []*spot) float64 {
	var sum, squares, mean, q float64
	for _, s := range spots {
		a := 1 / s.v
		sum += a
		squares += a * a
		mean += a * s.mean
	}
	mean /= sum
	for _, s := range spots {
		q += (s.mean - mean) * (s.mean - mean) / s.v
	}
	tau2 := (q - float64(len(spots)-1)) / (sum - squares/sum)
	if !(tau2 > spreadFloor) || math.IsInf(tau2, 1) {
		return spreadFloor
	}
	return tau2
}

// weights are the spots' reaches with sum 1; equal where nobody passes
// anywhere.
func weights(spots []*spot) []float64 {
	w := make([]float64, len(spots))
	var sum float64
	for i, s := range spots {
		w[i] = s.reach
		sum += s.reach
	}
	for i := range w {
		if sum > 0 {
			w[i] /= sum
		} else {
			w[i] = 1 / float64(len(w))
		}
	}
	return w
}
