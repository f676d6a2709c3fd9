package sentiment

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"github.com/waymood/waymood/internal/text"
)

const (
	folds        = 5
	fewestTokens = 2       // of a text that counts
	handWeight   = 3       // of a label by hand against a rating's
	mostFeatures = 6000000 // of all texts together: bounds time and memory
	fewestTexts  = 2       // that a feature must occur in
	fewNeutral   = 50      // one neutral text in so many, or there is no such class
)

// sample is one different text with what was said about it.
type sample struct {
	text           string
	key            string
	order          uint64 // hash of the key: what folds and steps go by, not arrival
	ratings, hands [3]int // counts of negative, neutral, positive

	target  [3]float32 // shares of the labels
	label   int        // the commonest, -1 if two are
	hand    bool
	weight  float32
	fold    int
	base    [2]float32 // polarity and activity by the shipped model
	dense   [DenseSize]float32
	scale   [Groups]float32
	feature [Groups][]uint32 // numbers of features, those that occur in too few texts left out
}

// alike is what texts have in common that count as one: the letters and
// pictures of the folded text.
func alike(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || classOf(classTable(), r) == picture {
			return r
		}
		return -1
	}, text.Fold(s))
}

// gather makes samples of the newest pairs, the newest first.
func gather(pairs []Pair) []*sample {
	pairs = pairs[max(0, len(pairs)-MostPairs):]
	byKey := map[string]*sample{}
	var samples []*sample
	for _, p := range slices.Backward(pairs) {
		if p.Label < Negative || p.Label > Positive || text.Count(p.Text) < fewestTokens {
			continue
		}
		key := alike(p.Text)
		s := byKey[key]
		if s == nil {
			h := fnv.New64a()
			h.Write([]byte(key))
			s = &sample{text: p.Text, key: key, order: h.Sum64()}
			byKey[key] = s
			samples = append(samples, s)
		}
		counts := &s.ratings
		if p.Hand {
			counts = &s.hands
		}
		if counts[0]+counts[1]+counts[2] < MostAlike {
			counts[p.Label-Negative]++
		}
	}
	for _, s := range samples {
		s.settle()
	}
	return samples
}

// settle makes target, label and weight of the counts.
func (s *sample) settle() {
	counts, each := s.ratings, 1
	if s.hands != [3]int{} {
		counts, each, s.hand = s.hands, handWeight, true
	}
	n := counts[0] + counts[1] + counts[2]
	s.weight = float32(n * each)
	most := slices.Max(counts[:])
	s.label = -1
	for k, c := range counts {
		s.target[k] = float32(c) / float32(n)
		if c == most && s.label < 0 {
			s.label = k
		} else if c == most {
			s.label = -1
			break
		}
	}
	for k, c := range counts {
		s.target[k] = float32(c) / float32(n)
	}
}

// lesson texts as features.
type corpus struct {
	samples  []*sample
	buckets  []uint32  // of each feature
	touches  []float32 // how often each feature occurs
	twoClass bool      // hardly any neutral texts: polarity alone is learnt
}

// read extracts the features of the newest samples and deals them into folds.
func (m *Scorer) read(language string, samples []*sample) *corpus {
	x := m.extractors.Get().(*Extractor)
	defer m.extractors.Put(x)
	h := &m.model.Header
	c := &corpus{}
	total := 0
	occurs := make([]uint32, 1<<h.Bits) // texts, at most fewestTexts
	last := make([]int32, 1<<h.Bits)    // text that a bucket was last seen in, from 1
	for _, s := range samples {
		x.Extract(s.text, language == "en")
		for g := range x.Hashes {
			total += len(x.Hashes[g])
		}
		if total > mostFeatures {
			break
		}
		if x.Empty() {
			continue
		}
		c.samples = append(c.samples, s)
		s.base[0], s.base[1] = m.logits(x, language)
		s.dense = x.Dense
		for g, hashes := range x.Hashes {
			s.scale[g] = Scale(h.Gain[g], len(hashes))
			s.feature[g] = make([]uint32, len(hashes))
			for i, f := range hashes {
				b := Bucket(f, g, h.Bits)
				s.feature[g][i] = b
				if n := int32(len(c.samples)); last[b] != n {
					last[b] = n
					occurs[b]++
				}
			}
		}
	}
	c.number(occurs)
	c.deal()
	return c
}

// number replaces buckets by numbers of features and drops the rare ones.
func (c *corpus) number(occurs []uint32) {
	numbers := make([]uint32, len(occurs))
	for b, n := range occurs {
		if n >= fewestTexts {
			numbers[b] = uint32(len(c.buckets))
			c.buckets = append(c.buckets, uint32(b))
		}
	}
	c.touches = make([]float32, len(c.buckets))
	for _, s := range c.samples {
		for g, buckets := range s.feature {
			kept := buckets[:0]
			for _, b := range buckets {
				if occurs[b] >= fewestTexts {
					kept = append(kept, numbers[b])
					c.touches[numbers[b]]++
				}
			}
			s.feature[g] = kept
		}
	}
}

// deal sorts the samples by their hash and deals those of each label to the
// folds in turn.
func (c *corpus) deal() {
	slices.SortFunc(c.samples, func(a, b *sample) int {
		if a.order != b.order {
			if a.order < b.order {
				return -1
			}
			return 1
		}
		return strings.Compare(a.key, b.key)
	})
	var dealt [4]int
	for _, s := range c.samples {
		s.fold = dealt[s.label+1] % folds
		dealt[s.label+1]++
	}
	c.twoClass = dealt[2]*fewNeutral < len(c.samples)
}

// sides counts the negative and the positive texts.
func (c *corpus) sides() (negatives, positives int) {
	for _, s := range c.samples {
		switch s.label {
		case 0:
			negatives++
		case 2:
			positives++
		}
	}
	return negatives, positives
}
