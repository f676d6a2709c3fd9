package chart

import (
	"fmt"
	"slices"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// face draws a mouth that curves with the score (0..100) in a circle of
// radius r, as paths, so that no emoji font is needed.
func (c *canvas) face(x, y, r, score float64) {
	bend := (score - 50) / 50 * r * 0.36 // how far the mouth's middle hangs below its ends
	ends := y + r*0.38 - bend/2
	c.add(`<g fill="none" stroke="#333333" stroke-width="1.6" stroke-linecap="round"><circle cx="%[1]s" cy="%[2]s" r="%[3]s" fill="#ffffff"/><path d="M%[4]s %[5]sQ%[1]s %[6]s %[7]s %[5]s"/><g fill="#333333" stroke="none"><circle cx="%[8]s" cy="%[9]s" r="1.7"/><circle cx="%[10]s" cy="%[9]s" r="1.7"/></g></g>`,
		n(x), n(y), n(r), n(x-r*0.5), n(ends), n(ends+2*bend), n(x+r*0.5), n(x-r*0.35), n(y-r*0.3), n(x+r*0.35))
}

// icons are the channels' signs, each in a square of 14.
var icons = map[journey.Channel]string{
	journey.QR:     `<path d="M1.5 1.5h4v4h-4zM8.5 1.5h4v4h-4zM1.5 8.5h4v4h-4zM8.5 8.5h1.5M12.5 8.5v1.5M10.5 10.5v2M8.5 12.5h0M12.5 12.5h0"/>`,
	journey.Kiosk:  `<path d="M2 1.5h10v7.5h-10zM7 9v3.5M4 12.5h6"/>`,
	journey.Embed:  `<path d="M1 2h12v10H1zM1 4.5h12M5.5 6.5 3.8 8.2 5.5 10M8.5 6.5l1.7 1.7L8.5 10"/>`,
	journey.Link:   `<path d="M6 8.2a2.6 2.6 0 0 0 3.7 0l2-2A2.6 2.6 0 0 0 8 2.5L7 3.5M8 5.8a2.6 2.6 0 0 0-3.7 0l-2 2A2.6 2.6 0 0 0 6 11.5l1-1"/>`,
	journey.Mail:   `<path d="M1 2.5h12v9H1zM1 3l6 5 6-5"/>`,
	journey.Import: `<path d="M7 1v7.5M4 5.5l3 3 3-3M1.5 9v3.5h11V9"/>`,
	journey.API:    `<path d="M5 1.5C3.2 1.5 4.5 6 2 7c2.5 1 1.2 5.5 3 5.5M9 1.5c1.8 0 .5 4.5 3 5.5-2.5 1-1.2 5.5-3 5.5"/>`,
}

// channels of a touchpoint that take answers, each once, at most three.
func channels(tp *journey.Touchpoint) []journey.Channel {
	var list []journey.Channel
	for _, p := range tp.Placements {
		if !p.Archived && !p.Ended && icons[p.Channel] != "" && !slices.Contains(list, p.Channel) {
			list = append(list, p.Channel)
		}
	}
	return list[:min(len(list), 3)]
}

// icons draws a touchpoint's channels in a row; x is their middle (or, with
// left, their left end), y their top.
func (c *canvas) icons(x, y float64, tp *journey.Touchpoint, left bool, w Words) {
	list := channels(tp)
	if !left {
		x -= float64(len(list))*20/2 - 3
	}
	for i, channel := range list {
		c.add(`<g transform="translate(%s %s)" fill="none" stroke="%s" stroke-width="1.2" stroke-linecap="round" stroke-linejoin="round"><title>%s</title>%s</g>`,
			n(x+20*float64(i)), n(y), grey, escape(w.Channel(channel)), icons[channel])
	}
}

// mark draws a touchpoint's dot. Its shape says what it is: a triangle down
// for a pain, up for a delight, else a circle; dashed while only indicative.
func (c *canvas) mark(x, y float64, p *mood.Point) {
	switch {
	case p.Pain != nil:
		c.pain(x, y, 1, p.Pain.Level)
	case p.Delight != nil:
		c.delight(x, y, 1)
	case p.Evidence == mood.Indicative:
		c.add(`<circle cx="%s" cy="%s" r="8" fill="#ffffff" stroke="%s" stroke-width="1.8" stroke-dasharray="3 2.2"/>`, n(x), n(y), ink)
	default:
		c.add(`<circle cx="%s" cy="%s" r="8" fill="#ffffff" stroke="%s" stroke-width="2.6"/>`, n(x), n(y), ink)
	}
}

// pain is a triangle down: full where customers are unhappy, half full where
// they are not happy, open where only the target is missed; so that paper
// without colour tells them apart. Scale 1 is 22 pixels wide.
func (c *canvas) pain(x, y, scale float64, level string) {
	r := 11 * scale
	fill := "#ffffff"
	if level == mood.Hurts {
		fill = bad
	}
	c.outline(`fill="`+fill+`" stroke="`+badText+`" stroke-width="`+n(2*scale)+`" stroke-linejoin="round"`, x, y+r, x+r, y-0.75*r, x-r, y-0.75*r)
	if level == mood.Drags {
		c.outline(`fill="`+bad+`"`, x-r, y-0.75*r, x+r, y-0.75*r, x+0.53*r, y+0.08*r, x-0.53*r, y+0.08*r)
	}
}

// delight is a triangle up.
func (c *canvas) delight(x, y, scale float64) {
	r := 11 * scale
	c.outline(`fill="`+good+`" stroke="#00507d" stroke-width="`+n(2*scale)+`" stroke-linejoin="round"`, x, y-r, x+r, y+0.75*r, x-r, y+0.75*r)
}

// star marks a moment of truth; x and y are its middle.
func (c *canvas) star(x, y float64) {
	c.add(`<path transform="translate(%s %s)" d="M0-6.5 1.9-2.2 6.5-1.7 3.1 1.4 4 6 0 3.7-4 6-3.1 1.4-6.5-1.7-1.9-2.2Z" fill="#6b5200"/>`, n(x), n(y))
}

// moment is a star with its meaning.
func (d *plot) moment(x, y float64) {
	d.add(`<g><title>%s</title>`, escape(d.o.Words.Moment))
	d.star(x, y)
	d.add("</g>")
}

// link begins what leads from a dot to its touchpoint; unlink closes it.
func (c *canvas) link() { c.opened = c.Len() }

// touch is what is not seen of a link, so that a finger need not meet its dot.
func (d *plot) touch(b box) {
	if d.o.Link != nil {
		d.rect(b, `fill="#ffffff" fill-opacity="0"`)
	}
}

// unlink closes what leads to a touchpoint; it can be reached with the keyboard
// and says in words what the dot shows. Where nothing is led to, it is an image
// with the same words.
func (c *canvas) unlink(p *mood.Point, o Options) {
	drawn := string(c.Bytes()[c.opened:])
	c.Truncate(c.opened)
	words := o.Words.Point(p)
	name := escape(label(words, drawn))
	if o.Link == nil {
		c.add(`<g role="img" aria-label="%s"><title>%s</title>`, name, escape(words))
		c.add("%s</g>", drawn)
		return
	}
	c.add(`<a href="%s" class="mood-point" aria-label="%s"><title>%s</title>`, escape(o.Link(p.Touchpoint)), name, escape(words))
	c.add("%s</a>", drawn)
}

// polyline is the points attribute of a line through xy pairs.
func polyline(xy ...float64) string {
	var s []byte
	for i := 0; i+1 < len(xy); i += 2 {
		s = fmt.Appendf(s, "%s,%s ", n(xy[i]), n(xy[i+1]))
	}
	return string(s)
}
