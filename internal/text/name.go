package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a part of a text, in bytes.
type span struct{ from, to int }

// piece is a word of a text, or a mark that stands for what was hidden.
type piece struct {
	span
	low     string // lower case, apostrophes straight
	capital bool   // its first letter is one
	shout   bool   // all its letters are capitals, more than one
	starts  bool   // first of its sentence
	joined  bool   // only spaces between it and the piece before
	mark    bool
}

var apostrophes = strings.NewReplacer("’", "'", "ʼ", "'", "`", "'")

// pieces cuts s into words. Han characters are no words here.
func pieces(s string) (list []piece) {
	starts, joined := true, false
	for i := 0; i < len(s); {
		if n := markAt(s[i:]); n > 0 {
			list = append(list, piece{span: span{i, i + n}, mark: true})
			i += n
			starts, joined = false, false
			continue
		}
		r, n := decode(s[i:])
		if !wordRune(r) {
			switch r {
			case '.', '!', '?', '…', '\n', '。', '！', '？', '•', '"', '“', '«':
				starts, joined = true, false
			case ' ', '\u00A0':
			default:
				joined = false
			}
			i += n
			continue
		}
		p := piece{span: span{from: i}, capital: unicode.IsUpper(r), starts: starts, joined: joined}
		letters, upper := 0, 0
		for i < len(s) {
			r, n = decode(s[i:])
			if !wordRune(r) {
				next, _ := decode(s[min(len(s), i+n):])
				if !isJoint(r) || !wordRune(next) {
					break
				}
			}
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
			i += n
		}
		p.to, p.shout = i, letters > 1 && letters == upper
		p.low = strings.ToLower(s[p.from:p.to])
		if strings.ContainsAny(p.low, "’ʼ`") {
			p.low = apostrophes.Replace(p.low)
		}
		list = append(list, p)
		starts, joined = false, true
		if i < len(s) && s[i] == '.' && titles[p.low] { // Mr. Johnson
			i++
		}
	}
	return list
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r)) && !IsHan(r) && (r < 0x3040 || r > 0x30FF)
}

// hide puts mark in the place of each span of s.
func hide(s string, spans []span, mark string) string {
	if len(spans) == 0 {
		return s
	}
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	var b strings.Builder
	at := 0
	for _, p := range spans {
		if p.from < at { // it overlaps what is hidden already
			at = max(at, p.to)
			continue
		}
		b.WriteString(s[at:p.from])
		b.WriteString(mark)
		at = p.to
	}
	b.WriteString(s[at:])
	return b.String()
}

// names finds the names of people in s: in the words of Latin and Cyrillic
// scripts and in Chinese characters, whatever the language.
func names(s, language string) (found []span) {
	words, chinese := false, false
	for _, r := range s {
		switch {
		case IsHan(r):
			chinese = true
		case wordRune(r):
			words = true
		}
		if words && chinese {
			break
		}
	}
	if chinese {
		found = chineseNames(s)
	}
	if words {
		found = append(found, wordNames(s, language)...)
	}
	return found
}
