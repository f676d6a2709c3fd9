package theme

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// benchTexts are answers of the usual length.
var benchTexts = map[string]string{
	"zh-Hant": "餐點好吃，但是等了快四十分鐘，店員也沒說明，下次不會再來",
	"zh-Hans": "衣服质量不错，就是物流太慢，客服一直不回复，有点失望",
	"uk":      "Кава смачна, але чекали пів години, і ніхто не вибачився",
	"en":      "The coffee was great but we waited half an hour and nobody said sorry",
}

func TestFindTakesAnything(t *testing.T) {
	r := load(t)
	r.Find("warm up", "en")
	for name, s := range map[string]string{
		"10 MB of words":   strings.Repeat("чекали wait 等了 ", 10<<20/22),
		"10 MB, one word":  strings.Repeat("чекал", 10<<20/10),
		"10 MB of one Han": strings.Repeat("等", 10<<20/3),
		"100,000 emoji":    strings.Repeat("👍🏽", 100000),
		"6,000 brackets":   strings.Repeat("([{", 2000),
		"numbers":          strings.Repeat("1 2 ", 20000),
		"no UTF-8":         strings.Repeat("\xff\xfe\xe7\xad", 100000),
		"marks":            "e" + strings.Repeat("\u0301", 100000),
		"wide":             strings.Repeat("ﷺ", 100000),
		"NUL":              "\x00\x00等了\x00",
	} {
		start := time.Now()
		if keys := r.Find(s, "uk"); len(keys) > len(r.Themes()) {
			t.Errorf("%s: %d keys", name, len(keys))
		}
		t.Logf("%-16s %v", name, time.Since(start))
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "чекали", "can't wait", "等了30分鐘", "30хв", "\xff", "*_#?", "и\u0306", "①", "п'ять", "a-b", "……"} {
		f.Add(s, "uk")
	}
	r := load(f)
	keys := make([]string, 0, len(r.Themes()))
	for _, th := range r.Themes() {
		keys = append(keys, th.Key)
	}
	f.Fuzz(func(t *testing.T, s, language string) {
		at := -1
		for _, key := range r.Find(s, language) {
			i := slices.Index(keys, key)
			if i <= at {
				t.Errorf("%q names %s out of order", s, key)
			}
			at = i
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}

func BenchmarkFind(b *testing.B) {
	r := load(b)
	for language, s := range benchTexts {
		b.Run(language, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Find(s, language)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "texts/s")
		})
	}
}
