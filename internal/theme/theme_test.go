package theme

import (
	"strings"
	"testing"
)

func load(t testing.TB) *Reader {
	t.Helper()
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestFind(t *testing.T) {
	r := load(t)
	for _, c := range []struct{ text, language, want string }{
		{"等了四十分鐘才上菜", "zh-Hant", "wait"},
		{"排骨飯好吃", "zh-Hant", "taste"},
		{"文具、餅乾等等", "zh-Hant", ""},
		{"排隊排很久", "zh-Hant", "queue"},
		{"Can't wait to come back", "en", ""},
		{"We waited 30min, sooo slooow", "en", "wait"},
		{"No queue, quick and cheap", "en", "wait queue price"},
		{"Waiter was rude", "en", "staff"},
		{"Чекали пів години в черзі", "uk", "wait queue"},
		{"стояла горою за вас", "uk", ""},
		{"чекаю на нові знижки", "uk", "promotion"},
		{"Очень долго ждали", "ru", "wait"},
		{"черги немає", "uk", "queue"},
		{"п’яно дорого", "uk", "price"},
		{"wifi 很慢", "zh-Hans", "wifi"},
		{"", "unknown", ""}, {"👍👍", "unknown", ""}, {"排", "ja", ""},
	} {
		if got := strings.Join(r.Find(c.text, c.language), " "); got != c.want {
			t.Errorf("Find(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}
