package sentiment

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
)

const lessonMagic = "waymood lesson 1\n"

var errLesson = errors.New("sentiment: not a lesson")

// mostWeights is how many buckets a lesson may correct, the largest first. At
// three bytes each, and one more where two lie far apart, with mostHead they
// stay below MostLessonBytes.
const (
	mostWeights = 1 << 16
	mostHead    = 16 << 10
)

// head is the part of a lesson that is not an array of buckets.
type head struct {
	Language, Model string
	Trial           Trial
	Bits            int
	Peak            [2]float32
	Scale, Bias     [2]float32
	Dense           [DenseSize][2]float32
}

// MarshalBinary writes a lesson in at most MostLessonBytes: the magic line, the
// length and JSON of its head, then distance to the bucket before, polarity and
// activity of each bucket, and a check sum.
func (l *Lesson) MarshalBinary() ([]byte, error) {
	h, err := json.Marshal(head{l.Language, l.Model, l.Trial, l.bits, l.peak, l.scale, l.bias, l.dense})
	if err != nil {
		return nil, fmt.Errorf("sentiment: lesson: %w", err)
	}
	if len(h) > mostHead {
		return nil, fmt.Errorf("sentiment: lesson: head of %d bytes", len(h))
	}
	b := binary.LittleEndian.AppendUint32([]byte(lessonMagic), uint32(len(h)))
	b = append(b, h...)
	last := uint32(0)
	for i, bucket := range l.buckets {
		b = binary.AppendUvarint(b, uint64(bucket-last))
		b = append(b, l.weights[2*i], l.weights[2*i+1])
		last = bucket
	}
	sum := sha256.Sum256(b)
	return append(b, sum[:checkSize]...), nil
}

// checkSize is how many bytes of the SHA-256 of a lesson stand at its end.
const checkSize = 8

// UnmarshalBinary reads what MarshalBinary wrote into an empty lesson. Any other
// bytes are an error, and leave l as it was.
func (l *Lesson) UnmarshalBinary(b []byte) error {
	rest, ok := bytes.CutPrefix(b, []byte(lessonMagic))
	if !ok || len(rest) < 4 || len(b) > MostLessonBytes {
		return errLesson
	}
	whole := sha256.Sum256(b[:max(0, len(b)-checkSize)])
	if len(rest) < 4+checkSize || !bytes.HasSuffix(b, whole[:checkSize]) {
		return fmt.Errorf("%w: it is damaged", errLesson)
	}
	n := binary.LittleEndian.Uint32(rest)
	rest = rest[4 : len(rest)-checkSize]
	if n > mostHead || int(n) > len(rest) {
		return errLesson
	}
	var h head
	if err := json.Unmarshal(rest[:n], &h); err != nil {
		return fmt.Errorf("%w: %w", errLesson, err)
	}
	if err := h.check(); err != nil {
		return err
	}
	read := Lesson{Language: h.Language, Model: h.Model, Trial: h.Trial, bits: h.Bits, peak: h.Peak, scale: h.Scale, bias: h.Bias, dense: h.Dense}
	last := uint64(0)
	for rest = rest[n:]; len(rest) > 0; {
		d, k := binary.Uvarint(rest)
		if k <= 0 || len(rest) < k+2 || d == 0 && len(read.buckets) > 0 || d >= 1<<h.Bits || last+d >= 1<<h.Bits || len(read.buckets) == mostWeights {
			return fmt.Errorf("%w: buckets", errLesson)
		}
		last += d
		read.buckets = append(read.buckets, uint32(last))
		read.weights = append(read.weights, rest[k], rest[k+1])
		rest = rest[k+2:]
	}
	if !h.Trial.Better && len(read.buckets) > 0 {
		return fmt.Errorf("%w: weights that did not help", errLesson)
	}
	*l = read
	return nil
}

// largest bounds every number in a lesson, so that no score can be NaN.
const largest = 100

func (h *head) check() error {
	sound := h.Bits >= 6 && h.Bits <= 28 && h.Trial.Reliability >= 0 && h.Trial.Reliability <= 1
	for p := range 2 {
		sound = sound && h.Peak[p] >= 0 && h.Peak[p] <= largest && abs(h.Bias[p]) <= largest && abs(h.Scale[p]) <= largest
		for i := range h.Dense {
			sound = sound && abs(h.Dense[i][p]) <= largest
		}
	}
	if !sound {
		return fmt.Errorf("%w: numbers out of range", errLesson)
	}
	return nil
}

func abs(v float32) float32 { return max(v, -v) }
