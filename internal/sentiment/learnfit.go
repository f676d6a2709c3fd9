package sentiment

import (
	"context"
	"math"
	"math/rand/v2"
)

const (
	pace       = 0.3  // of AdaGrad
	settled    = 1    // what its sums of squares begin with: rare features learn little
	doubted    = 0.05 // chance that a rating is not what its text feels
	handDoubt  = 0.01 // the same of a label by hand
	evening    = 0.3  // exponent that positive and negative texts are evened out with
	biasPull   = 0.5  // L2 of the bias
	slopePull  = 3    // L2 of what the scale differs from 1
	steps      = 40000
	fewestRuns = 5
	mostRuns   = 20
)

// pulls are the strengths of L2 to choose from, against the weight of a rating.
// The infinite one learns nothing but bias and scale.
func pulls() []float64 { return []float64{1, 3, 10, 30, math.Inf(1)} }

// fit is what is learnt: the weights of a lesson, unrounded.
type fit struct {
	c     *corpus
	cells []cell
	dense [DenseSize]cell
	bias  cell
	slope cell // scale less one
}

// cell is a weight of polarity and activity with the squares of its gradients.
type cell struct{ w, g, sum [2]float32 }

func (c *cell) step(p, a, rate, calm float32) {
	c.g[0] += p * p
	c.w[0] -= rate * p / float32(math.Sqrt(float64(c.g[0]+calm)))
	c.g[1] += a * a
	c.w[1] -= rate * a / float32(math.Sqrt(float64(c.g[1]+calm)))
}

// learnFrom makes AdaGrad steps
func (c *corpus) learnFrom(ctx context.Context, samples []*sample, strength float64) (*fit, error) {
	f := &fit{c: c, cells: make([]cell, len(c.buckets))}
	rng := rand.New(rand.NewPCG(1, 2))
	order := rng.Perm(len(samples))
	var sides [3]float64
	for _, s := range samples {
		if s.label >= 0 {
			sides[s.label]++
		}
	}
	even := [3]float32{1, 1, 1}
	for _, k := range []int{0, 2} {
		if sides[k] > 0 {
			even[k] = float32(math.Pow((sides[0]+sides[2])/2/sides[k], evening))
		}
	}
	epochs := min(max(steps/max(1, len(samples)), fewestRuns), mostRuns)
	for e := range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for n, i := range order {
			if n%256 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			w := samples[i].weight
			if samples[i].label >= 0 {
				w *= even[samples[i].label]
			}
			f.learn(samples[i], w, strength, len(samples))
		}
		if e >= epochs/2 {
			f.average(epochs - epochs/2)
		}
	}
	f.settle()
	return f, nil
}

func (f *fit) each(do func(*cell)) {
	do(&f.bias)
	do(&f.slope)
	for i := range f.dense {
		do(&f.dense[i])
	}
	for i := range f.cells {
		do(&f.cells[i])
	}
}

func (f *fit) average(n int) {
	f.each(func(c *cell) {
		c.sum[0] += c.w[0] / float32(n)
		c.sum[1] += c.w[1] / float32(n)
	})
}

func (f *fit) settle() {
	f.each(func(c *cell) { c.w = c.sum })
}

func (f *fit) logits(s *sample) (polarity, activity float32) {
	polarity = (1+f.slope.w[0])*s.base[0] + f.bias.w[0]
	activity = (1+f.slope.w[1])*s.base[1] + f.bias.w[1]
	for g, features := range s.feature {
		var p, a float32
		for _, i := range features {
			p += f.cells[i].w[0]
			a += f.cells[i].w[1]
		}
		polarity += p * s.scale[g]
		activity += a * s.scale[g]
	}
	for i, v := range s.dense {
		polarity += v * f.dense[i].w[0]
		activity += v * f.dense[i].w[1]
	}
	return polarity, activity
}

func (f *fit) learn(s *sample, weight float32, strength float64, n int) {
	p, a := f.logits(s)
	gp, ga := f.c.gradient(s, p, a)
	gp *= weight
	ga *= weight
	rate, calm := float32(pace), float32(settled)
	shrink := func(c *cell, by float64) (float32, float32) {
		k := float32(by / float64(n))
		return k * c.w[0], k * c.w[1]
	}
	lp, la := shrink(&f.bias, biasPull)
	f.bias.step(gp+lp, ga+la, rate, calm)
	lp, la = shrink(&f.slope, slopePull)
	f.slope.step(gp*s.base[0]+lp, ga*s.base[1]+la, rate, calm)
	if math.IsInf(strength, 1) {
		return
	}
	for i, v := range s.dense {
		if v != 0 {
			lp, la = shrink(&f.dense[i], strength)
			f.dense[i].step(gp*v+lp, ga*v+la, rate, calm)
		}
	}
	for g, features := range s.feature {
		p, a := gp*s.scale[g], ga*s.scale[g]
		for _, i := range features {
			c := &f.cells[i]
			k := float32(strength) / f.c.touches[i]
			c.step(p+k*c.w[0], a+k*c.w[1], rate, calm)
		}
	}
}

// doubt is the chance that a label is wrong
func (s *sample) doubt() float64 {
	if s.hand {
		return handDoubt
	}
	return doubted
}

// gradient is that of the noise-corrected loss
func (c *corpus) gradient(s *sample, polarity, activity float32) (gp, ga float32) {
	e := s.doubt()
	if c.twoClass {
		q := 1 / (1 + math.Exp(-2*float64(polarity)))
		p := [2]float64{1 - q, q}
		y := [2]float64{float64(s.target[0]), float64(s.target[2])}
		var r [2]float64
		for k := range p {
			r[k] = y[k] * (1 - 2*e) * p[k] / ((1-e)*p[k] + e*(1-p[k]))
		}
		return float32(2 * (p[1]*(r[0]+r[1]) - r[1])), 0
	}
	score := Probabilities(polarity, activity)
	p := [3]float64{score.Negative, score.Neutral, score.Positive}
	var r [3]float64
	sum := 0.0
	for k := range p {
		r[k] = float64(s.target[k]) * (1 - 1.5*e) * p[k] / ((1-e)*p[k] + e/2*(1-p[k]))
		sum += r[k]
	}
	n, q := p[0]*sum-r[0], p[2]*sum-r[2]
	return float32(q - n), float32(q + n)
}

// loss is the log loss of a sample's labels, plain.
func (c *corpus) loss(s *sample, polarity, activity float32) float64 {
	if c.twoClass {
		return float64(s.target[0])*math.Log1p(math.Exp(2*float64(polarity))) + float64(s.target[2])*math.Log1p(math.Exp(-2*float64(polarity)))
	}
	score := Probabilities(polarity, activity)
	return -float64(s.target[0])*math.Log(max(score.Negative, 1e-12)) - float64(s.target[1])*math.Log(max(score.Neutral, 1e-12)) - float64(s.target[2])*math.Log(max(score.Positive, 1e-12))
}
