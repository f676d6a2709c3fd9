package sentiment

import "math/bits"

// correction is a lesson made ready for scoring: a bit for every bucket says
// whether it has weights, and the number of bits before it where they are.
type correction struct {
	name        string // changes with all that it changes
	reliability float64
	scores      bool // it changes scores, not only the reliability
	scale, bias [2]float32
	dense       [DenseSize][2]float32
	index       []block
	weights     [][2]float32
}

// block is 64 buckets.
type block struct {
	known  uint64
	before uint32 // known buckets of all blocks before
}

func newCorrection(l *Lesson) *correction {
	c := &correction{reliability: l.Trial.Reliability}
	if !l.Trial.Better {
		return c
	}
	c.scores, c.scale, c.bias, c.dense = true, l.scale, l.bias, l.dense
	c.index = make([]block, max(1, 1<<l.bits/64))
	c.weights = make([][2]float32, len(l.buckets))
	for i, b := range l.buckets {
		c.index[b/64].known |= 1 << (b % 64)
		for p := range 2 {
			c.weights[i][p] = expand(l.weights[2*i+p]) * l.peak[p]
		}
	}
	n := uint32(0)
	for i := range c.index {
		c.index[i].before = n
		n += uint32(bits.OnesCount64(c.index[i].known))
	}
	return c
}

// apply corrects the calibrated polarity and activity of the text in x.
func (c *correction) apply(x *Extractor, h *Header, polarity, activity float32) (float32, float32) {
	polarity = c.scale[0]*polarity + c.bias[0]
	activity = c.scale[1]*activity + c.bias[1]
	for g := range x.Hashes {
		var p, a float32
		for _, f := range x.Hashes[g] {
			b := Bucket(f, g, h.Bits)
			k := &c.index[b/64]
			bit := uint64(1) << (b % 64)
			if k.known&bit != 0 {
				w := &c.weights[k.before+uint32(bits.OnesCount64(k.known&(bit-1)))]
				p += w[0]
				a += w[1]
			}
		}
		scale := Scale(h.Gain[g], len(x.Hashes[g]))
		polarity += p * scale
		activity += a * scale
	}
	for i, v := range x.Dense {
		polarity += v * c.dense[i][0]
		activity += v * c.dense[i][1]
	}
	return polarity, activity
}
