package sentiment

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// A Model is everything that was learnt. Each bucket has two weights: polarity
// (positive against negative) and activity (either against neutral), so that
// the three classes need two numbers:
//
//	positive = activity + polarity, negative = activity - polarity, neutral = 0
type Model struct {
	Header
	Lexicon *Lexicon
	// Weights holds polarity and activity of each bucket, companded to a byte.
	Weights []byte
}

// Header is the part of a model that is not an array.
type Header struct {
	Version  string
	Bits     int                                 // of the number of buckets
	Peak     [2]float32                          // the weight that byte 127 stands for
	Gain     [Groups]float32                     // of each group's features
	Dense    [len(scripts)][DenseSize][2]float32 // shared, then by script
	Bias     map[string][2]float32               // by language
	Measured map[string]Measured
}

// scripts indexes Header.Dense: 0 is added to every text, the others by Script.
var scripts = [...]byte{0, han, latin, slavic}

// Measured is what held-out texts of a language said.
type Measured struct {
	Temperature float32 // logits are divided by it
	Offset      float32 // added to the activity
	Lean        float32 // added to the polarity
	Accuracy    float32 // positive against negative, on domains not trained on
}

const magic = "waymood sentiment 1\n"

var errModel = errors.New("sentiment: not a model file")

// expand turns a stored byte into a share of the peak: squared, so that small
// weights, which are most, keep their precision.
func expand(b byte) float32 {
	v := float32(int8(b)) / 127
	return v * float32(math.Abs(float64(v)))
}

// Compand is the inverse of expand, rounded. v is a share of the peak.
func Compand(v float32) byte {
	s := math.Sqrt(math.Abs(float64(v))) * 127
	q := int(math.Round(min(s, 127)))
	if v < 0 {
		q = -q
	}
	return byte(int8(q))
}

// Encode writes a model: the magic line, the length and JSON of the header, the
// lexicon, the weights.
func (m *Model) Encode() ([]byte, error) {
	head, err := json.Marshal(m.Header)
	if err != nil {
		return nil, err
	}
	b := []byte(magic)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(head)))
	b = append(b, head...)
	b = m.Lexicon.encode(b)
	return append(b, m.Weights...), nil
}

// Decode reads what Encode wrote. The weights stay in b, which must not change.
func Decode(b []byte) (*Model, error) {
	rest, ok := bytes.CutPrefix(b, []byte(magic))
	if !ok || len(rest) < 4 {
		return nil, errModel
	}
	n := binary.LittleEndian.Uint32(rest)
	rest = rest[4:]
	if uint64(n) > uint64(len(rest)) {
		return nil, errModel
	}
	m := new(Model)
	if err := json.Unmarshal(rest[:n], &m.Header); err != nil {
		return nil, fmt.Errorf("sentiment: header: %w", err)
	}
	var err error
	if m.Lexicon, rest, err = decodeLexicon(rest[n:]); err != nil {
		return nil, err
	}
	if m.Bits < 1 || m.Bits > 28 || len(rest) != 2<<m.Bits {
		return nil, fmt.Errorf("%w: %d bytes of weights", errModel, len(rest))
	}
	m.Weights = rest
	return m, nil
}

const entrySize = 8

func (x *Lexicon) encode(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(x.heads)))
	for _, r := range x.heads {
		b = binary.LittleEndian.AppendUint32(b, uint32(r))
	}
	used := 0
	for _, e := range x.slots {
		if e.Key != 0 {
			used++
		}
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(used))
	for _, e := range x.slots {
		if e.Key == 0 {
			continue
		}
		b = binary.LittleEndian.AppendUint32(b, e.Key)
		b = append(b, byte(e.General), byte(e.Own), e.Concept, e.Role)
	}
	return b
}

func decodeLexicon(b []byte) (*Lexicon, []byte, error) {
	n, b, ok := count(b, 4)
	if !ok {
		return nil, nil, errModel
	}
	heads := make([]rune, n)
	for i := range heads {
		heads[i] = rune(binary.LittleEndian.Uint32(b[4*i:]))
		if i%2 == 1 && (heads[i] < 0 || heads[i] > longestHanWord) {
			return nil, nil, errModel
		}
	}
	n, b, ok = count(b[4*n:], entrySize)
	if !ok {
		return nil, nil, errModel
	}
	entries := make([]Entry, n)
	for i := range entries {
		e := b[entrySize*i:]
		entries[i] = Entry{Key: binary.LittleEndian.Uint32(e), General: int8(e[4]), Own: int8(e[5]), Concept: e[6], Role: e[7]}
	}
	return NewLexicon(entries, heads), b[entrySize*n:], nil
}

func count(b []byte, size int) (int, []byte, bool) {
	if len(b) < 4 {
		return 0, nil, false
	}
	n := int(binary.LittleEndian.Uint32(b))
	if n > (len(b)-4)/size {
		return 0, nil, false
	}
	return n, b[4:], true
}
