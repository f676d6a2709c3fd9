// Package chart draws a mood.Map as one SVG: a wide one for desks and paper, a
// tall one for phones.
//
// The SVG stands inline in a page whose policy forbids inline styles and
// scripts, and as a file of its own; so it is made of presentation attributes
// and class names only. Text stays text. Nothing is said by colour alone:
// shapes and words say the same.
//
// For the page's stylesheet the svg has the class mood-map, and mood-a3 where it
// is too much for A4, or mood-strips where it goes on below. Where Options.Link
// is set, each touchpoint is a link of the class mood-point, which the keyboard
// reaches.
package chart

import (
	"io"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// Options say how to draw. Only Words is required.
type Options struct {
	Language string // of the page, a tag of survey.Languages
	Words    Words
	Compare  bool    // draw the period before, where the map has it
	Width    float64 // in pixels of the drawing; 0: what the touchpoints need (Draw), 320 (DrawPhone)
	ID       string  // prefix of the ids in the SVG, unique in its page; "" is "map"

	Link     func(*journey.Touchpoint) string // where a dot leads; nil: there are no links
	Lanes    []Lane                           // more rows below those of the map
	Overlays []Overlay                        // personas whose curves are drawn over the map's, which steps back

	// Legible tells whether a text can be painted; nil: all can. A name that
	// cannot is drawn in another language or as its key, a quote is left out.
	Legible func(string) bool

	// A heading for drawings that stand alone; each line may be "".
	Heading    string // journey and persona
	Subheading string // period and number of answers
	Finding    string // one sentence
}

// Draw writes the whole map, touchpoints from left to right.
func Draw(w io.Writer, m *mood.Map, o Options) error {
	d := newWide(m, o)
	d.draw()
	return d.finish(w, m, o, d.paper(), d.width, d.y)
}

// DrawPhone writes the curve for narrow screens, touchpoints from top to
// bottom and the scale from left to right.
func DrawPhone(w io.Writer, m *mood.Map, o Options) error {
	d := newTall(m, o)
	d.draw()
	return d.finish(w, m, o, "", d.width, d.y)
}

// The colours. Vermillion as text is darker, to be readable on white.
const (
	ink       = "#222222"
	grey      = "#5f5f5f"
	faint     = "#e3e3e3"
	neutral   = "#888888"
	past      = "#8a8a8a"
	band      = "#9ecae1"
	bad       = "#D55E00"
	badText   = "#A84300"
	good      = "#0072B2"
	barGrey   = "#d6d6d6"
	stageFill = "#eef2f5"
	stageLine = "#c8d0d6"
)

const family = "system-ui, 'Noto Sans TC', sans-serif"

// name of something in the page's language, in another that is legible, or its
// key.
func (o Options) name(w survey.Wording, key string) string {
	names := []string{w.In(o.Language)}
	for _, lang := range survey.Languages {
		names = append(names, w[lang])
	}
	for _, s := range names {
		if s != "" && (o.Legible == nil || o.Legible(s)) {
			return s
		}
	}
	return key
}

// prefix of the ids in this SVG.
func (o Options) prefix() string {
	if o.ID == "" {
		return "map"
	}
	return o.ID
}
