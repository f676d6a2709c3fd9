package text

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// hostile are texts that were made to hurt.
func hostile(size int) map[string]string {
	return map[string]string{
		"letters":  strings.Repeat("a", size),
		"capitals": strings.Repeat("Anna ", size/5),
		"open":     strings.Repeat("Xqz ", size/4),
		"brackets": strings.Repeat("(", min(size, 6000)),
		"emoji":    strings.Repeat("👍", min(size/4, 100_000)),
		"nul":      strings.Repeat("\x00", size),
		"broken":   strings.Repeat("\xe4\xb8", size/2),
		"han":      strings.Repeat("陳小姐店員王", size/18),
		"titles":   strings.Repeat("小姐", size/6),
		"digits":   strings.Repeat("1", size),
		"dashes":   strings.Repeat("1-", size/2),
		"at":       strings.Repeat("a@", size/2),
		"mails":    strings.Repeat("a.", size/2) + "@",
		"iban":     strings.Repeat("DE89 ", size/5),
		"lines":    strings.Repeat("LINE: a1 ", size/9),
		"slashes":  strings.Repeat("t.me/", size/5),
		"marks":    strings.Repeat("[name]", size/6),
		"Cyrillic": strings.Repeat("Дякую Оксані ", size/24),
		"dollars":  strings.Repeat("$", size),
		"commas":   strings.Repeat("0912,", size/5),
		"hidden":   strings.Repeat("1\u200B", size/4),
		"spoken":   strings.Repeat("a at b dot ", size/11),
		"numerals": strings.Repeat("零九，", size/9),
		"ibans":    strings.Repeat("D E 8 9 3 7 0 4 ", size/16),
		"colons":   strings.Repeat("1:", size/2),
		"quotes":   strings.Repeat("\"@", size/2),
		"joints":   strings.Repeat("A'", size/2),
	}
}

// A text of a megabyte is masked whole, whatever is in it.
func TestMaskHostile(t *testing.T) {
	size := 1 << 20
	if testing.Short() {
		size = 1 << 17
	}
	for name, s := range hostile(size) {
		start := time.Now()
		once := Mask(s, "en")
		t.Logf("%s: %v for %d bytes", name, time.Since(start).Round(time.Millisecond), len(s))
		if utf8.ValidString(s) && !utf8.ValidString(once) {
			t.Errorf("%s: not UTF-8 any more", name)
		}
		if marks := strings.Count(once, "["); len(once) > len(s)+marks*len(maskedContact) {
			t.Errorf("%s: %d bytes of %d", name, len(once), len(s))
		}
	}
}
