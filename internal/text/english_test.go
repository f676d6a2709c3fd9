package text

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// Texts that were made to hurt are read to the end: time that grew with the
// square of the text would outlast the test. How long they take is measured by
// BenchmarkHostile.
func TestHostile(t *testing.T) {
	for name, s := range hostile(1 << 20) {
		start := time.Now()
		English(s)
		EnglishWords(s)
		Detect(s, "uk")
		t.Logf("%-16s %v", name, time.Since(start))
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
