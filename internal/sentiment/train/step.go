package main

import (
	"math"
	"math/rand/v2"

	"github.com/waymood/waymood/internal/sentiment"
)

// slavicLocal is the part of settings.local that counts for Ukrainian and Russian,
// whose sources are too small to keep anything for themselves.
const slavicLocal = 0.25

// englishRate multiplies the rate of English texts, whose sources are of more
// kinds than those of other languages and bear it.
const englishRate = 2

// learn makes one AdaGrad step.
func (l *learner) learn(e *example, rng *rand.Rand) {
	deaf := l.set.deaf > 0 && rng.Float64() < l.set.deaf
	bits := rng.Uint64() | 1
	threshold := uint64(l.set.drop * (1 << 16))
	keep := func() bool {
		bits ^= bits << 13
		bits ^= bits >> 7
		bits ^= bits << 17
		return bits&0xFFFF >= threshold
	}
	own, share := l.own[e.source], float32(l.set.local)
	if own == nil {
		own = new(local)
		l.own[e.source] = own
	}
	if e.lang == "uk" || e.lang == "ru" {
		share *= slavicLocal
	}
	var scale [sentiment.Groups]float32
	bias := l.bias[e.lang]
	polarity, activity := bias.w[0]+share*own.bias.w[0], bias.w[1]+share*own.bias.w[1]
	saved := bits
	if !deaf {
		for g := range e.hashes {
			var p, a float32
			for _, b := range e.hashes[g] {
				if keep() {
					c := &l.cells[b]
					o := own.cell(b)
					p += c.w[0] + share*o.w[0]
					a += c.w[1] + share*o.w[1]
				}
			}
			scale[g] = sentiment.Scale(float32(l.set.gain[g]), len(e.hashes[g])) / float32(1-l.set.drop)
			polarity += p * scale[g]
			activity += a * scale[g]
		}
	}
	for _, k := range [2]int{0, e.script} {
		for i, v := range e.dense {
			polarity += v * l.dense[k][i].w[0]
			activity += v * l.dense[k][i].w[1]
		}
	}
	for i, v := range e.dense {
		polarity += v * share * own.dense[i].w[0]
		activity += v * share * own.dense[i].w[1]
	}
	gp, ga := l.gradient(e, polarity, activity)
	gp *= e.weight
	ga *= e.weight
	rate, calm := float32(l.set.rate), float32(l.set.calm)
	if e.lang == "en" {
		rate *= englishRate
	}
	bias.step(gp, ga, rate*0.3, 1e-4)
	own.bias.step(gp*share, ga*share, rate*0.3, 1e-4)
	for i, v := range e.dense {
		if v != 0 {
			own.dense[i].step(gp*v*share, ga*v*share, rate*0.3, 1e-4)
		}
	}
	if !deaf {
		bits = saved
		for g := range e.hashes {
			if l.alone && g != sentiment.GroupHan {
				break
			}
			p, a := gp*scale[g], ga*scale[g]
			for _, b := range e.hashes[g] {
				if keep() {
					l.cells[b].step(p, a, rate, calm)
					own.cell(b).step(p*share, a*share, rate, calm)
				}
			}
		}
	}
	for _, k := range [2]int{0, e.script} {
		r := rate * 0.3
		if k > 0 {
			r /= 3
		} else if l.alone {
			continue
		}
		for i, v := range e.dense {
			if v != 0 {
				l.dense[k][i].step(gp*v, ga*v, r, 1e-4)
			}
		}
	}
}

// gradient is that of the log loss by polarity and activity. Two-class sources
// say nothing about neutral, except for the share that set.neutral gives them.
func (l *learner) gradient(e *example, polarity, activity float32) (gp, ga float32) {
	s := sentiment.Probabilities(polarity, activity)
	p := [3]float64{s.Negative, s.Neutral, s.Positive}
	y := [3]float64{}
	y[e.label] = 1
	three := 1.0
	if e.twoClass {
		three = l.set.neutral
	}
	gp = float32(three * ((p[2] - y[2]) - (p[0] - y[0])))
	ga = float32(three * ((p[2] - y[2]) + (p[0] - y[0])))
	if three < 1 {
		q := 1 / (1 + math.Exp(-2*float64(polarity)))
		gp += float32((1 - three) * 2 * (q - y[2]))
	}
	return gp, ga
}

func (c *cell) step(p, a, rate, calm float32) {
	c.g[0] += p * p
	c.w[0] -= rate * p / float32(math.Sqrt(float64(c.g[0]+calm)))
	if a != 0 {
		c.g[1] += a * a
		c.w[1] -= rate * a / float32(math.Sqrt(float64(c.g[1]+calm)))
	}
}
