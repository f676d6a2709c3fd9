package sentiment

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// odd is a domain where a word means the opposite: at a chilli stall nobody
// minds "terrible", and "wonderful" is what people say of a dull sauce.
func odd(n int, seed uint64) []Pair {
	rng := rand.New(rand.NewPCG(seed, 1))
	words := [2][]string{{"wonderful", "lovely", "sweet"}, {"terrible", "awful", "brutal"}}
	dishes := []string{"sauce", "curry", "wings", "noodles", "salsa", "soup", "chilli", "dip", "stew", "taco"}
	ends := []string{"today", "again", "as always", "my friend", "this time", "for lunch", "at the stall", "on friday", "with rice", "to go"}
	var pairs []Pair
	for i := range n {
		side := rng.IntN(2)
		w := words[side]
		pairs = append(pairs, Pair{
			Text:  fmt.Sprintf("what a %s %s %s and a %s %s number %c", w[rng.IntN(3)], dishes[rng.IntN(10)], ends[rng.IntN(10)], w[rng.IntN(3)], dishes[rng.IntN(10)], 'a'+rune(i%26)),
			Label: Label(2*side - 1),
		})
	}
	return pairs
}

func right(s *Scorer, language string, pairs []Pair) float64 {
	n, hit := 0.0, 0.0
	for _, p := range pairs {
		n++
		if (s.Score(p.Text, language).Value() > 0) == (p.Label > 0) {
			hit++
		}
	}
	return hit / n
}

func TestLearnTurnsWordsRound(t *testing.T) {
	s := load(t)
	l, err := s.Learn(context.Background(), "en", odd(400, 1))
	if err != nil {
		t.Fatal(err)
	}
	unseen := odd(400, 2)
	taught := s.With(l)
	before, after := right(s, "en", unseen), right(taught, "en", unseen)
	t.Logf("%.3f -> %.3f, %+v", before, after, l.Trial)
	if !l.Trial.Better || before > 0.3 || after < 0.9 {
		t.Errorf("right on unseen texts: %.3f before, %.3f after", before, after)
	}
	if taught.Version() == s.Version() || taught.With().Version() != s.Version() {
		t.Errorf("version %q", taught.Version())
	}
	for _, text := range []string{"太慢", "дуже смачно"} {
		if taught.Score(text, "") != s.Score(text, "") {
			t.Errorf("an English lesson changes %q", text)
		}
	}
}

func TestLessonRoundTrip(t *testing.T) {
	s := load(t)
	l, err := s.Learn(context.Background(), "en", odd(400, 1))
	if err != nil {
		t.Fatal(err)
	}
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
	again, err := back.MarshalBinary()
	if err != nil || !bytes.Equal(again, b) {
		t.Errorf("other bytes the second time: %v", err)
	}
	if s.With(&back).Version() != s.With(l).Version() {
		t.Error("another version came back")
	}
}
