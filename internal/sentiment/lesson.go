package sentiment

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Label is what somebody says that a text feels.
type Label int8

// The labels: the rating of an unhappy, a neutral and a happy customer.
const (
	Negative Label = iota - 1
	Neutral
	Positive
)

// Pair is a text and what it feels, in one language.
type Pair struct {
	Text  string
	Label Label
	// Hand says that a person read the text and named its feeling. Such a label
	// weighs three times; of texts that are alike it drops the ratings.
	Hand bool
}

// Limits of what a lesson is learnt from.
const (
	MostPairs   = 20000 // the newest pairs of a language that are looked at
	MostAlike   = 3     // pairs of one text that count; further ones are dropped
	FewestPairs = 100   // texts that a lesson needs
	FewestSides = 15    // of them positive, and as many negative
)

// MostLessonBytes bounds what MarshalBinary returns.
const MostLessonBytes = 256 << 10

// ErrTooFew is what Learn returns for fewer than FewestPairs texts that count,
// or fewer than FewestSides positive or negative ones.
var ErrTooFew = errors.New("sentiment: too few labelled texts to learn from")

// Lesson is what one installation's labels add to the shipped model in one
// language. It does not change after Learn or UnmarshalBinary, and is safe for
// concurrent use.
type Lesson struct {
	Language string
	Model    string // Version of the shipped model that it corrects
	Trial    Trial

	bits    int
	peak    [2]float32
	scale   [2]float32 // polarity and activity of the shipped model are multiplied by it
	bias    [2]float32 // and this is added
	dense   [DenseSize][2]float32
	buckets []uint32 // ascending
	weights []byte   // polarity and activity of each bucket, companded
}

// Trial compares the scorer without (before) and with (after) a lesson on texts
// that the tried lesson had not seen: the texts are dealt into five folds, and
// each is scored by a lesson learnt from the other four.
type Trial struct {
	Pairs  int // different texts that counted
	Hand   int // of them labelled by hand
	Tested int // of them with one clear feeling: positive or negative
	Before int // texts of Tested that were right, positive against negative
	After  int
	Gained int // texts of Tested right only after
	Lost   int // texts of Tested right only before
	Turned int // plain praise and complaints, the same everywhere, that the lesson reads the wrong way round

	// P is the chance of Gained or more out of Gained and Lost if the lesson
	// changed nothing: the one-sided exact McNemar test.
	P float64
	// PEven is the chance of an EvenAfter as high in a scorer that is right on
	// three fifths of either side, one-sided by the normal distribution. A
	// lesson that has only learnt how often people are happy fails it.
	PEven float64

	AccuracyBefore, AccuracyAfter float64 // share of Tested that was right
	EvenBefore, EvenAfter         float64 // mean of the shares right among positive and among negative texts
	F1Before, F1After             float64 // macro-F1 of positive and negative
	LossBefore, LossAfter         float64 // mean log loss of the classes; of two where nobody is neutral

	// Better says that the lesson corrects scores: P and PEven at most 0.01,
	// neither even accuracy nor F1 nor loss worse, nor the texts labelled by
	// hand, and no more than a few anchors turned. Without it the lesson has no weights.
	Better bool
	// Reliability is that of the scorer with this lesson in use (which leaves
	// scores alone unless Better), 0..1: max(0, 2a-1) with the even accuracy a
	// of Tested, drawn to the shipped model's accuracy as if that were 200
	// texts. Where most are happy, always saying so has a high accuracy and an
	// even one of a half.
	Reliability float64
}

// With is a scorer of the same shipped model that uses these lessons and no
// others; of several for a language the last one. Nil lessons and those for
// another version of the model are ignored. A lesson whose Trial is not Better
// changes only the reliability.
func (m *Scorer) With(lessons ...*Lesson) *Scorer {
	s := &Scorer{model: m.model, weight: m.weight, extractors: m.extractors}
	use := map[string]*Lesson{}
	for _, l := range lessons {
		if l != nil && l.Model == m.model.Version && l.bits == m.model.Bits {
			use[l.Language] = l
		}
	}
	if len(use) == 0 {
		return s
	}
	s.corrections = map[string]*correction{}
	sum := sha256.New()
	for _, language := range slices.Sorted(maps.Keys(use)) {
		l := use[language]
		own := sha256.New()
		l.identify(io.MultiWriter(sum, own))
		s.corrections[language] = newCorrection(l)
		s.corrections[language].name = fmt.Sprintf("%x", own.Sum(nil)[:4])
	}
	s.suffix = fmt.Sprintf("+%x", sum.Sum(nil)[:4])
	return s
}

// Lesson names what the lesson in use changes in a language: eight hexadecimal
// digits, "" without one.
func (m *Scorer) Lesson(language string) string {
	if c := m.corrections[language]; c != nil {
		return c.name
	}
	return ""
}

// identify writes all that a lesson changes in scores and reliability.
func (l *Lesson) identify(w io.Writer) {
	fmt.Fprintln(w, l.Language, l.Trial.Better, l.Trial.Reliability)
	if !l.Trial.Better {
		return
	}
	fmt.Fprintln(w, l.peak, l.scale, l.bias, l.dense, len(l.buckets))
	var b []byte
	for _, bucket := range l.buckets {
		b = binary.LittleEndian.AppendUint32(b, bucket)
	}
	w.Write(append(b, l.weights...))
}
