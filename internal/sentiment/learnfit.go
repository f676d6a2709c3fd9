package sentiment

import (
	"context"
	"math"
	"math/rand/v2"
)

const (
	pace        = 0.3 // of AdaGrad
	calm        = 1   // what its sums of squares begin with: rare features learn little
	biasPull    = 0.5
	scalePull   = 3
	mostEven    = 10    // factor that the rarer side weighs more by, to weigh as much as the other
	mostScale   = 0.75  // that the shipped model's logits shrink or grow by: they never turn round
	mostWeight  = 5     // of a feature
	steps       = 40000 // of a training that may be short
	mostTouches = 16e6  // of features in all runs of a training that may be short
	fewestRuns  = 6     // over the texts
	mostRuns    = 20
)

// pulls are the strengths of L2 to choose from: the pull to zero of a weight
// against the label of one text.
var pulls = [...]float64{0.3, 1, 3, 10, 30}

// fit is what is learnt from samples: a logistic model whose offset is what the
// shipped model says. With few texts it hardly moves from there.
type fit struct {
	corpus *corpus
	cells  []cell       // of the features, then those that follow
	sums   [][2]float32 // of the weights after the later runs: their mean is less noisy
	dense  []cell       // DenseSize
	bias   *cell
	scale  *cell // less one
}

// cell is a weight of polarity and of activity, with the squares of its
// gradients.
type cell struct{ w, g [2]float32 }

func (c *cell) step(p, a, pull float32) {
	p += pull * c.w[0]
	c.g[0] += p * p
	c.w[0] -= pace * p / float32(math.Sqrt(float64(c.g[0]+calm)))
	if a += pull * c.w[1]; a != 0 {
		c.g[1] += a * a
		c.w[1] -= pace * a / float32(math.Sqrt(float64(c.g[1]+calm)))
	}
}

func (c *corpus) unlearnt() *fit {
	n := len(c.buckets)
	f := &fit{corpus: c, cells: make([]cell, n+DenseSize+2), sums: make([][2]float32, n+DenseSize+2)}
	f.dense, f.bias, f.scale = f.cells[n:n+DenseSize], &f.cells[n+DenseSize], &f.cells[n+DenseSize+1]
	return f
}

// runs is how often a training walks over samples.
func (c *corpus) runs(samples []*sample) int {
	short := min(steps/len(samples), int(mostTouches/max(1, c.size(samples))))
	return min(max(short, fewestRuns), mostRuns)
}

// fit learns from samples by AdaGrad, always in the same order.
func (c *corpus) fit(ctx context.Context, samples []*sample, pull float64, runs int) (*fit, error) {
	f := c.unlearnt()
	even := evens(samples)
	rng := rand.New(rand.NewPCG(1, 2))
	order := rng.Perm(len(samples))
	for run := range runs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for n, i := range order {
			if n%256 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			s := samples[i]
			f.learn(s, s.weight*even[s.label+1], float32(pull), float32(len(samples)))
		}
		if run >= runs/2 {
			for i := range f.cells {
				f.sums[i][0] += f.cells[i].w[0]
				f.sums[i][1] += f.cells[i].w[1]
			}
		}
	}
	for i, sum := range f.sums {
		for p, v := range sum {
			f.cells[i].w[p] = clamp(v/float32(runs-runs/2), mostWeight)
		}
	}
	f.scale.w = [2]float32{clamp(f.scale.w[0], mostScale), clamp(f.scale.w[1], mostScale)}
	return f, nil
}

func clamp(v, most float32) float32 { return min(max(v, -most), most) }

// evens are the factors of samples without a clear label, of negative, neutral
// and positive ones. Negative and positive texts weigh the same together, so
// that how often people are happy, which changes, does not become part of what
// a text feels.
func evens(samples []*sample) [4]float32 {
	var weights [3]float64
	for _, s := range samples {
		if s.label != unclear {
			weights[s.label] += float64(s.weight)
		}
	}
	factors := [4]float32{1, 1, 1, 1}
	for _, side := range []int{negative, positive} {
		half := (weights[negative] + weights[positive]) / 2
		factors[side+1] = float32(min(half/max(weights[side], 1), mostEven))
	}
	return factors
}

// logits are polarity and activity of a sample, corrected.
func (f *fit) logits(s *sample) (polarity, activity float32) {
	polarity = (1+f.scale.w[0])*s.base[0] + f.bias.w[0]
	activity = (1+f.scale.w[1])*s.base[1] + f.bias.w[1]
	for g, features := range s.features {
		var p, a float32
		for _, i := range features {
			p += f.cells[i].w[0]
			a += f.cells[i].w[1]
		}
		polarity += p * s.gain[g]
		activity += a * s.gain[g]
	}
	for i, v := range s.dense {
		polarity += v * f.dense[i].w[0]
		activity += v * f.dense[i].w[1]
	}
	return polarity, activity
}

// learn makes one step. Of the pull of a weight, each place where the feature
// stands takes its part, so that a run over n samples makes it whole.
func (f *fit) learn(s *sample, weight, pull, n float32) {
	p, a := f.logits(s)
	gp, ga := f.corpus.gradient(s, p, a)
	gp *= weight
	ga *= weight
	f.bias.step(gp, ga, biasPull/n)
	f.scale.step(gp*s.base[0], ga*s.base[1], scalePull/n)
	for i, v := range s.dense {
		if v != 0 {
			f.dense[i].step(gp*v, ga*v, pull/n)
		}
	}
	for g, features := range s.features {
		p, a := gp*s.gain[g], ga*s.gain[g]
		for _, i := range features {
			f.cells[i].step(p, a, pull/f.corpus.places[i])
		}
	}
}
