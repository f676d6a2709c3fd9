package journey

import (
	"slices"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/survey"
)

func TestKeyOf(t *testing.T) {
	for name, want := range map[string]string{
		"Dawn Café":               "dawn-cafe",
		"Кав’ярня «Світанок»":     "kaviarnia-svitanok",
		"Їжак і Згурський":        "yizhak-i-zghurskyi",
		"Юрій Щербак":             "yurii-shcherbak",
		"ь яблуко":                "yabluko",
		"晨曦咖啡":                    "",
		"晨曦 Dawn 2":               "dawn-2",
		"  --a__b--  ":            "a-b",
		"☕️ \"Q\" <b>":            "q-b",
		"":                        "",
		strings.Repeat("x", 200):  strings.Repeat("x", survey.MaxKeyLength),
		strings.Repeat("ab ", 50): strings.TrimSuffix(strings.Repeat("ab-", 13), "-") + "-a",
	} {
		if got := KeyOf(name); got != want || got != "" && !survey.Key(got) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestFreeKey(t *testing.T) {
	long := strings.Repeat("x", survey.MaxKeyLength)
	for wanted, want := range map[string]string{"a": "a-3", "b": "b", long: long[:survey.MaxKeyLength-2] + "-2"} {
		got := FreeKey(wanted, func(k string) bool { return slices.Contains([]string{"a", "a-2", long}, k) })
		if got != want || !survey.Key(got) {
			t.Errorf("%q: %q, want %q", wanted, got, want)
		}
	}
}

func TestFirstPerson(t *testing.T) {
	for _, c := range []struct {
		language, text string
		is             bool
	}{
		{"en", "I wait in line", true}, {"en", "I’d like a seat", true}, {"en", "Wait in line", false}, {"en", "The customer waits", false}, {"en", "It is warm", false},
		{"uk", "Я стою в черзі", true}, {"uk", "Чекаю на відповідь", true}, {"uk", "Сподіваюся замовити", true}, {"uk", "Клієнт чекає", false}, {"uk", "Черга до каси", false},
		{"zh-Hant", "我排隊等點餐", true}, {"zh-Hant", "顧客排隊", false}, {"zh-Hans", "一边排队我一边看", true}, {"zh-Hans", "五分钟内点上单", false},
		{"en", "", true}, {"en", "…", true}, {"pl", "Czekam", true},
	} {
		if got := FirstPerson(c.language, c.text); got != c.is {
			t.Errorf("%s %q: %v", c.language, c.text, got)
		}
	}
}
