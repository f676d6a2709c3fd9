package chart

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/text/width"
)

// textWidth is about how wide a text will be in a system's sans serif, in
// pixels; rather too wide than too narrow.
func textWidth(s string, st style) float64 {
	var em float64
	for _, r := range s {
		em += runeWidth(r)
	}
	if st.bold {
		em *= 1.12
	}
	return em * st.sized()
}

// runeWidth is a character's width in em.
func runeWidth(r rune) float64 {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 1
	}
	switch {
	case unicode.Is(unicode.Mn, r):
		return 0
	case strings.ContainsRune(" ilIjtfr.,:;'|!()[]·ії’", r):
		return 0.36
	case strings.ContainsRune("mwMWжшщюмфЖШЩЮМФыЫ%@—▲▼", r):
		return 0.9
	case unicode.IsUpper(r):
		return 0.72
	}
	return 0.6
}

// wrap breaks a text into lines of at most max pixels where its script allows
// (Unicode line breaking, so Chinese breaks between characters, but not before
// a comma). Words longer than a line are cut in about equal pieces. No-break
// spaces hold, unless what they hold is longer than a line. Beyond most lines the text ends in an ellipsis.
func wrap(s string, max float64, most int, st style) []string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r != '\u00a0' && unicode.IsSpace(r) }), " ")
	s = bound(s)
	var lines []string
	line := ""
	put := func(piece string) {
		if line != "" && textWidth(strings.TrimRight(line+piece, " "), st) > max {
			lines = append(lines, strings.TrimRight(line, " "))
			line = ""
		}
		line += piece
	}
	state := -1
	for rest := s; rest != "" && len(lines) <= most; {
		var piece string
		piece, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		if textWidth(strings.TrimRight(piece, " "), st) <= max {
			put(piece)
			continue
		}
		for _, word := range strings.SplitAfter(piece, "\u00a0") { // rather than in a word
			if textWidth(strings.TrimRight(word, " \u00a0"), st) <= max {
				put(strings.Replace(word, "\u00a0", " ", 1))
				continue
			}
			for _, part := range cut(word, max, st) {
				put(part)
			}
		}
	}
	if line != "" {
		lines = append(lines, strings.TrimRight(line, " "))
	}
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] = shorten(lines[most-1], max, st)
	}
	return lines
}

// bound keeps a number and the Chinese word that counts it ("4 則") together.
func bound(s string) string {
	letters := []rune(s)
	for i := 1; i+1 < len(letters); i++ {
		if letters[i] == ' ' && unicode.IsDigit(letters[i-1]) && unicode.Is(unicode.Han, letters[i+1]) {
			letters[i] = '\u00a0'
		}
	}
	return string(letters)
}

// cut breaks a word that is wider than max into pieces of about equal length,
// with hyphens between them.
func cut(word string, max float64, st style) []string {
	var letters []string
	for g := uniseg.NewGraphemes(word); g.Next(); {
		letters = append(letters, g.Str())
	}
	for pieces := 2; pieces < len(letters); pieces++ {
		var list []string
		fits := true
		for i := range pieces {
			from, to := i*len(letters)/pieces, (i+1)*len(letters)/pieces
			part := strings.Join(letters[from:to], "")
			if i+1 < pieces {
				part += "-"
			}
			fits = fits && textWidth(strings.TrimRight(part, " "), st) <= max
			list = append(list, part)
		}
		if fits {
			return list
		}
	}
	return letters
}

// fits tells whether no word of the text is wider than max.
func fits(s string, max float64, st style) bool {
	state := -1
	for s != "" {
		var piece string
		piece, s, _, state = uniseg.FirstLineSegmentInString(s, state)
		if textWidth(strings.TrimRight(piece, " "), st) > max {
			return false
		}
	}
	return true
}

// largest is the style in the largest of the sizes at which no word of the
// texts has to be cut; where one has to anyway, the smallest of all.
func largest(texts []string, max float64, st style, sizes ...float64) style {
	for _, st.size = range sizes {
		if !slices.ContainsFunc(texts, func(s string) bool { return !fits(s, max, st) }) {
			return st
		}
	}
	return st
}

// upright takes the slant from texts in Han characters, which have none.
func (s style) upright(text string) style {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		s.italic = false
	}
	return s
}

// balance is wrap with lines of about equal length, for texts that stand
// centred: as many lines as wrap needs, as narrow as they can be without
// cutting a word that was whole.
func balance(s string, max float64, most int, st style) []string {
	lines := wrap(s, max, most, st)
	if len(lines) < 2 || strings.HasSuffix(lines[len(lines)-1], "…") {
		return lines
	}
	if at := strings.IndexAny(s, "(（"); at > 0 {
		head, tail := balance(s[:at], max, most, st), wrap(s[at:], max, most, st)
		if len(head)+len(tail) == len(lines) && len(tail) == 1 {
			return append(head, tail...) // what is said in brackets stays on its line
		}
	}
	whole := fits(s, max, st)
	for narrow := max * 0.5; narrow < max; narrow += 4 {
		if whole && !fits(s, narrow, st) {
			continue
		}
		if try := wrap(s, narrow, most+1, st); len(try) == len(lines) {
			return try
		}
	}
	return lines
}

// shorten puts an ellipsis at a text's end, in place of what doesn't fit.
func shorten(s string, max float64, st style) string {
	for s != "" && textWidth(s+"…", st) > max {
		cut := 0
		for g := uniseg.NewGraphemes(s); g.Next(); {
			cut, _ = g.Positions()
		}
		s = s[:cut]
	}
	return strings.TrimRight(s, " ,，、;；.。·") + "…"
}
