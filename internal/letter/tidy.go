package letter

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// How long texts in a letter may be, in letters of Unicode. Names
// are as long as their owner writes them; a letter is read at a glance.
const (
	mostName  = 120
	mostQuote = 320
	mostText  = 1200
	mostShown = 240 // beside a subject: mail programs show less
)

// mostMarks are the marks that one letter may carry: more is a text that spills
// over the lines above it.
const mostMarks = 3

// tidy makes a text harmless in a mail: without control characters, without
// those that turn the direction of what follows or are not seen at all, in one
// line, and no longer than most. Emoji stay whole.
func tidy(s string, most int) string {
	var b strings.Builder
	marks := 0
	for _, r := range s {
		switch {
		case r == utf8.RuneError, unicode.IsControl(r) && !unicode.IsSpace(r), hidden(r):
			continue
		case unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f':
			r = ' '
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r):
			if marks++; marks > mostMarks {
				continue
			}
		default:
			marks = 0
		}
		b.WriteRune(r)
	}
	return shorten(strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == ' ' }), " "), most)
}

// hidden tells the characters that nobody sees: those that set the direction of
// text, and spaces without width. The joiner of emoji is not among them.
func hidden(r rune) bool {
	switch {
	case r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r >= 0xfff9 && r <= 0xfffb:
		return true
	}
	return r == 0xad || r == 0x61c || r == 0x200b || r == 0x200e || r == 0x200f || r == 0xfeff
}

// shorten cuts a text to at most most letters and says so. What is seen as one
// character is not cut.
func shorten(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	n, end := 0, 0
	for g := uniseg.NewGraphemes(s); g.Next(); {
		if n += len(g.Runes()); n > most {
			break
		}
		_, end = g.Positions()
	}
	return strings.TrimRight(s[:end], " ,，、;；.。·") + "…"
}

// tidy makes all texts of a sheet harmless. It is the one place where that
// happens, so that no part can be forgotten where it is written.
func (s *sheet) tidy() {
	for _, text := range []*string{&s.Subject, &s.About, &s.Title} {
		*text = tidy(*text, mostText)
	}
	s.Preview = tidy(s.Preview, mostShown)
	tidyParts(s.Parts)
	tidyParts(s.Small)
}

func tidyParts(parts []part) {
	for i := range parts {
		p := &parts[i]
		for _, text := range []*string{&p.Heading, &p.Head, &p.Label, &p.Strong, &p.Text, &p.Notice} {
			*text = tidy(*text, mostText)
		}
		if p.Fact != nil {
			p.Fact.Label, p.Fact.Text = tidy(p.Fact.Label, mostText), tidy(p.Fact.Text, mostText)
		}
		if p.Quote != nil {
			p.Quote.Text, p.Quote.Language = tidy(p.Quote.Text, mostQuote), tidy(p.Quote.Language, mostName)
		}
		for _, links := range [][]link{p.Lines, p.Buttons, p.Links} {
			for k := range links {
				links[k].Label = tidy(links[k].Label, mostText)
			}
		}
		if p.Picture != nil {
			p.Picture.Alt, p.Picture.Legend = tidy(p.Picture.Alt, mostText), tidy(p.Picture.Legend, mostText)
		}
		if p.Scores != nil {
			p.Scores.tidy()
		}
		tidyParts(p.Card)
	}
}

func (s *scores) tidy() {
	s.Caption, s.Line = tidy(s.Caption, mostText), tidy(s.Line, mostText)
	for i := range s.Rows {
		r := &s.Rows[i]
		r.Line = tidy(r.Line, mostText)
		r.Name, r.Score, r.Change, r.Mark = tidy(r.Name, mostName), tidy(r.Score, mostText), tidy(r.Change, mostText), tidy(r.Mark, mostText)
	}
}
