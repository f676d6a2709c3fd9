package theme

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// uses counts in how many texts each term stands.
func uses(r *Reader, language string, texts ...string) map[string]int {
	n := map[string]int{}
	for _, terms := range r.Terms(texts, language) {
		for _, term := range terms {
			n[term]++
		}
	}
	return n
}

func TestEnglishTerms(t *testing.T) {
	got := uses(load(t), "en",
		"The front door squeaks and the waiter was rude",
		"Somebody fix that front door please",
		"Front doors were stuck again", "The ladder is in the way", "A ladder fell", "Two ladders on the floor")
	want := map[string]int{"front door": 3, "ladder": 3}
	if !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestUkrainianTerms(t *testing.T) {
	got := uses(load(t), "uk",
		"Вхідні двері скриплять, черга довга", "Двері не зачиняються", "за дверима протяг",
		"Сходи слизькі взимку", "на сходах впала дитина", "сходи без поручнів", "Телефон 050 123 45 67")
	if got["двері"] != 3 || got["сходи"] != 3 || len(got) != 2 {
		t.Errorf("%v", got)
	}
}

func TestTermsAreFewAndWithoutContacts(t *testing.T) {
	r := load(t)
	long := make([]string, 300)
	for i := range long {
		long[i] = strings.Repeat(string(rune('а'+i%30)), 3) + string(rune('а'+i/30)) + "жук"
	}
	s := strings.Join(long, " ") + " call 0912-345-678 or anna.k@example.co.uk"
	for _, language := range []string{"uk", "ru", "en", "zh-Hant", "ja", "other", "unknown"} {
		for _, terms := range r.Terms([]string{s, s, s}, language) {
			if len(terms) > mostTerms {
				t.Errorf("%s: %d terms", language, len(terms))
			}
			for _, term := range terms {
				if strings.ContainsAny(term, "@[]0123456789") || strings.Contains(term, "example") {
					t.Errorf("%s: %q", language, term)
				}
			}
			if len(slices.Compact(slices.Sorted(slices.Values(terms)))) != len(terms) {
				t.Errorf("%s: a term twice in %v", language, terms)
			}
		}
	}
	if got := r.Terms(nil, "en"); len(got) != 0 {
		t.Errorf("no texts: %v", got)
	}
}

func FuzzTerms(f *testing.F) {
	for _, s := range []string{"", "двері", "front door", "吊燈搖晃", "\xff\xfe", "a@b.c [mail]", "👍🏽", "е\u0308", "１２３"} {
		f.Add(s, "uk")
		f.Add(s, "zh-Hant")
		f.Add(s, "en")
	}
	r := load(f)
	f.Fuzz(func(t *testing.T, s, language string) {
		for _, terms := range r.Terms([]string{s, s, s}, language) {
			for _, term := range terms {
				if term == "" || utf8.ValidString(s) && !utf8.ValidString(term) {
					t.Errorf("term %q of %q", term, s)
				}
			}
		}
	})
}

func BenchmarkTerms(b *testing.B) {
	r := load(b)
	for language, s := range benchTexts {
		b.Run(language, func(b *testing.B) {
			sample := slices.Repeat([]string{s}, 100)
			r.Terms(sample[:1], language)
			for b.Loop() {
				r.Terms(sample, language)
			}
			b.ReportMetric(float64(b.N)*float64(len(sample))/b.Elapsed().Seconds(), "texts/s")
		})
	}
}
