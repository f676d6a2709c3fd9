package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"

	"github.com/waymood/waymood/internal/sentiment"
)

// settings are the choices of a training; the defaults are what the model card
// describes.
type settings struct {
	bits     int
	limit    int     // rows of a source
	epochs   int     //
	rate     float64 // of AdaGrad
	bayes    float64 // share of the naive Bayes ratio that weights begin with
	drop     float64 // chance that an n-gram is left out of a step
	deaf     float64 // chance that a step sees no n-grams at all, only the word lists
	sentence float64 // weight of single sentences; 0 leaves them out
	calm     float64 // what AdaGrad's sum of squares begins with: rare features learn less
	neutral  float64 // how far two-class sources count as without neutral texts
	balance  float64 // exponent of a language's size that its rows weigh together
	gain     [sentiment.Groups]float64
	seed     uint64
}

// chineseShare is how much a Chinese text moves the weights that all share.
const chineseShare = 0.2

// cell is a bucket in training: polarity, activity and their summed squares.
type cell struct{ w, g [2]float32 }

type learner struct {
	set   settings
	cells []cell
	mean  [][2]float32 // of the weights over the last epochs
	means int
	dense [4][sentiment.DenseSize]cell
	bias  map[string]*cell
}

// prepare turns rows into examples and weighs them: the languages mildly evened
// out, positive and negative evened within a source.
func prepare(rows []row, x *sentiment.Extractor, set settings, rng *rand.Rand) []example {
	var out []example
	of := map[string]map[int]float64{}
	langs := map[string]float64{}
	for i := range rows {
		r := &rows[i]
		if of[r.source()] == nil {
			of[r.source()] = map[int]float64{}
		}
		of[r.source()][r.label]++
		langs[r.lang]++
	}
	largest := 0.0
	for _, n := range langs {
		largest = max(largest, n)
	}
	total := 0.0
	for _, n := range langs {
		total += n * math.Pow(n/largest, set.balance-1)
	}
	for i := range rows {
		r := &rows[i]
		n := of[r.source()]
		w := float64(len(rows)) / total * math.Pow(langs[r.lang]/largest, set.balance-1)
		if r.label != neutral && n[r.label] > 0 {
			w *= math.Pow((n[negative]+n[positive])/2/n[r.label], 0.7)
		}
		e := extract(x, r, r.text, set.bits)
		e.weight = float32(w)
		out = append(out, e)
		if set.sentence == 0 || r.label == neutral {
			continue
		}
		parts := sentences(r.text)
		if len(parts) < 2 {
			continue
		}
		for range min(2, len(parts)-1) {
			k := rng.IntN(len(parts))
			e := extract(x, r, parts[k], set.bits)
			e.weight = float32(w * set.sentence)
			e.twoClass = true // a sentence of a happy review may well be neutral
			out = append(out, e)
		}
	}
	return out
}

func learn(examples []example, set settings) *learner {
	l := &learner{set: set, cells: make([]cell, 1<<set.bits), bias: map[string]*cell{}}
	for i := range examples {
		if l.bias[examples[i].lang] == nil {
			l.bias[examples[i].lang] = new(cell)
		}
	}
	l.bayes(examples)
	rng := rand.New(rand.NewPCG(set.seed, 2))
	order := rng.Perm(len(examples))
	for epoch := range set.epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		loss := 0.0
		for _, i := range order {
			loss += l.learn(&examples[i], rng)
		}
		fmt.Fprintf(os.Stderr, "  epoch %d of %d: loss %.4f\n", epoch+1, set.epochs, loss/float64(len(order)))
		if epoch >= set.epochs/2 {
			l.average()
		}
	}
	return l
}

// bayes begins the polarity of each bucket with a share of the log ratio of its
// counts in positive and negative texts (Wang & Manning 2012).
func (l *learner) bayes(examples []example) {
	if l.set.bayes == 0 {
		return
	}
	counts := make([][2]float32, len(l.cells))
	var total [2]float32
	for i := range examples {
		e := &examples[i]
		if e.label == neutral {
			continue
		}
		side := e.label / 2
		for g := range e.hashes {
			for _, b := range e.hashes[g] {
				counts[b][side] += e.weight
				total[side] += e.weight
			}
		}
	}
	prior := math.Log(float64(total[1] / total[0]))
	for b := range counts {
		if counts[b][0]+counts[b][1] == 0 {
			continue
		}
		r := math.Log(float64(counts[b][1]+1)/float64(counts[b][0]+1)) - prior
		l.cells[b].w[0] = float32(l.set.bayes * r)
	}
}

