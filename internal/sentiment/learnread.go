package sentiment

import (
	"cmp"
	"context"
	"slices"
)

const (
	folds        = 5
	mostFeatures = 6e6 // of all texts together: bounds time and memory
	fewestTexts  = 2   // that a feature must occur in
	fewestOfAll  = 50  // one neutral text in so many, or there is no such class
)

// corpus is the samples as features.
type corpus struct {
	samples  []*sample // in the order of their hashes
	buckets  []uint32  // of each feature, ascending
	places   []float32 // how often each feature occurs
	twoClass bool      // hardly anybody is neutral: polarity alone is learnt
}

// read extracts the features of the newest samples, as many as there is room
// for, and deals them to the folds.
func (m *Scorer) read(ctx context.Context, language string, samples []*sample) (*corpus, error) {
	x := m.extractors.Get().(*Extractor)
	defer m.extractors.Put(x)
	h := &m.model.Header
	c := &corpus{}
	texts := make([]uint8, 1<<h.Bits) // that each bucket occurs in, at most fewestTexts
	last := make([]int32, 1<<h.Bits)  // the last of them, from 1
	total := 0
	for _, s := range samples {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		x.Extract(s.text, language == "en")
		if x.Empty() {
			continue
		}
		for g := range x.Hashes {
			total += len(x.Hashes[g])
		}
		if total > mostFeatures {
			break
		}
		c.samples = append(c.samples, s)
		n := int32(len(c.samples))
		s.base[0], s.base[1] = m.logits(x, language)
		s.dense = x.Dense
		for g, hashes := range x.Hashes {
			s.gain[g] = Scale(h.Gain[g], len(hashes))
			s.features[g] = make([]uint32, len(hashes))
			for i, f := range hashes {
				b := Bucket(f, g, h.Bits)
				s.features[g][i] = b
				if last[b] != n && texts[b] < fewestTexts {
					texts[b]++
				}
				last[b] = n
			}
		}
	}
	c.number(texts)
	c.deal()
	return c, nil
}

// number puts numbers of features in the place of buckets and drops the rare
// ones.
func (c *corpus) number(texts []uint8) {
	numbers := make([]uint32, len(texts))
	for b, n := range texts {
		if n >= fewestTexts {
			numbers[b] = uint32(len(c.buckets))
			c.buckets = append(c.buckets, uint32(b))
		}
	}
	c.places = make([]float32, len(c.buckets))
	for _, s := range c.samples {
		for g, buckets := range s.features {
			kept := buckets[:0]
			for _, b := range buckets {
				if texts[b] >= fewestTexts {
					kept = append(kept, numbers[b])
					c.places[numbers[b]]++
				}
			}
			s.features[g] = kept
		}
	}
}

// deal sorts the samples by their hash and deals those of each label to the
// folds in turn.
func (c *corpus) deal() {
	slices.SortFunc(c.samples, func(a, b *sample) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.key, b.key))
	})
	var dealt [4]int // of unclear, negative, neutral, positive
	for _, s := range c.samples {
		s.fold = dealt[s.label+1] % folds
		dealt[s.label+1]++
	}
	c.twoClass = dealt[neutral+1]*fewestOfAll < len(c.samples)
}

// sides counts the negative and the positive texts.
func (c *corpus) sides() (negatives, positives int) {
	for _, s := range c.samples {
		switch s.label {
		case negative:
			negatives++
		case positive:
			positives++
		}
	}
	return negatives, positives
}

// size is how many features the samples hold.
func (c *corpus) size(samples []*sample) float64 {
	n := 0
	for _, s := range samples {
		for _, features := range s.features {
			n += len(features)
		}
	}
	return float64(n)
}
