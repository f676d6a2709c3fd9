package main

import "github.com/waymood/waymood/internal/sentiment"

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
			m.Peak[p] = max(m.Peak[p], abs(l.mean[i][p]))
		}
	}
	for i := range l.mean {
		for p := range 2 {
			if m.Peak[p] > 0 {
				m.Weights[2*i+p] = sentiment.Compand(l.mean[i][p] / m.Peak[p])
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
