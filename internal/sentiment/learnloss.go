package sentiment

import "math"

const (
	ratingDoubt = 0.1  // chance that a rating is not what its text feels
	handDoubt   = 0.01 // the same of a label by hand
)

func (s *sample) doubt() float64 {
	if s.hand {
		return handDoubt
	}
	return ratingDoubt
}

// gradient is that of the log loss, by polarity and activity, of labels each of
// which is another by chance (the forward correction of Patrini et al. 2017): a
// text that is surely happy pulls little towards the one star beside it.
func (c *corpus) gradient(s *sample, polarity, activity float32) (gp, ga float32) {
	doubt := s.doubt()
	var p, r [3]float64
	sum := 0.0
	if c.twoClass {
		p[positive] = 1 / (1 + math.Exp(-2*float64(polarity)))
		p[negative] = 1 - p[positive]
		for _, k := range []int{negative, positive} {
			r[k] = s.target[k] * (1 - 2*doubt) * p[k] / ((1-doubt)*p[k] + doubt*(1-p[k]))
			sum += r[k]
		}
		return float32(2 * (p[positive]*sum - r[positive])), 0
	}
	score := Probabilities(polarity, activity)
	p = [3]float64{score.Negative, score.Neutral, score.Positive}
	for k := range p {
		r[k] = s.target[k] * (1 - 1.5*doubt) * p[k] / ((1-doubt)*p[k] + doubt/2*(1-p[k]))
		sum += r[k]
	}
	down, up := p[negative]*sum-r[negative], p[positive]*sum-r[positive]
	return float32(up - down), float32(up + down)
}

// loss is the log loss of a sample's labels as they are.
func (c *corpus) loss(s *sample, polarity, activity float32) float64 {
	if c.twoClass {
		d := 2 * float64(polarity)
		return s.target[negative]*softplus(d) + s.target[positive]*softplus(-d)
	}
	const least = 1e-12
	score := Probabilities(polarity, activity)
	return -s.target[negative]*math.Log(max(score.Negative, least)) -
		s.target[neutral]*math.Log(max(score.Neutral, least)) -
		s.target[positive]*math.Log(max(score.Positive, least))
}

// softplus is log(1 + e^v).
func softplus(v float64) float64 { return max(v, 0) + math.Log1p(math.Exp(-math.Abs(v))) }
