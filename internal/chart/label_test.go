package chart

import "testing"

// TestLabel begins a name with what is seen unless the words hold it already.
func TestLabel(t *testing.T) {
	for name, c := range map[string]struct{ words, drawn, want string }{
		"held":       {"Queue: 40, 55% unhappy, 38 of 100", `<text x="1">40, 55%</text><text>unhappy</text><text>38</text>`, "Queue: 40, 55% unhappy, 38 of 100"},
		"other":      {"Queue: 40", `<text>25 (20)</text>`, "25 (20) · Queue: 40"},
		"nothing":    {"Queue: 40", `<circle r="3"/>`, "Queue: 40"},
		"escaped":    {"Drink & seat: 5", `<text>Drink &amp; seat</text>`, "Drink & seat: 5"},
		"title only": {"Queue: 40", `<title>star</title>`, "Queue: 40"},
		"Chinese":    {"排隊：40 則，55% 不滿", `<text>40 則，</text><text>55% 不滿</text>`, "排隊：40 則，55% 不滿"},
	} {
		if got := label(c.words, c.drawn); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
