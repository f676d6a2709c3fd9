package mood

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// score is a touchpoint's mean with what is known of its error, on -1..1.
// Means weigh each answer with its omega; n is Kish's effective number,
// (sum omega)^2 / sum omega^2.
type score struct {
	answers int64
	mean    float64
	n       float64 // 0: nothing to score
	size    float64 // min(n, sum of omega), for the gates
	sum     float64 // of squares: (n-1) times the variance
	v       float64 // squared error of the mean
	df      float64
	half    float64 // half-width of the 95 % interval
	s0      float64 // the pooled variance that v was drawn to
	class   Evidence
}

// measure is the part of a score that needs no other touchpoint.
func measure(p Part) score {
	if p.Omega <= 0 {
		return score{class: None}
	}
	omega := float64(p.Omega) / Unit
	s := score{class: None, answers: p.Answers, n: float64(p.Answers)}
	if p.Omega2 > 0 {
		s.n = min(s.n, omega*omega/(float64(p.Omega2)/Unit))
	}
	s.n = max(s.n, 1)
	s.size = min(s.n, omega)
	s.mean = within(float64(p.OmegaE)/float64(p.Omega), -1, 1)
	// s^2 has n-1 below it, which rounding could make anything for one answer;
	// only (n-1)*s^2 is ever needed.
	if s.n > 1 {
		s.sum = max(0, s.n*(float64(p.OmegaE2)/float64(p.Omega)-s.mean*s.mean))
	}
	return s
}

// pooled is s0^2, the variance within a touchpoint, over all of them,
// including those too small to be shown.
func pooled(scores []score) float64 {
	var sum, df float64
	for _, s := range scores {
		if s.n > 1 {
			sum += s.sum
			df += s.n - 1
		}
	}
	if df < 10 {
		return pooledDefault
	}
	return max(sum/df, pooledFloor)
}

// moderate completes the scores: each variance is drawn to the pooled one as
// if Nu0 more answers had shown it, so that an interval exists for one answer
// and for answers that are all equal.
func (a analysis) moderate(scores []score) {
	s0 := pooled(scores)
	for i := range scores {
		a.draw(&scores[i], s0)
	}
}

// draw completes a score with a pooled variance.
func (a analysis) draw(s *score, s0 float64) {
	a.vary(s, s0)
	if s.n == 0 {
		return
	}
	s.half = quantile(s.df) * math.Sqrt(s.v)
	switch {
	case s.size < a.MinRough-tiny:
		s.class = None
	case s.size < a.MinSolid-tiny || s.half > wide:
		s.class = Indicative
	default:
		s.class = Solid
	}
}

// vary gives a score the error of its mean.
func (a analysis) vary(s *score, s0 float64) {
	s.s0 = s0
	if s.n > 0 {
		s.df = s.n - 1 + a.Nu0
		s.v = (s.sum + a.Nu0*s0) / s.df / s.n
	}
}

// interval is the score on 0..100; Student's t, ends drawn into the scale.
func (s score) interval() *Interval { return interval(s.mean, s.half) }

func interval(mean, half float64) *Interval {
	return &Interval{
		Value: Points(mean),
		Low:   Points(within(mean-half, -1, 1)),
		High:  Points(within(mean+half, -1, 1)),
	}
}

// Points puts -1..1 on 0..100, the scale that people and programs see.
func Points(e float64) float64 { return 50 * (e + 1) }

// quantile is the 97.5 % quantile of Student's t. Beyond a million degrees of
// freedom it is the normal one to seven digits.
func quantile(df float64) float64 {
	if df > 1e6 {
		return z95
	}
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Quantile(0.975)
}

// z95 is the 97.5 % quantile of the normal distribution.
var z95 = distuv.UnitNormal.Quantile(0.975)

// phi is the normal distribution function of d/sd; with no spread at all, the
// step.
func phi(d, sd float64) float64 {
	if sd <= 0 {
		switch {
		case d > 0:
			return 1
		case d < 0:
			return 0
		}
		return 0.5
	}
	return distuv.UnitNormal.CDF(d / sd)
}
