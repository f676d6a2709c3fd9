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

// Hostile texts are scored to the end; how fast, BenchmarkScoreHostile says.
func TestHostileTexts(t *testing.T) {
	s := load(t)
	for _, h := range hostile {
		for _, language := range []string{"uk", "en", "zh-Hant"} {
			start := time.Now()
			if got := s.Score(h.text, language); got != s.Score(h.text, language) {
				t.Errorf("%s as %s is scored in two ways", h.name, language)
			}
			t.Logf("%s as %s: %v", h.name, language, time.Since(start)/2)
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
