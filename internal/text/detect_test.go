package text

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// The least share of the texts of each list whose language must be found.
const (
	leastLanguages = 0.97
	leastHeldOut   = 0.94
)

func TestDetect(t *testing.T) {
	for _, list := range []struct {
		file  string
		texts int
		least float64
		tell  bool // the texts that are wrong; nobody should look at those held out
	}{
		{"testdata/languages.tsv", 400, leastLanguages, true},
		{"testdata/languages_heldout.tsv", 150, leastHeldOut, false},
	} {
		all, right := map[string]int{}, map[string]int{}
		for _, c := range table(t, list.file, 3) {
			for _, key := range []string{c[2], "all"} {
				all[key]++
			}
			if got := Detect(c[0], strings.TrimPrefix(c[1], "-")); got == c[2] {
				right[c[2]]++
				right["all"]++
			} else if list.tell {
				t.Logf("Detect(%q, %q) = %s, want %s", c[0], c[1], got, c[2])
			}
		}
		for _, language := range slices.Sorted(maps.Keys(all)) {
			t.Logf("%s: %s %d of %d", list.file, language, right[language], all[language])
		}
		share := float64(right["all"]) / float64(max(1, all["all"]))
		t.Logf("%s: %.3f", list.file, share)
		if all["all"] < list.texts || share < list.least {
			t.Errorf("%s: %d of %d right, %.3f; want %.3f", list.file, right["all"], all["all"], share, list.least)
		}
	}
}

// table reads the rows of a file of that many columns, tabs between them.
func table(t *testing.T, file string, columns int) (rows [][]string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if c := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(c) == columns {
			rows = append(rows, c)
		}
	}
	return rows
}

func FuzzDetect(f *testing.F) {
	for _, s := range []string{"", "太慢", "ок", "good 👍", "\xff", "п'ять", "@", "a@b.c", "http://"} {
		f.Add(s, "uk")
	}
	f.Fuzz(func(t *testing.T, s, prior string) {
		switch got := Detect(s, prior); got {
		case "zh-Hant", "zh-Hans", "uk", "ru", "en", "ja", "other", "unknown":
		default:
			t.Errorf("Detect = %q", got)
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	for _, s := range []string{"餐點好吃，但是等了快四十分鐘", "Кава смачна, але чекали пів години", "The coffee was great but slow"} {
		b.Run(s[:9], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Detect(s, "")
			}
		})
	}
}

func TestCount(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"", 0}, {"…", 0}, {"0501234567", 0}, {"👍👍", 0},
		{"好", 1}, {"太慢", 1}, {"太慢了", 2}, {"咖啡好喝", 2},
		{"good 👍", 1}, {"good咖啡", 2}, {"don't wait", 2}, {"e-mail", 1},
		{"об'єкт", 1}, {"Дуже смачно, дякую!", 3}, {"WiFi太慢", 2}, {"2nd floor", 2}, {"- good -", 1},
	} {
		if got := Count(c.text); got != c.want {
			t.Errorf("Count(%q) = %d, want %d", c.text, got, c.want)
		}
	}
}

func FuzzCount(f *testing.F) {
	f.Add("太慢 good")
	f.Fuzz(func(t *testing.T, s string) {
		if n := Count(s); n < 0 || n > utf8.RuneCountInString(s) {
			t.Errorf("Count = %d", n)
		}
	})
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"服務態度很差": "服务态度很差", "ＣＰ值高！": "cp值高!", "Дуже Смачно": "дуже смачно", "п’ять": "п'ять",
		"Very GOOD": "very good", "①㎏": "1kg", "и\u0306": "й", "cafe\u0301": "café", "a\tb": "a b", "\xff": "\uFFFD", "": "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("服務 ＡＢ ①")
	f.Fuzz(func(t *testing.T, s string) {
		if got := Fold(s); !utf8.ValidString(got) {
			t.Errorf("Fold(%q) = %q is not UTF-8", s, got)
		}
	})
}

func TestEnglish(t *testing.T) {
	got := English("The staff didn't smile, but the coffee was great.")
	want := map[string]string{"staff": "NN", "n't": "RB", "but": "CC", "coffee": "NN", "great": "JJ"}
	for _, k := range got {
		if tag, ok := want[k.Text]; ok && tag == k.Tag {
			delete(want, k.Text)
		}
	}
	if len(want) > 0 {
		t.Errorf("missing %v in %v", want, got)
	}
	for _, s := range []string{"", "\xff\xfe", strings.Repeat("(", 10000), strings.Repeat("a", 10000), strings.Repeat("$", 5000) + "x", "\x00"} {
		English(s)
		EnglishWords(s)
	}
}
