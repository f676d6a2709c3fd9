package main

import (
	"math"

	"github.com/waymood/waymood/internal/sentiment"
)

// calibrate finds what each language needs and applies it to both sets:
// temperature on held, texts of domains that were not learnt from, with the
// accuracy there; the neutral offset on near, texts of domains that were, since
// what "neutral" means differs from source to source.
func calibrate(held, near []judged) map[string]sentiment.Measured {
	out := map[string]sentiment.Measured{}
	byLang := map[string][2][]*judged{}
	for k, js := range [][]judged{held, near} {
		for i := range js {
			sets := byLang[js[i].row.lang]
			sets[k] = append(sets[k], &js[i])
			byLang[js[i].row.lang] = sets
		}
	}
	var all []*judged
	for _, lang := range sortedKeys(byLang) {
		c := sentiment.Measured{Temperature: temperature(byLang[lang][0])}
		out[lang] = c
		for _, js := range byLang[lang] {
			for _, j := range js {
				j.score = apply(c, j.score)
			}
		}
		all = append(all, byLang[lang][1]...)
	}
	common := offset(all, 0)
	for _, lang := range sortedKeys(byLang) {
		c := out[lang]
		c.Offset = offset(byLang[lang][1], common)
		bySource := map[string][]judged{}
		for _, js := range byLang[lang] {
			for _, j := range js {
				j.score = apply(sentiment.Measured{Temperature: 1, Offset: c.Offset}, j.score)
			}
		}
		for _, j := range byLang[lang][0] {
			bySource[j.row.source()] = append(bySource[j.row.source()], *j)
		}
		for _, s := range sortedKeys(bySource) {
			c.Accuracy += float32(measure(bySource[s]).accuracy) / float32(len(bySource))
		}
		out[lang] = c
	}
	return out
}

// logits undoes Probabilities.
func logits(s sentiment.Score) (polarity, activity float64) {
	n, u, p := math.Log(max(s.Negative, 1e-12)), math.Log(max(s.Neutral, 1e-12)), math.Log(max(s.Positive, 1e-12))
	return (p - n) / 2, (p+n)/2 - u
}

func apply(c sentiment.Measured, s sentiment.Score) sentiment.Score {
	p, a := logits(s)
	t := float64(c.Temperature)
	return sentiment.Probabilities(float32(p/t)+c.Lean, float32(a/t)+c.Offset)
}

// temperature is the one with the least log loss of positive against negative.
// Every source counts the same, as every kind of place does.
func temperature(js []*judged) float32 {
	size := map[string]float64{}
	for _, j := range js {
		size[j.row.source()]++
	}
	best, least := 1.0, math.Inf(1)
	for t := 0.3; t < 5; t *= 1.05 {
		loss := 0.0
		for _, j := range js {
			if j.row.label == neutral {
				continue
			}
			p, _ := logits(j.score)
			sign := float64(j.row.label - neutral)
			loss += math.Log1p(math.Exp(-2*sign*p/t)) / size[j.row.source()]
		}
		if loss < least {
			best, least = t, loss
		}
	}
	return float32(best)
}

// twoClassShare is what a source without neutral texts counts in offset: there
// every "neutral" is a mistake.
const twoClassShare = 0.2

// offset is the one with the best macro-F1 of a source's classes where three are
// to choose from, the mean over the sources, less a little for every step away from prior: one
// source says little about the others.
func offset(js []*judged, prior float32) float32 {
	best, top := prior, math.Inf(-1)
	for o := -3.0; o <= 3; o += 0.05 {
		c := sentiment.Measured{Temperature: 1, Offset: float32(o)}
		bySource := map[string][]judged{}
		for _, j := range js {
			bySource[j.row.source()] = append(bySource[j.row.source()], judged{j.row, apply(c, j.score)})
		}
		f, n := 0.0, 0.0
		for _, s := range sortedKeys(bySource) {
			w := 1.0
			if bySource[s][0].row.twoClass {
				w = twoClassShare
			}
			f += w * threeF1(bySource[s])
			n += w
		}
		f /= n
		f -= 0.02 * math.Abs(o-float64(prior))
		if f > top {
			best, top = float32(o), f
		}
	}
	return best
}

func threeF1(js []judged) float64 {
	var m [3][3]float64
	for _, j := range js {
		p := [3]float64{j.score.Negative, j.score.Neutral, j.score.Positive}
		b := 0
		for k := range p {
			if p[k] > p[b] {
				b = k
			}
		}
		m[j.row.label][b]++
	}
	if js[0].row.twoClass {
		return macro(m, []int{negative, positive})
	}
	return macro(m, []int{negative, neutral, positive})
}
