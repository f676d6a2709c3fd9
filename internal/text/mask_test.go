package text

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMask(t *testing.T) {
	for in, want := range map[string]string{
		"write to anna.k@example.co.uk please":      "write to [mail] please",
		"пишіть на анна@приклад.укр":                "пишіть на [mail]",
		"тел. +380 50 123 45 67, Анна":              "тел. [phone], [name]",
		"call 0912-345-678":                         "call [phone]",
		"（02）2345-6789":                             "[phone]",
		"card 4111 1111 1111 1111 thanks":           "card [card] thanks",
		"IBAN UA21 3223 1300 0002 6007 2335 6600 1": "IBAN [iban]",
		"DE89370400440532013000":                    "[iban]",
		"на 2026-11-21 о 10:30":                     "на 2026-11-21 о 10:30",
		"paid 1200 for 2, table 15":                 "paid 1200 for 2, table 15",
		"好吃 100%":                                   "好吃 100%",
		"":                                          "",
	} {
		if got := Mask(in, ""); got != want {
			t.Errorf("Mask(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{
		"a@b.c", "+380501234567", "4111111111111111", "DE89370400440532013000", "1-2-3-4-5-6-7", "[name] Anna [mai", "@a@b@c.d", "LINE: LINE: abc1",
		"Our waitress Anna Smith was great", "Дякую Оксані Іванівні", "服務員小美很親切，陳小姐也是", "t.me/a/@b", "微信微信abc", "ress Anna@Sm", "\xff\x00A",
		"bob (at) evil dot com", "0912\u200B345,678", "零九一二三四五六七八", "我的賴 [contact] dark99", "王\u200B小明店員", "0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣", "1,234,567-2", "DE89·3704·0044·0532·0130·00",
	} {
		f.Add(s, "en")
		f.Add(s, "uk")
	}
	f.Fuzz(func(t *testing.T, s, language string) {
		once := Mask(s, language)
		if twice := Mask(once, language); twice != once {
			t.Errorf("Mask(%q) = %q, again %q", s, once, twice)
		}
		if utf8.ValidString(s) && !utf8.ValidString(once) {
			t.Errorf("Mask(%q) = %q is not UTF-8", s, once)
		}
	})
}

func BenchmarkMask(b *testing.B) {
	for _, c := range [][2]string{
		{"餐點好吃，但是等了快四十分鐘", "zh-Hant"}, {"Кава смачна, але чекали пів години", "uk"}, {"The coffee was great but slow", "en"},
		{"Our waitress Anna was great", "en"}, {"I had the Brzęczyk platter", "en"}, {"Дякую Оксані!", "uk"}, {"服務員小美很親切", "zh-Hant"},
	} {
		b.Run(c[0][:9], func(b *testing.B) {
			b.ReportAllocs()
			Mask(c[0], c[1])
			for b.Loop() {
				Mask(c[0], c[1])
			}
		})
	}
}

// The least precision and recall of names and contacts, the second of each for
// the texts held out.
var (
	leastPrecision = [2]float64{0.95, 0.75}
	leastRecall    = [2]float64{0.95, 0.65}
)

func TestMaskNames(t *testing.T) {
	for n, file := range []string{"testdata/names.tsv", "testdata/names_heldout.tsv"} {
		sums := map[string]*hits{"all": {}}
		for _, c := range table(t, file, 2) {
			if sums[c[0]] == nil {
				sums[c[0]] = &hits{}
			}
			want := strings.NewReplacer("{", "", "}", "", "<", "", ">", "").Replace(c[1])
			masked := Mask(want, c[0])
			h := compare(c[1], masked)
			if masked == bracketed.ReplaceAllStringFunc(c[1], func(m string) string {
				if m[0] == '{' {
					return maskedName
				}
				return maskedContact
			}) {
				h.exact = 1
			}
			for _, key := range []string{c[0], "all"} {
				sums[key].add(h)
			}
			if n == 0 && h.exact == 0 { // nobody should look at those held out
				t.Logf("%s: Mask(%q) = %q", c[0], c[1], masked)
			}
		}
		for _, language := range slices.Sorted(maps.Keys(sums)) {
			h := sums[language]
			t.Logf("%s: %s %d texts, %d exactly, %d hidden, %d too many, %d missed: precision %.3f, recall %.3f", file, language, h.texts, h.exact, h.right, h.wrong, h.missed, h.precision(), h.recall())
		}
		if all := sums["all"]; all.texts < 110 || all.precision() < leastPrecision[n] || all.recall() < leastRecall[n] {
			t.Errorf("%s: precision %.3f, recall %.3f; want %.2f and %.2f", file, all.precision(), all.recall(), leastPrecision[n], leastRecall[n])
		}
	}
}

var bracketed = regexp.MustCompile(`\{[^}]*\}|<[^>]*>`)

// hits counts what was hidden rightly, wrongly and not at all.
type hits struct{ texts, exact, right, wrong, missed int }

func (h *hits) add(o hits) {
	h.texts, h.exact = h.texts+1, h.exact+o.exact
	h.right, h.wrong, h.missed = h.right+o.right, h.wrong+o.wrong, h.missed+o.missed
}

func (h *hits) precision() float64 { return float64(h.right) / float64(max(1, h.right+h.wrong)) }
func (h *hits) recall() float64    { return float64(h.right) / float64(max(1, h.right+h.missed)) }

// compare counts the marks that begin where the sample has a name or a contact
// in brackets.
func compare(sample, masked string) (h hits) {
	want, got := spots(sample, '{', '}', '<', '>'), spots(masked, '[', ']', '[', ']')
	for at := range got {
		if want[at] {
			h.right++
		} else {
			h.wrong++
		}
	}
	h.missed = len(want) - h.right
	return h
}

// spots are where the bracketed parts of s begin, brackets and what is in them
// not counted.
func spots(s string, brackets ...rune) map[string]bool {
	var b strings.Builder
	at := map[string]bool{}
	depth := false
	for _, r := range s {
		switch {
		case r == brackets[0] || r == brackets[2]:
			depth = true
			at[fmt.Sprint(b.Len())] = true
		case r == brackets[1] || r == brackets[3]:
			depth = false
		case !depth:
			b.WriteRune(r)
		}
	}
	return at
}
