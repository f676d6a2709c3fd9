package i18n_test

import (
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/i18n"
)

func TestMatch(t *testing.T) {
	all := []string{"zh-Hant", "en", "uk", "zh-Hans"}
	for _, tt := range []struct {
		name, asked, accept string
		offered             []string
		want                string
	}{
		{"nothing said", "", "", all, "zh-Hant"},
		{"nothing said, other default", "", "", []string{"uk", "en"}, "uk"},
		{"nothing offered", "en", "en", nil, ""},

		{"asked", "uk", "en", all, "uk"},
		{"asked in another case", "ZH-hant", "en", all, "zh-Hant"},
		{"asked with a region", "en-AU", "uk", all, "en"},
		{"asked by an alias", "zh-TW", "en", all, "zh-Hant"},
		{"asked by underscore", "zh_CN", "en", all, "zh-Hans"},
		{"asked for what is not offered", "uk", "en", []string{"zh-Hant", "en"}, "en"},
		{"asked for what nobody speaks", "xx-nonsense", "uk", all, "uk"},
		{"asked with an attack", `"><script>`, "uk", all, "uk"},
		{"asked for Russian", "ru", "", []string{"en", "uk"}, "en"},
		{"asked at great length", strings.Repeat("a-", 5000), "uk", all, "uk"},

		{"Taiwan", "", "zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7", all, "zh-Hant"},
		{"Taiwan, iPhone", "", "zh-TW,zh-Hant;q=0.9", all, "zh-Hant"},
		{"Hong Kong", "", "zh-HK", all, "zh-Hant"},
		{"Hong Kong, script named", "", "zh-Hant-HK,zh;q=0.8", all, "zh-Hant"},
		{"Macau", "", "zh-MO", all, "zh-Hant"},
		{"Cantonese", "", "yue", all, "zh-Hant"},
		{"Cantonese, Hong Kong", "", "yue-HK", all, "zh-Hant"},
		{"Cantonese in Simplified", "", "yue-Hans-CN", all, "zh-Hans"},
		{"Cantonese as an extension", "", "zh-yue", all, "zh-Hant"},
		{"Taiwanese", "", "nan-TW,en;q=0.5", all, "zh-Hant"},
		{"Hakka", "", "hak", all, "zh-Hant"},
		{"Chinese", "", "zh", all, "zh-Hans"},
		{"mainland", "", "zh-CN,zh;q=0.9", all, "zh-Hans"},
		{"Singapore", "", "zh-SG", all, "zh-Hans"},
		{"Malaysia", "", "zh-MY", all, "zh-Hans"},
		{"script beats region", "", "zh-Hant-CN", all, "zh-Hant"},
		{"script beats region, the other way", "", "zh-Hans-TW", all, "zh-Hans"},
		{"Mandarin", "", "cmn", all, "zh-Hans"},
		{"Mandarin in Traditional", "", "cmn-Hant", all, "zh-Hant"},
		{"Shanghainese", "", "wuu", all, "zh-Hans"},

		{"Taiwan is never given Simplified", "", "zh-TW,zh;q=0.9,en;q=0.5", []string{"uk", "zh-Hans", "en"}, "en"},
		{"Hong Kong is never given Simplified", "", "zh-HK", []string{"en", "zh-Hans"}, "en"},
		{"mainland is never given Traditional", "", "zh-CN,zh;q=0.9,en;q=0.5", []string{"zh-Hant", "en"}, "en"},
		{"bare zh first still means Taiwan", "", "zh,zh-TW;q=0.9", all, "zh-Hant"},

		{"Ukrainian", "", "uk-UA,uk;q=0.9,ru;q=0.8,en;q=0.7", all, "uk"},
		{"Ukrainian without region", "", "uk", all, "uk"},
		{"Russian gets no Ukrainian", "", "ru-RU,ru;q=0.9", []string{"en", "uk"}, "en"},
		{"Russian, then English", "", "ru,en;q=0.1", []string{"uk", "zh-Hant", "en"}, "en"},
		{"Ukrainian gets no Russian", "", "uk", []string{"en", "ru"}, "en"},
		{"Belarusian gets no Ukrainian", "", "be", []string{"en", "uk"}, "en"},

		{"English", "", "en", all, "en"},
		{"British", "", "en-GB,en;q=0.9", all, "en"},
		{"Indian", "", "en-IN", all, "en"},
		{"German, then English", "", "de-DE,de;q=0.9,en;q=0.4", all, "en"},
		{"only French", "", "fr-FR,fr;q=0.9", all, "zh-Hant"},
		{"Japanese is not Chinese", "", "ja", []string{"en", "zh-Hant"}, "en"},
		{"Korean is not Chinese", "", "ko-KR,ko", []string{"en", "zh-Hant"}, "en"},

		{"weights count, not places", "", "en;q=0.2,uk;q=0.9", all, "uk"},
		{"weights equal: the first", "", "uk,en", all, "uk"},
		{"refused", "", "uk;q=0,en;q=0.1", []string{"zh-Hant", "uk", "en"}, "en"},
		{"anything", "", "*", all, "zh-Hant"},
		{"English or anything", "", "en,*;q=0.1", all, "en"},
		{"spaces", "", " uk-UA , en ; q=0.3 ", all, "uk"},
		{"broken part", "", "uk;;q=x,@@,en", []string{"zh-Hant", "uk"}, "uk"},
		{"only rubbish", "", "@@@;;;,,,=", all, "zh-Hant"},
		{"endless", "", strings.Repeat("fr,", 20000) + "uk", all, "zh-Hant"},
		{"invalid bytes", "", "\xff\xfe,uk", all, "uk"},

		{"a language of its own", "", "ja-JP", []string{"en", "ja"}, "ja"},
		{"scripts of one language", "", "sr-Latn", []string{"en", "sr-Cyrl", "sr-Latn"}, "sr-Latn"},
		{"written as it is offered", "", "zh-TW", []string{"en", "zh-TW"}, "zh-TW"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := i18n.Match(tt.asked, tt.accept, tt.offered); got != tt.want {
				t.Errorf("Match(%.40q, %.60q, %q) = %q, want %q", tt.asked, tt.accept, tt.offered, got, tt.want)
			}
		})
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("uk", "zh-TW,zh;q=0.9,en;q=0.8")
	f.Add("", "ru;q=0.1, *;q=0")
	offered := []string{"zh-Hant", "en"}
	f.Fuzz(func(t *testing.T, asked, accept string) {
		if got := i18n.Match(asked, accept, offered); got != offered[0] && got != offered[1] {
			t.Fatalf("Match(%q, %q) = %q", asked, accept, got)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	offered := []string{"zh-Hant", "en", "uk", "zh-Hans"}
	for b.Loop() {
		i18n.Match("", "uk-UA,uk;q=0.9,en-US;q=0.8,en;q=0.7", offered)
	}
}
