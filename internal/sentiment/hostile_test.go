package sentiment

import (
	"strings"
	"testing"
	"time"
)

// hostile are inputs that nobody writes and somebody sends.
var hostile = []struct{ name, text string }{
	{"long", strings.Repeat("good food, не дуже 不好吃 ", 10<<20/32)},
	{"nul", strings.Repeat("\x00good", 100000)},
	{"broken", strings.Repeat("\xff\xe4\xbd", 1<<20)},
	{"emoji", strings.Repeat("👍", 100000)},
	{"marks", strings.Repeat("\u202e\u200fgood\u200d", 100000)},
	{"brackets", strings.Repeat("(", 3000) + strings.Repeat(")", 3000)},
	{"accents", "e" + strings.Repeat("\u0301", 100000)},
	{"word", strings.Repeat("х", 1<<20)},
	{"not", strings.Repeat("не ", 1<<20)},
}

// longestScore is what a text may take; a machine that is busy with something
// else gets several tries.
const longestScore = 5 * time.Millisecond

func TestHostileTextsAreScoredInTime(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	s := load(t)
	for _, h := range hostile {
		for _, language := range []string{"uk", "en", "zh-Hant"} {
			least := time.Hour
			for range 10 {
				start := time.Now()
				s.Score(h.text, language)
				if least = min(least, time.Since(start)); least < longestScore {
					break
				}
			}
			if least > longestScore {
				t.Errorf("%s as %s took %v, want less than %v", h.name, language, least, longestScore)
			}
		}
	}
}

func BenchmarkScoreHostile(b *testing.B) {
	s := load(b)
	for _, h := range hostile {
		b.Run(h.name, func(b *testing.B) {
			for b.Loop() {
				s.Score(h.text, "uk")
			}
		})
	}
}
