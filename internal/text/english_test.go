package text

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// slowest is what a text may take here, whatever is in it. Five milliseconds
// are promised and measured by BenchmarkHostile; a slow or busy machine gets
// twenty times as much and some tries, which still tells time that grows with
// the square of the text.
const slowest = 100 * time.Millisecond

// Texts that were made to hurt must not hold up a job of thousands.
func TestHostile(t *testing.T) {
	English("the first text loads the model")
	Detect("слово 字 word", "")
	for name, s := range hostile(1 << 20) {
		for what, do := range map[string]func(){
			"English":      func() { English(s) },
			"EnglishWords": func() { EnglishWords(s) },
			"Detect":       func() { Detect(s, "uk") },
		} {
			best := time.Hour
			for range 5 {
				start := time.Now()
				do()
				if best = min(best, time.Since(start)); best < slowest {
					break
				}
			}
			if best >= slowest {
				t.Errorf("%s of %s takes %v", what, name, best)
			}
		}
	}
}

func FuzzEnglish(f *testing.F) {
	for _, s := range []string{"", "The staff didn't smile.", "\xff\xfe", "((((((", "$5.00-$6", "a\x00b", "'s 'll n't", "👍👍"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, k := range English(s) {
			if k.Text == "" || !utf8.ValidString(k.Text) {
				t.Errorf("English(%q) has the token %q", s, k.Text)
			}
		}
		for _, w := range EnglishWords(s) {
			if strings.ContainsRune(w, 0) {
				t.Errorf("EnglishWords(%q) has the word %q", s, w)
			}
		}
	})
}

func BenchmarkHostile(b *testing.B) {
	for name, s := range hostile(1 << 20) {
		b.Run("English/"+name, func(b *testing.B) {
			for b.Loop() {
				English(s)
			}
		})
		b.Run("EnglishWords/"+name, func(b *testing.B) {
			for b.Loop() {
				EnglishWords(s)
			}
		})
		b.Run("Detect/"+name, func(b *testing.B) {
			for b.Loop() {
				Detect(s, "uk")
			}
		})
	}
}
