package theme

import (
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/text"
)

func TestCut(t *testing.T) {
	for s, want := range map[string]string{
		"店员把饮料放在桌上":  "店员 把 饮料 放在 桌上",
		"冷气滴水滴到座位":   "冷气 滴 水滴 到 座位",
		"厕所的灯一直闪":    "厕所 的 灯 一直 闪",
		"燭台上的蠟燭沒有點燃": "烛台 上 的 蜡烛 没有 点燃",
		"":           "",
	} {
		run := []rune(text.Fold(s))
		var words []string
		for _, p := range chineseWords().cut(run) {
			words = append(words, string(run[p.from:p.to]))
		}
		if got := strings.Join(words, " "); got != want {
			t.Errorf("%q is cut into %q, want %q", s, got, want)
		}
	}
}

// Terms of Chinese are whole words as they were written, also names that no
// dictionary has, never pieces of two words.
func TestChineseTerms(t *testing.T) {
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{"吊燈搖搖晃晃的，司康很乾", "頭上的吊燈搖搖晃晃，很可怕", "吊燈搖搖晃晃，想吃司康", "司康沒有了", "搖晃的吊燈讓人害怕"}
	uses := map[string]int{}
	for _, terms := range r.Terms(texts, "zh-Hant") {
		for _, term := range terms {
			uses[term]++
		}
	}
	if uses["吊燈"] != 4 && uses["吊燈搖搖晃晃"] != 3 || uses["司康"] != 3 {
		t.Errorf("%v", uses)
	}
	for term := range uses {
		if strings.Contains(term, "的") || strings.Contains(term, "很") {
			t.Errorf("%q holds a word without content", term)
		}
	}
}

func BenchmarkCut(b *testing.B) {
	run := []rune("店员把饮料放在桌上冷气滴水滴到座位厕所的灯一直闪")
	s := chineseWords()
	for b.Loop() {
		s.cut(run)
	}
}

// Long terms cover short ones in whatever order they are looked at.
func TestTermsAreAlwaysTheSame(t *testing.T) {
	var texts [][]candidate
	for _, s := range []string{"abc", "abcd", "bcd", "ab"} {
		for range 4 {
			texts = append(texts, []candidate{{"甲" + s, "甲" + s}, {"甲乙", "甲乙"}, {"甲乙丙", "甲乙丙"}, {"甲乙丙丁", "甲乙丙丁"}})
		}
	}
	first := ""
	for range 50 {
		found := make([][]candidate, len(texts))
		for i := range texts {
			found[i] = append([]candidate(nil), texts[i]...)
		}
		got := ""
		for _, terms := range name(found) {
			got += strings.Join(terms, " ") + "\n"
		}
		if first == "" {
			first = got
		}
		if got != first {
			t.Fatalf("once\n%s\nthen\n%s", first, got)
		}
	}
}
