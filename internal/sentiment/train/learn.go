package main

import (
	"math"
	"math/rand/v2"

	"github.com/waymood/waymood/internal/sentiment"
)

// cell is a bucket in training: polarity, activity and their summed squares.
type cell struct{ w, g [2]float32 }

type learner struct {
	set   settings
	cells []cell
	mean  [][2]float32 // of the weights over the later passes
	dense [4][sentiment.DenseSize]cell
	bias  map[string]*cell
	own   map[string]*local // by source
	alone bool              // only what belongs to Chinese alone learns
}

// local is what a source learns beside the weights that all share (Daumé 2007):
// it takes up what holds there alone, and is thrown away.
type local struct {
	cells [1 << localBits]cell
	dense [sentiment.DenseSize]cell
	bias  cell
}

const localBits = 18

func (o *local) cell(bucket uint32) *cell {
	return &o.cells[bucket*2654435761>>(32-localBits)]
}

func newLearner(set settings) *learner {
	l := &learner{set: set, cells: make([]cell, 1<<set.bits), mean: make([][2]float32, 1<<set.bits), bias: map[string]*cell{}, own: map[string]*local{}}
	for _, lang := range languages {
		l.bias[lang] = new(cell)
	}
	return l
}

// means is how many times a pass the weights join their mean.
const means = 6

// passes learns from examples, which it shuffles, and keeps the mean of the
// weights over the later half of the passes. With alone only Chinese n-grams
// learn, and what the sums say in Chinese.
func (l *learner) passes(examples []example, alone bool) {
	l.alone = alone
	cells, mean := l.cells, l.mean
	if alone {
		cells, mean = cells[:len(cells)/2], mean[:len(mean)/2]
	}
	clear(mean)
	taken := 0
	rng := rand.New(rand.NewPCG(l.set.seed, 2))
	order := rng.Perm(len(examples))
	for epoch := range l.set.epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for n, i := range order {
			l.learn(&examples[i], rng)
			if epoch < l.set.epochs/2 || (n+1)%(len(order)/means) != 0 {
				continue
			}
			taken++
			for i := range mean {
				mean[i][0] += cells[i].w[0]
				mean[i][1] += cells[i].w[1]
			}
		}
	}
	for i := range mean {
		mean[i][0] /= float32(taken)
		mean[i][1] /= float32(taken)
	}
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
