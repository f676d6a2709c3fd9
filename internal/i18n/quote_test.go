package i18n

import "testing"

func TestNest(t *testing.T) {
	for _, c := range []struct{ lang, in, want string }{
		{"uk", "Команда «Кав’ярня «Аромат»»: усе", "Команда «Кав’ярня „Аромат“»: усе"},
		{"uk", "«Зал» і «Кухня»", "«Зал» і «Кухня»"},
		{"uk", "«Кав’ярня „Аромат“» і «Зал «А»»", "«Кав’ярня „Аромат“» і «Зал „А“»"},
		{"uk", "«Кав’ярня “Аромат”» і «Зал»", "«Кав’ярня “Аромат”» і «Зал»"},
		{"uk", "«А «Б «В» Б» А»", "«А „Б «В» Б“ А»"},
		{"uk", "«Зал «А» і «Б»", "«Зал «А» і «Б»"},
		{"uk", "Зал «А» » «Б «В»»", "Зал «А» » «Б «В»»"},
		{"zh-Hant", "「招牌「拿鐵」」讓顧客失望", "「招牌『拿鐵』」讓顧客失望"},
		{"zh-Hant", "「『拿鐵』」和「排隊」", "「『拿鐵』」和「排隊」"},
		{"zh-Hant", "「甲『乙「丙」』」", "「甲『乙「丙」』」"},
		{"zh-Hant", "「甲「乙『丙』」」", "「甲『乙「丙」』」"},
		{"zh-Hant", "「甲“乙”」「丙」", "「甲“乙”」「丙」"},
		{"zh-Hans", "“招牌“拿铁””让顾客失望", "“招牌‘拿铁’”让顾客失望"},
		{"zh-Hans", "“排队”和“点餐”", "“排队”和“点餐”"},
		{"en", "“The “Best” Café”", "“The ‘Best’ Café”"},
		{"en", "“Bob’s “Best” Café’s”", "“Bob’s ‘Best’ Café’s”"},
		{"en", "“Queue” and “Order ‘To go’”", "“Queue” and “Order ‘To go’”"},
		{"en", "“12” pizza” and “Queue”", "“12” pizza” and “Queue”"},
		{"en", "customers’ “Queue”", "customers’ “Queue”"},
		{"en", "", ""},
		{"de", "„A „B““", "„A „B““"},
	} {
		got := nest(c.lang, c.in)
		if got != c.want {
			t.Errorf("%s: nest(%q) = %q, want %q", c.lang, c.in, got, c.want)
		}
		if again := nest(c.lang, got); again != got {
			t.Errorf("%s: nest(%q) = %q: not the same twice", c.lang, got, again)
		}
	}
}

// A name with marks of its own, in every message that puts one into marks.
func TestNamesWithMarks(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][2]string{
		"zh-Hant": {"招牌「拿鐵」", "「招牌『拿鐵』」"}, "zh-Hans": {"招牌“拿铁”", "“招牌‘拿铁’”"},
		"uk": {"Кава «Аромат»", "«Кава „Аромат“»"}, "en": {"“To go” counter", "“‘To go’ counter”"},
	} {
		if got := c.In(lang).T("digest.name", "Name", want[0]); got != want[1] {
			t.Errorf("%s: %s, want %s", lang, got, want[1])
		}
	}
}

func FuzzNest(f *testing.F) {
	for _, s := range []string{"«А «Б»»", "“‘a’ “b””", "「「「」」」", "„«“»", "\xff“““"} {
		f.Add("uk", s)
		f.Add("en", s)
	}
	f.Fuzz(func(t *testing.T, lang, s string) {
		once := nest(lang, s)
		if twice := nest(lang, once); twice != once {
			t.Errorf("%s: nest(%q) = %q, again %q", lang, s, once, twice)
		}
	})
}
