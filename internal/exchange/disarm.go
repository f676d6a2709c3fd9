package exchange

import (
	"strings"
	"unicode/utf8"
)

// A spreadsheet runs a cell that begins with = + - @ (or their full-width
// forms), a tab or a line end. Opened with another separator than the comma it
// may also start a cell in the middle of ours, after ; or a tab. disarm puts a
// ' before such a character, arm takes it away again. A ' that was there
// before gets a second one, so that arm(disarm(s)) is s for every s.

func disarm(s string) string { return mark(s, true) }

func arm(s string) string { return mark(s, false) }

// triggers start a formula.
const triggers = "=+-@＝＋－＠"

// mark looks at each place where a cell could start: quotation marks, then
// ', then a trigger. It adds one ' to those there or takes one away.
func mark(s string, add bool) string {
	if !strings.ContainsAny(s, triggers+"\t\r\n") {
		return s
	}
	var b strings.Builder
	start, whole := true, true // at the start of a cell; of the whole cell
	for s != "" {
		if start {
			lead := len(s) - len(strings.TrimLeft(s, `"`))
			marks := len(s[lead:]) - len(strings.TrimLeft(s[lead:], "'"))
			rest := s[lead+marks:]
			first, _ := utf8.DecodeRuneInString(rest)
			if rest != "" && (strings.ContainsRune(triggers+"\t\r", first) || whole && lead == 0 && first == '\n') {
				switch {
				case add:
					marks++
				case marks > 0:
					marks--
				}
			}
			b.WriteString(s[:lead])
			b.WriteString(strings.Repeat("'", marks))
			s, start, whole = rest, false, false
			continue
		}
		i := strings.IndexAny(s, ";\t")
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i+1])
		s, start = s[i+1:], true
	}
	return b.String()
}
