package sentiment

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func load(t testing.TB) *Scorer {
	t.Helper()
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestScoreSumsToOne(t *testing.T) {
	s := load(t)
	for _, text := range []string{"", " ", "…", "0501234567", "good 👍", "太慢", "смачно)))", "\xff\xfe", strings.Repeat("(", 10000), strings.Repeat("👍", 100000), strings.Repeat("не дуже ", 5000)} {
		score := s.Score(text, "")
		if sum := score.Negative + score.Neutral + score.Positive; math.Abs(sum-1) > 1e-9 || math.IsNaN(sum) {
			t.Errorf("%.20q sums to %v", text, sum)
		}
	}
}

func TestScoreOfNothingIsNeutral(t *testing.T) {
	s := load(t)
	for _, text := range []string{"", "   ", "…", "0501234567", "5", "---", "\n"} {
		if got := s.Score(text, ""); got != (Score{Neutral: 1}) {
			t.Errorf("Score(%q) = %+v, want neutral alone", text, got)
		}
	}
}

func FuzzScore(f *testing.F) {
	for _, seed := range []string{"", "good 👍", "不好吃，但是便宜", "не рекомендую :(", "\xff((((", "ＡＢＣ①㎏", "и\u0306\u0308", "a\u0300\u0301"} {
		f.Add(seed, "")
	}
	s, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, language string) {
		score := s.Score(text, language)
		if sum := score.Negative + score.Neutral + score.Positive; !(math.Abs(sum-1) < 1e-9) {
			t.Errorf("sums to %v", sum)
		}
		if score != s.Score(text, language) {
			t.Error("scored differently the second time")
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

// spoken are texts that the speed of scoring is measured on.
var spoken = []struct{ name, text string }{
	{"zh-Hant", "餐點好吃，但是等了快四十分鐘，店員態度也不太好，下次不會再來了"},
	{"zh-Hans", "质量不错，物流也很快，就是包装有点简陋，总体满意"},
	{"uk", "Кава смачна, але чекали майже пів години, персонал непривітний."},
	{"en", "The coffee was great but we waited almost half an hour and nobody apologised."},
}

func BenchmarkScore(b *testing.B) {
	s := load(b)
	for _, c := range spoken {
		b.Run(c.name, func(b *testing.B) { benchmark(b, s, c.text, c.name) })
	}
}

// BenchmarkTaught scores the same texts with a full lesson that has weights for
// every feature of the text.
func BenchmarkTaught(b *testing.B) {
	s := load(b)
	for _, c := range spoken {
		l := full(s)
		l.Language = c.name
		x := NewExtractor(s.model.Lexicon)
		x.Extract(c.text, c.name == "en")
		for g, hashes := range x.Hashes {
			for _, f := range hashes {
				l.buckets = append(l.buckets, Bucket(f, g, l.bits))
			}
		}
		slices.Sort(l.buckets)
		l.buckets = slices.Compact(l.buckets)
		l.weights = make([]byte, 2*len(l.buckets))
		for i := range l.weights {
			l.weights[i] = byte(i)
		}
		taught := s.With(l)
		b.Run(c.name, func(b *testing.B) { benchmark(b, taught, c.text, c.name) })
	}
}

func benchmark(b *testing.B, s *Scorer, text, language string) {
	b.ReportAllocs()
	for b.Loop() {
		s.Score(text, language)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "texts/s")
}
