package mood

import "math"

// Working is how a touchpoint's figures came about, with the numbers put in.
// Means and variances are on -1..1.
type Working struct {
	Mean      float64 // m, of the answers, each weighed with its omega
	N         float64 // Kish's effective number of answers
	Variance  float64 // s^2, of the answers; 0 where N is 1
	Pooled    float64 // s0^2, over the journey's touchpoints
	Moderated float64 // s~^2, Variance drawn to Pooled as if Nu0 more answers had shown it
	Nu0       float64
	Error2    float64 // v, the squared error of the mean
	Freedom   float64 // degrees of freedom of Quantile
	Quantile  float64 // t, 97.5 %
	Half      float64 // half-width of the interval, Quantile times the root of Error2

	Others float64 // mu, what the mean is drawn to for ranks
	Drawn  float64 // B, how far: 0 not at all, 1 all the way
	Theta  float64 // the mean drawn to Others
	Error  float64 // of Theta, a standard deviation

	Weight     float64 // the touchpoint's part of the scored reach, 0..1
	Target     float64
	Pull       float64 // points of 100 that the journey loses
	Importance float64
	Priority   float64 // Pull times Importance
	Below      float64 // probability that the touchpoint lies below target

	Comparison *Comparison // nil where no change is told
}

// Comparison is how a change was judged (Welch), on -1..1.
type Comparison struct {
	Mean, N, Error2     float64 // of the period; of ratings alone while texts are between two models
	MeanBefore, NBefore float64
	Error2Before        float64
	Difference, Error   float64
	Freedom             float64
	Family              int // changes judged together
}

// compare sets two periods of a touchpoint against each other.
func compare(now, before score) *Comparison {
	se, df := difference(now, before)
	return &Comparison{
		Mean: now.mean, N: now.n, Error2: now.v,
		MeanBefore: before.mean, NBefore: before.n, Error2Before: before.v,
		Difference: now.mean - before.mean, Error: se, Freedom: df,
	}
}

// work fills in the workings of the scored touchpoints.
func work(scored []*spot, target float64) {
	for i, w := range weights(scored) {
		s := scored[i]
		work := &Working{
			Mean: s.mean, N: s.n, Pooled: s.s0, Nu0: s.df - (s.n - 1), Moderated: s.v * s.n, Error2: s.v, Freedom: s.df,
			Quantile: quantile(s.df), Half: s.half,
			Others: s.mu, Drawn: s.b, Theta: s.theta, Error: math.Sqrt(s.postvar),
			Weight: w, Target: target, Pull: s.pull, Importance: s.importance, Priority: s.priority,
			Below:      phi(target-s.theta, math.Sqrt(s.postvar)),
			Comparison: s.comparison,
		}
		if s.n > 1 {
			work.Variance = s.sum / (s.n - 1)
		}
		s.point.Working = work
	}
}
