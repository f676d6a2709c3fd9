package survey

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for _, c := range [][2]string{
		{"  hello \u3000\n", "hello"},
		{"a\r\nb\rc\u2028d", "a\nb\nc\nd"},
		{"a\x00b\x07c\x1b[31m\u009bd\u007f", "abc[31md"},
		{"a\tb", "a\tb"},
		{"cafe\u0301", "caf\u00e9"},
		{"e\x00\u0301", "é"},                             // what removing brings together is composed
		{"abc\u202Edef\u202C \u2066x\u2069", "abcdef x"}, // no reordering of what others read
		{"\uFEFFx\uFFFE\uFDD0", "x"},
		{"\u200bx\u200b\u2060", "x"},
		{"👩‍👩‍👧 🏳️‍🌈 👍🏽 ❤️", "👩‍👩‍👧 🏳️‍🌈 👍🏽 ❤️"},
		{"می\u200cخواهم", "می\u200cخواهم"}, // a joiner that belongs to the word
		{"\u200e(abc)", "\u200e(abc)"},     // a mark reorders nothing but itself
		{"é" + strings.Repeat("\u0301", 20), "é" + strings.Repeat("\u0301", 20)},
		{"\u200b \u200b", ""},
	} {
		if got, ok := Clean(c[0]); got != c[1] || !ok {
			t.Errorf("Clean(%q) = %q, want %q", c[0], got, c[1])
		}
	}
	// A hundred marks on one letter are broken up, as Unicode's stream-safe
	// format says, and then stay as they are.
	pile, _ := Clean("e" + strings.Repeat("\u0301", 100))
	if again, _ := Clean(pile); again != pile {
		t.Error("piled marks change when they are cleaned again")
	}
	if _, ok := Clean("a\xffb"); ok {
		t.Error("broken UTF-8 was taken")
	}
}

func TestCleanTwiceIsCleanOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		once, ok := Clean(s)
		if !ok || !utf8.ValidString(once) {
			t.Fatal("valid text was refused or broken")
		}
		if twice, _ := Clean(once); twice != once {
			t.Fatalf("%q, then %q", once, twice)
		}
	})
}

func TestLimit(t *testing.T) {
	for _, c := range []struct {
		q    Question
		want int
	}{
		{Question{Type: ShortText}, 1000}, {Question{Type: LongText}, 2000}, {Question{Type: ShortText, MaxLength: 50}, 50},
		{Question{Type: LongText, MaxLength: 99999}, 5000}, {Question{Type: Email}, 254},
	} {
		if got := c.q.Limit(); got != c.want {
			t.Errorf("%+v: %d, want %d", c.q, got, c.want)
		}
	}
}
