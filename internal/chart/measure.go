package chart

import (
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
// a comma). Words longer than a line are cut. Beyond most lines the text ends
// in an ellipsis.
func wrap(s string, max float64, most int, st style) []string {
	s = strings.Join(strings.Fields(s), " ")
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
		for g := uniseg.NewGraphemes(piece); g.Next(); {
			put(g.Str())
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

// balance is wrap with lines of about equal length, for texts that stand
// centred: as many lines as wrap needs, as narrow as they can be.
func balance(s string, max float64, most int, st style) []string {
	lines := wrap(s, max, most, st)
	if len(lines) < 2 || strings.HasSuffix(lines[len(lines)-1], "…") {
		return lines
	}
	for narrow := max * 0.5; narrow < max; narrow += 4 {
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

// widest is the width of the widest line.
func widest(lines []string, st style) float64 {
	var w float64
	for _, s := range lines {
		w = max(w, textWidth(s, st))
	}
	return w
}
