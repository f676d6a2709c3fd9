package poster

import (
	"html/template"
	"net/url"
	"strings"

	"github.com/waymood/waymood/internal/i18n"
)

// Document is the page "visit/poster": posters ready for the browser's own
// print, and above them, on the screen only, how to print them.
type Document struct {
	i18n.Voice
	Title   string
	Format  Format
	Hint    string
	Formats []Choice
	Papers  []template.HTML
	Back    string // address of staff's page, or ""
	Zip     string // address of all drawings in one file, or ""
	Public  string // the public URL, if it leads nowhere from another machine and nothing is to be printed
}

// Choice is a format, with the address of the same posters in it.
type Choice struct {
	Label, Link string
	Current     bool
}

// NewDocument begins a page of posters in a format and languages.
func NewDocument(voice i18n.Voice, title string, f Format, languages []string) *Document {
	d := &Document{Voice: voice, Title: title, Format: f, Hint: voice.T("poster.hint." + string(f))}
	for _, other := range Formats {
		link := url.Values{"format": {string(other)}, "lang": {strings.Join(languages, ",")}}
		d.Formats = append(d.Formats, Choice{voice.T("poster.format." + string(other)), "?" + link.Encode(), other == f})
	}
	return d
}

// Add puts papers onto the page.
func (d *Document) Add(papers ...string) {
	for _, p := range papers {
		d.Papers = append(d.Papers, template.HTML(p)) // every text in it was escaped when it was drawn
	}
}
