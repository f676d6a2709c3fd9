package sentiment

import (
	_ "embed"
	"math"
	"sync"

	"github.com/waymood/waymood/internal/text"
)

//go:embed model.bin
var embedded []byte

// Scorer scores texts. It is safe for concurrent use.
type Scorer struct {
	model       *Model
	weight      *[2][256]float32 // what each byte stands for
	extractors  *sync.Pool
	corrections map[string]*correction // lessons in use, by language
	suffix      string                 // of the version, names the lessons
}

// Load reads the embedded model; it fails only if the file in the program is
// broken.
func Load() (*Scorer, error) {
	m, err := Decode(embedded)
	if err != nil {
		return nil, err
	}
	return New(m), nil
}

// New makes a scorer of a model.
func New(m *Model) *Scorer {
	s := &Scorer{model: m, weight: new([2][256]float32), extractors: new(sync.Pool)}
	for p := range s.weight {
		for b := range s.weight[p] {
			s.weight[p][b] = expand(byte(b)) * m.Peak[p]
		}
	}
	s.extractors.New = func() any { return NewExtractor(m.Lexicon) }
	return s
}

// Version names the weights and the lessons in use; it changes whenever they do.
// Without lessons it is that of the model, else "+" and eight hexadecimal digits
// follow.
func (m *Scorer) Version() string { return m.model.Version + m.suffix }

// Reliability is q of the emotion of a text: max(0, 2*accuracy-1) on held-out
// texts of that language, positive against negative; 0 for a language that was
// not measured. With a lesson in use it is that of its trial.
func (m *Scorer) Reliability(language string) float64 {
	if c := m.corrections[language]; c != nil {
		return c.reliability
	}
	return m.reliability(language)
}

// reliability is that of the shipped model.
func (m *Scorer) reliability(language string) float64 {
	return max(0, 2*float64(m.model.Measured[language].Accuracy)-1)
}

// Score reads s, whose language text.Detect named; with "" the scorer detects
// it. A text without letters and pictures is neutral, {0 1 0}.
func (m *Scorer) Score(s, language string) Score {
	if language == "" {
		language = text.Detect(s, "")
	}
	x := m.extractors.Get().(*Extractor)
	x.Extract(s, language == "en")
	var score Score
	if x.Empty() {
		score = Score{Neutral: 1}
	} else {
		score = m.probabilities(x, language)
	}
	m.extractors.Put(x)
	return score
}

func (m *Scorer) probabilities(x *Extractor, language string) Score {
	polarity, activity := m.logits(x, language)
	if c := m.corrections[language]; c != nil && c.scores {
		polarity, activity = c.apply(x, &m.model.Header, polarity, activity)
	}
	return Probabilities(polarity, activity)
}

// logits are polarity and activity of the text in x by the shipped model,
// calibrated.
func (m *Scorer) logits(x *Extractor, language string) (polarity, activity float32) {
	h := &m.model.Header
	bias := h.Bias[language]
	polarity, activity = bias[0], bias[1]
	weights := m.model.Weights
	for g := range x.Hashes {
		var p, a float32
		for _, f := range x.Hashes[g] {
			b := Bucket(f, g, h.Bits)
			p += m.weight[0][weights[2*b]]
			a += m.weight[1][weights[2*b+1]]
		}
		scale := Scale(h.Gain[g], len(x.Hashes[g]))
		polarity += p * scale
		activity += a * scale
	}
	for k, script := range scripts {
		if k > 0 && script != x.Script {
			continue
		}
		for i, v := range x.Dense {
			polarity += v * h.Dense[k][i][0]
			activity += v * h.Dense[k][i][1]
		}
	}
	c := h.Measured[language]
	if c.Temperature > 0 {
		polarity = polarity/c.Temperature + c.Lean
		activity = activity/c.Temperature + c.Offset
	}
	return polarity, activity
}

// Probabilities is the softmax over activity-polarity, 0, activity+polarity.
func Probabilities(polarity, activity float32) Score {
	n, p := float64(activity-polarity), float64(activity+polarity)
	top := max(n, p, 0)
	n, p = math.Exp(n-top), math.Exp(p-top)
	u := math.Exp(-top)
	sum := n + u + p
	return Score{Negative: n / sum, Neutral: u / sum, Positive: p / sum}
}

// Scale is the value of each of n features of a group with a gain.
func Scale(gain float32, n int) float32 {
	return gain / float32(math.Sqrt(float64(n+fewest)))
}

// fewest is added to a group's size so that one lonely n-gram does not shout.
const fewest = 6

// Bucket is the index of a feature's weights among 2^bits. Chinese n-grams, which
// are by far the most, have one half to themselves, all else the other.
func Bucket(feature uint32, group, bits int) uint32 {
	b := mix(feature) >> (33 - bits)
	if group != GroupHan {
		b |= 1 << (bits - 1)
	}
	return b
}

// ScriptIndex is the place of the last text's script in Header.Dense, 1..3.
func (x *Extractor) ScriptIndex() int {
	for k := 1; k < len(scripts); k++ {
		if scripts[k] == x.Script {
			return k
		}
	}
	return 1
}

// Empty reports whether the last text had nothing that could feel: no letter,
// no picture, no smile.
func (x *Extractor) Empty() bool {
	return len(x.Hashes[GroupHan]) == 0 && len(x.Hashes[GroupLetters]) == 0 &&
		x.state.pictureCount == 0 && x.state.smiles == 0 && x.state.sads == 0
}
