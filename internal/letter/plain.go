package letter

import (
	"strings"

	"github.com/rivo/uniseg"
)

// columns of a line of plain text; a Chinese character takes two.
const columns = 72

// plain is a text part under way.
type plain struct{ strings.Builder }

// text is the sheet as plain text: every fact and every address of the HTML
// part, in its order.
func (s *sheet) text() string {
	var p plain
	p.line(s.About, "", "")
	p.heading(s.Title, "=")
	p.parts(s.Parts)
	p.gap()
	p.WriteString("-- \n") // as mail programs know where a signature begins
	for i, x := range s.Small {
		if i > 0 {
			p.gap()
		}
		p.part(x)
	}
	return strings.TrimRight(p.String(), "\n") + "\n"
}

func (p *plain) parts(parts []part) {
	for i, x := range parts {
		if i == 0 || !x.follows(parts[i-1]) {
			p.gap()
		}
		p.part(x)
	}
}

func (p *plain) part(x part) {
	p.heading(x.Heading+x.Head, "-")
	p.line(x.Label, "", "")
	p.line(x.Strong, "", "")
	p.line(x.Text, "", "")
	p.line(x.Notice, "* ", "  ")
	for _, l := range x.Lines {
		p.line(l.Label, "- ", "  ")
		if l.URL != "" {
			p.WriteString("  " + l.URL + "\n")
		}
	}
	if x.Fact != nil {
		p.line(x.Fact.Label+x.Fact.Gap()+x.Fact.Text, "", "  ")
	}
	if x.Quote != nil {
		p.line(x.Quote.Text, "> ", "> ")
	}
	for _, l := range x.Buttons {
		p.link(l, "[ ", " ]")
	}
	for _, l := range x.Links {
		p.link(l, "", "")
	}
	if x.Scores != nil {
		p.scores(x.Scores)
	}
	p.parts(x.Card)
}

// follows says whether a part stands right below the one before it.
func (x part) follows(before part) bool {
	return before.Label != "" || before.Fact != nil && x.Fact != nil
}

// heading is underlined as far as it goes.
func (p *plain) heading(s, with string) {
	if s == "" {
		return
	}
	p.line(s, "", "")
	p.WriteString(strings.Repeat(with, min(columns, uniseg.StringWidth(s))) + "\n")
}

// link has its address on a line of its own, which nothing breaks.
func (p *plain) link(l link, before, after string) {
	p.line(before+l.Label+after, "", "")
	p.WriteString(l.URL + "\n")
}

func (p *plain) scores(s *scores) {
	p.line(s.Caption, "", "")
	p.line(s.Line, "", "")
	for _, r := range s.Rows {
		p.line(r.Number+". "+r.Line, "", "   ")
	}
}

// gap leaves one empty line, unless there is one or nothing stands above.
func (p *plain) gap() {
	if s := p.String(); s != "" && !strings.HasSuffix(s, "\n\n") {
		p.WriteString("\n")
	}
}

// line writes a text, broken where its script allows.
func (p *plain) line(s, first, next string) {
	if s == "" {
		return
	}
	lead, line := first, ""
	put := func() {
		p.WriteString(strings.TrimRight(lead+line, " ") + "\n")
		lead, line = next, ""
	}
	state := -1
	for s != "" {
		var piece string
		piece, s, _, state = uniseg.FirstLineSegmentInString(s, state)
		for _, part := range cut(piece, columns-uniseg.StringWidth(next)) {
			if line != "" && uniseg.StringWidth(lead+line+strings.TrimRight(part, " ")) > columns {
				put()
			}
			line += part
		}
	}
	put()
}

// cut breaks what is wider than a line.
func cut(s string, width int) []string {
	if uniseg.StringWidth(strings.TrimRight(s, " ")) <= width {
		return []string{s}
	}
	var list []string
	from, wide := 0, 0
	for g := uniseg.NewGraphemes(s); g.Next(); {
		at, _ := g.Positions()
		if wide += g.Width(); wide > width {
			list, from, wide = append(list, s[from:at]), at, g.Width()
		}
	}
	return append(list, s[from:])
}
