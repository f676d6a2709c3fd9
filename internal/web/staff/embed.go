package staff

import (
	"fmt"
	"strings"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
)

// embedView is how a survey comes into a page of another site.
type embedView struct {
	i18n.Voice
	Snippet string   // to copy
	Origins string   // of the pages that may show it, "" for none yet
	Ways    []pair   // attributes, and what they do
	Policy  []string // directives that do so
}

// embed is nil for a placement that is not for pages, or not any more.
func (p *Pages) embed(pg *page, j *journey.Journey, tp *journey.Touchpoint, pl *journey.Placement) *embedView {
	if pl.Channel != journey.Embed || pl.Ended {
		return nil
	}
	at := p.PublicURL.Scheme + "://" + p.PublicURL.Host
	v := &embedView{
		Voice:   pg.Voice,
		Snippet: fmt.Sprintf("<div data-waymood=%q data-mode=\"inline\"></div>\n<script async src=%q></script>", pl.Code, p.PublicURL.JoinPath("embed.js")),
		Origins: strings.Join(pl.Origins, ", "),
		Policy:  []string{"script-src " + at, "frame-src " + at},
	}
	for _, w := range []struct{ attributes, does string }{
		{`data-mode="inline"`, "inline"},
		{`data-mode="button" data-label="…"`, "button"},
		{`data-mode="popup" data-after="10s"`, "after"},
		{`data-mode="popup" data-scroll="50%"`, "scroll"},
		{`data-mode="popup" data-exit`, "exit"},
		{`data-mode="popup" data-on="order:done"`, "on"},
		{`data-modal`, "modal"},
		{`data-once`, "once"},
		{`data-lang="uk"`, "lang"},
	} {
		v.Ways = append(v.Ways, pair{w.attributes, pg.T("embed.way_" + w.does)})
	}
	if s := j.Survey(tp.Survey); s != nil {
		for _, name := range s.Fields {
			v.Ways = append(v.Ways, pair{fmt.Sprintf(`data-field-%s="…"`, name), pg.T("embed.way_field")})
		}
		if q := s.Rating(); q != nil {
			v.Ways = append(v.Ways, pair{fmt.Sprintf(`data-answer-%s="…"`, q.Key), pg.T("embed.way_answer")})
		}
	}
	if len(j.Personas) > 0 {
		v.Ways = append(v.Ways, pair{fmt.Sprintf(`data-persona=%q`, j.Personas[0].Key), pg.T("embed.way_persona")})
	}
	return v
}
