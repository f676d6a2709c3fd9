package sentiment

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"
)

func TestLessonRoundTrip(t *testing.T) {
	s := load(t)
	l := learn(t, s, "en", odd(200, 1))
	b, err := l.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var back Lesson
	if err := back.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(&back, l) {
		t.Error("another lesson came back")
	}
	if again, err := back.MarshalBinary(); err != nil || !bytes.Equal(again, b) {
		t.Errorf("other bytes the second time: %v", err)
	}
	if s.With(&back).Version() != s.With(l).Version() {
		t.Error("another version came back")
	}
	for n := range b {
		if err := new(Lesson).UnmarshalBinary(b[:n]); err == nil && n < len(lessonMagic)+4 {
			t.Fatalf("%d of %d bytes are a lesson", n, len(b))
		}
	}
}

// full is a lesson of as many buckets as one may hold, which lie as unevenly as
// the length of their distances can suffer.
func full(s *Scorer) *Lesson {
	l := &Lesson{Language: "en", Model: s.model.Version, bits: s.model.Bits, peak: [2]float32{0.5, 0.5}, scale: [2]float32{1, 1}}
	l.Trial = Trial{Better: true, Reliability: 0.7123456789, P: 1.23456789e-30, PEven: 1.23456789e-30}
	for i := range l.dense {
		l.dense[i] = [2]float32{-0.123456789, 0.123456789}
	}
	rng := rand.New(rand.NewPCG(1, 1))
	next := uint32(0)
	for left := mostWeights; left > 0; left-- {
		l.buckets = append(l.buckets, next)
		l.weights = append(l.weights, byte(rng.Uint32()), byte(rng.Uint32()))
		if int(next)+128+left < 1<<l.bits {
			next += 128
		} else {
			next++
		}
	}
	return l
}

func TestLessonIsBounded(t *testing.T) {
	s := load(t)
	b, err := full(s).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes", len(b))
	if len(b)+mostHead > MostLessonBytes {
		t.Errorf("%d bytes, and the head may have %d", len(b), mostHead)
	}
	if err := new(Lesson).UnmarshalBinary(b); err != nil {
		t.Error(err)
	}
}

func TestWith(t *testing.T) {
	s := load(t)
	l := learn(t, s, "en", odd(200, 1))
	const text = "what a brutal curry and a sick dip"
	taught := s.With(l)
	if taught.Score(text, "en") == s.Score(text, "en") {
		t.Error("the lesson changes nothing")
	}
	if got := taught.With(); got.Version() != s.Version() || got.Score(text, "en") != s.Score(text, "en") || got.Reliability("en") != s.Reliability("en") {
		t.Error("the lesson is still in use")
	}
	older, narrower, foreign := *l, *l, *l
	older.Model = "2020.01-00000000"
	narrower.bits--
	foreign.Language = "zh-Hant"
	for _, lessons := range [][]*Lesson{nil, {nil}, {&older}, {&narrower}, {&older, nil}} {
		if got := s.With(lessons...); got.Version() != s.Version() || got.Score(text, "en") != s.Score(text, "en") {
			t.Errorf("version %q", got.Version())
		}
	}
	both := s.With(l, &foreign)
	if both.Version() == taught.Version() || both.Version() != s.With(&foreign, l, &older).Version() {
		t.Errorf("versions %q, %q", both.Version(), taught.Version())
	}
	idle := *l
	idle.Trial.Better, idle.buckets, idle.weights = false, nil, nil
	idle.Trial.Reliability = 0.25
	got := s.With(l, &idle)
	if got.Score(text, "en") != s.Score(text, "en") || got.Reliability("en") != 0.25 || got.Version() == s.Version() {
		t.Errorf("a lesson that is not better: reliability %v, version %q", got.Reliability("en"), got.Version())
	}
}

func TestLessonsAreConcurrent(t *testing.T) {
	s := load(t)
	pairs := odd(120, 1)
	l := learn(t, s, "en", pairs)
	taught := s.With(l)
	var wg sync.WaitGroup
	for k := range 4 {
		wg.Go(func() {
			if k == 0 {
				if _, err := s.Learn(context.Background(), "en", pairs); err != nil {
					t.Error(err)
				}
			}
			mine := s.With(l)
			for _, p := range pairs {
				if mine.Score(p.Text, "en") != taught.Score(p.Text, "en") {
					t.Error("two scorers differ")
				}
				s.Score(p.Text, "en")
			}
		})
	}
	wg.Wait()
}

func FuzzLesson(f *testing.F) {
	s, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	small := full(s)
	small.buckets, small.weights = small.buckets[:40], small.weights[:80]
	b, err := small.MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add(b[:len(b)-1])
	f.Add([]byte(lessonMagic + "\x02\x00\x00\x00{}"))
	f.Add([]byte(lessonMagic + "\xff\xff\xff\xff"))
	f.Add(bytes.Replace(b, []byte(`"Scale":[1,1]`), []byte(`"Scale":[1e9,1]`), 1))
	f.Fuzz(func(t *testing.T, b []byte) {
		var l Lesson
		if err := l.UnmarshalBinary(b); err != nil {
			if !reflect.DeepEqual(l, Lesson{}) {
				t.Error("an error left something behind")
			}
			return
		}
		again, err := l.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var back Lesson
		if err := back.UnmarshalBinary(again); err != nil || !reflect.DeepEqual(back, l) {
			t.Errorf("came back otherwise: %v", err)
		}
		l.Model, l.bits = s.model.Version, s.model.Bits
		for _, bucket := range l.buckets {
			if bucket >= 1<<l.bits {
				return
			}
		}
		score := s.With(&l).Score("太慢 terrible смачно", l.Language)
		if sum := score.Negative + score.Neutral + score.Positive; !(math.Abs(sum-1) < 1e-9) {
			t.Errorf("sums to %v", sum)
		}
	})
}
