package poster

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// Poster is what one placement hangs out. Texts in several languages stand in
// the order in which they are printed; there are one to three.
type Poster struct {
	ID        string // the placement's code: of all posters on a page, only one has it
	Address   string // what the code says
	Headlines []Text // the survey's first question
	Promises  []Text // that it is short, and needs nothing
	Foot      string // journey, touchpoint and place, in the first language
	Logo      []byte // PNG for the middle of the code, or nil
	Code      Code
	fold      string // what the tent's marks mean, in the first language
}

// Text is a text in a language.
type Text struct{ Lang, Text string }

// most is how many languages a poster speaks.
const most = 3

// Languages of a poster: those asked for, each as in "zh-Hant,en" or alone,
// that the journey offers, in the order asked for; else the journey's first.
// There are at most three.
func Languages(asked, offered []string) []string {
	var chosen []string
	for tag := range strings.SplitSeq(strings.Join(asked, ","), ",") {
		tag = strings.TrimSpace(tag)
		if slices.Contains(offered, tag) && !slices.Contains(chosen, tag) && len(chosen) < most {
			chosen = append(chosen, tag)
		}
	}
	if len(chosen) > 0 {
		return chosen
	}
	return offered[:min(most, len(offered))]
}

// New is the poster of a placement under the public URL.
func New(spot *store.Spot, public *url.URL, languages []string, catalog *i18n.Catalog, logo []byte) (*Poster, error) {
	p := &Poster{ID: spot.Placement.Code, Address: Address(public, spot.Placement.Code), Logo: logo}
	var err error
	if p.Code, err = Encode(p.Address, logo != nil); err != nil {
		return nil, err
	}
	for i, lang := range languages {
		voice := catalog.In(lang)
		if ask := first(spot.Survey).In(lang); ask != "" {
			p.Headlines = append(p.Headlines, Text{lang, ask})
		}
		p.Promises = append(p.Promises, Text{lang, voice.T("poster.promise")})
		if i == 0 {
			p.Foot = foot(spot, lang)
			p.fold = voice.T("poster.fold")
		}
	}
	return p, nil
}

// first question of a survey.
func first(s *survey.Survey) survey.Wording {
	for q := range s.Asked() {
		return q.Ask
	}
	return nil
}

// foot says where a poster belongs, for those who hang it up.
func foot(spot *store.Spot, lang string) string {
	parts := []string{spot.Journey.Name.In(lang), spot.Touchpoint.Name.In(lang), spot.Placement.Place.In(lang)}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// Wall is true of placements that hang on a wall or stand beside one: whoever
// is there may answer, now or once it begins.
func Wall(spot *store.Spot, at time.Time) bool {
	p := spot.Placement
	return (p.Channel == journey.QR || p.Channel == journey.Kiosk) && !p.Invited && !Over(spot, at)
}

// Over is true of placements that take no more answers; one that has not begun
// yet may hang already.
func Over(spot *store.Spot, at time.Time) bool {
	p := spot.Placement
	if p.Ended || p.Archived || p.Open == nil {
		return p.Ended || p.Archived
	}
	until, err := journey.ParseDay(p.Open.Until)
	return err == nil && journey.DayOf(at, p.Location(spot.Journey.Location())) > until
}

// Inward is true of placements that have nothing to open: their answers come
// in by import or API.
func Inward(p *journey.Placement) bool {
	return p.Channel == journey.Import || p.Channel == journey.API
}

// lang is the poster's first language.
func (p *Poster) lang() string {
	if len(p.Promises) == 0 {
		return "en"
	}
	return p.Promises[0].Lang
}

// label says what the poster shows, for those who do not see it.
func (p *Poster) label() string {
	if len(p.Headlines) == 0 {
		return Short(p.Address)
	}
	return p.Headlines[0].Text + " " + Short(p.Address)
}
