package sentiment

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"github.com/waymood/waymood/internal/text"
)

const (
	fewestTokens = 2 // of a text that counts, see text.Count
	handWeight   = 3 // of a label by hand against a rating's
)

// The classes in the order of Score.
const (
	unclear = iota - 1 // as many labels of one class as of another
	negative
	neutral
	positive
)

// sample is one different text with what was said of it.
type sample struct {
	text    string
	key     string // what it has in common with texts that are alike
	order   uint64 // hash of the key: folds and steps go by it, not by arrival
	ratings [3]int
	hands   [3]int
	fold    int

	label  int        // the commonest
	target [3]float64 // shares of the labels
	hand   bool
	weight float32

	base     [2]float32 // polarity and activity by the shipped model
	dense    [DenseSize]float32
	features [Groups][]uint32 // indexes of corpus.buckets
	gain     [Groups]float32  // value of each feature
}

// alike is the letters and pictures of the folded text: who posts a text again
// with another number or more exclamation marks has said the same.
func alike(s string) string {
	classes := classTable()
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || classOf(classes, r) == picture {
			return r
		}
		return -1
	}, text.Fold(s))
}

// gather makes samples of the newest pairs, the newest sample first.
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
		if counts[negative]+counts[neutral]+counts[positive] < MostAlike {
			counts[p.Label-Negative]++
		}
	}
	for _, s := range samples {
		s.settle()
	}
	return samples
}

// settle makes one label of the counts; those by hand drop the ratings.
func (s *sample) settle() {
	counts, each := s.ratings, 1
	if s.hands != [3]int{} {
		counts, each, s.hand = s.hands, handWeight, true
	}
	n := counts[negative] + counts[neutral] + counts[positive]
	s.weight = float32(n * each)
	most := slices.Max(counts[:])
	for k, c := range counts {
		s.target[k] = float64(c) / float64(n)
	}
	s.label = slices.Index(counts[:], most)
	if slices.Contains(counts[s.label+1:], most) {
		s.label = unclear
	}
}
