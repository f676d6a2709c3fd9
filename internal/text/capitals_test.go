package text

import (
	"strings"
	"testing"
)

// Names in capitals are hidden as others are, and what else people shout stays.
func TestMaskCapitals(t *testing.T) {
	for _, c := range []struct{ language, in, want string }{
		{"en", "ANNA KOVAL was rude", "[name] was rude"},
		{"en", "Anna KOVAL was rude", "[name] was rude"},
		{"en", "waitress XOCHITL was rude", "waitress [name] was rude"},
		{"en", "MR JOHNSON WAS RUDE", "MR [name] WAS RUDE"},
		{"en", "waitress GRACE was rude", "waitress [name] was rude"},
		{"en", "THE LATTE WAS COLD", "THE LATTE WAS COLD"},
		{"en", "Thanks TAIPEI, Miss USA and NYT", "Thanks TAIPEI, Miss USA and NYT"},
		{"en", "Yes Sir! Sending now", "Yes Sir! Sending now"},
		{"en", "Anna ROCKS", "[name] ROCKS"},
		{"uk", "АННА КОВАЛЬ", "[name]"},
		{"uk", "Анна КОВАЛЬ нахамила", "[name] нахамила"},
		{"uk", "ІВАНЕНКО АННА", "[name]"},
		{"uk", "Там Іваненко Анна на касі", "Там [name] на касі"},
		{"uk", "касир ПЕТРЕНКО нахамив", "касир [name] нахамив"},
		{"uk", "пані КОВАЛЬ груба", "пані [name] груба"},
		{"uk", "офіціантка ЧУДОВА", "офіціантка ЧУДОВА"},
		{"uk", "БОРЩ супер, ЛЬВІВ теж", "БОРЩ супер, ЛЬВІВ теж"},
		{"uk", "ДУЖЕ ДОВГО ЧЕКАЛИ", "ДУЖЕ ДОВГО ЧЕКАЛИ"},
		{"zh-Hant", "陳MEI", "[name]"},
		{"zh-Hant", "服務員陳MEI很親切", "服務員[name]很親切"},
		{"zh-Hant", "那位是王AMY", "那位是[name]"},
		{"zh-Hant", "感謝ANNA", "感謝[name]"},
		{"zh-Hant", "LATTE好喝，林口OUTLET，高CP值", "LATTE好喝，林口OUTLET，高CP值"},
		{"zh-Hans", "张AMY态度差", "[name]态度差"},
		{"zh-Hans", "请找刘KEVIN", "请找[name]"},
		{"zh-Hans", "吃SUBWAY，喝LATTE", "吃SUBWAY，喝LATTE"},
	} {
		if got := Mask(c.in, c.language); got != c.want {
			t.Errorf("%s: Mask(%q) = %q, want %q", c.language, c.in, got, c.want)
		}
	}
}

// A word in two lists would be of either, by chance.
func TestCueWordsOnce(t *testing.T) {
	of := map[string]cue{}
	for c, list := range cueWords {
		for _, w := range strings.Fields(list) {
			if other, known := of[w]; known && other != c {
				t.Errorf("%q stands in two lists", w)
			}
			of[w] = c
		}
	}
}