// learn makes one AdaGrad step and returns the loss before it.
func (l *learner) learn(e *example, rng *rand.Rand) float64 {
	deaf := l.set.deaf > 0 && rng.Float64() < l.set.deaf
	bits := rng.Uint64() | 1
	threshold := uint64(l.set.drop * (1 << 16))
	keep := func() bool {
		bits ^= bits << 13
		bits ^= bits >> 7
		bits ^= bits << 17
		return bits&0xFFFF >= threshold
	}
	var scale [sentiment.Groups]float32
	bias := l.bias[e.lang]
	polarity, activity := bias.w[0], bias.w[1]
	saved := bits
	if !deaf {
		for g := range e.hashes {
			var p, a float32
			for _, b := range e.hashes[g] {
				if keep() {
					c := &l.cells[b]
					p += c.w[0]
					a += c.w[1]
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
	gp, ga, loss := l.gradient(e, polarity, activity)
	gp *= e.weight
	ga *= e.weight
	rate, calm := float32(l.set.rate), float32(l.set.calm)
	bias.step(gp, ga, rate*0.3, 1e-4)
	if !deaf {
		bits = saved
		for g := range e.hashes {
			p, a := gp*scale[g], ga*scale[g]
			for _, b := range e.hashes[g] {
				if keep() {
					l.cells[b].step(p, a, rate, calm)
				}
			}
		}
	}
	for _, k := range [2]int{0, e.script} {
		r := rate * 0.3
		if k > 0 {
			r /= 3
		} else if e.script == 1 {
			// Chinese has most of the rows; what all languages share should
			// not become Chinese.
			r *= chineseShare
		}
		for i, v := range e.dense {
			if v != 0 {
				l.dense[k][i].step(gp*v, ga*v, r, 1e-4)
			}
		}
	}
	return loss
}

// gradient is that of the log loss by polarity and activity. Two-class sources
// say nothing about neutral, except for the share that set.neutral gives them.
func (l *learner) gradient(e *example, polarity, activity float32) (gp, ga float32, loss float64) {
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
	loss = -math.Log(max(p[e.label], 1e-9))
	if three < 1 {
		q := 1 / (1 + math.Exp(-2*float64(polarity)))
		gp += float32((1 - three) * 2 * (q - y[2]))
		if e.label == negative {
			q = 1 - q
		}
		loss = three*loss - (1-three)*math.Log(max(q, 1e-9))
	}
	return gp, ga, loss
}

func (c *cell) step(p, a, rate, calm float32) {
	c.g[0] += p * p
	c.w[0] -= rate * p / float32(math.Sqrt(float64(c.g[0]+calm)))
	if a != 0 {
		c.g[1] += a * a
		c.w[1] -= rate * a / float32(math.Sqrt(float64(c.g[1]+calm)))
	}
}

func (l *learner) average() {
	if l.mean == nil {
		l.mean = make([][2]float32, len(l.cells))
	}
	l.means++
	for i := range l.cells {
		l.mean[i][0] += l.cells[i].w[0]
		l.mean[i][1] += l.cells[i].w[1]
	}
}

// model rounds what was learnt to bytes.
func (l *learner) model(lexicon *sentiment.Lexicon) *sentiment.Model {
	m := &sentiment.Model{Lexicon: lexicon, Weights: make([]byte, 2<<l.set.bits)}
	m.Bits = l.set.bits
	m.Bias = map[string][2]float32{}
	m.Measured = map[string]sentiment.Measured{}
	for g, v := range l.set.gain {
		m.Gain[g] = float32(v)
	}
	for p := range m.Peak {
		for i := range l.mean {
			m.Peak[p] = max(m.Peak[p], abs(l.mean[i][p])/float32(l.means))
		}
	}
	for i := range l.mean {
		for p := range 2 {
			if m.Peak[p] > 0 {
				m.Weights[2*i+p] = sentiment.Compand(l.mean[i][p] / float32(l.means) / m.Peak[p])
			}
		}
	}
	for k := range l.dense {
		for i := range l.dense[k] {
			m.Dense[k][i] = l.dense[k][i].w
		}
	}
	for lang, c := range l.bias {
		m.Bias[lang] = c.w
	}
	return m
}

func abs(v float32) float32 { return max(v, -v) }
