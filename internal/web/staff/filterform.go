package staff

import (
	"net/url"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// filterForm is the plain GET form above a map.
type filterForm struct {
	From, To string // as 2006-01-02; To is the first day not included
	Selects  []selection
	Overlays []option // personas whose curves can be drawn over each other; none where there are fewer than two
	Most     string   // how many at once
	Quick    []tab    // ready periods
	Earlier  *tab     // the period before and the one after, nil where there is none
	Later    *tab
	Open     bool // something else is shown than was asked for
	Lang     string
}

// selection is one select of a form.
type selection struct {
	Name, Label string
	Options     []option
}

type option struct {
	Value, Label string
	Chosen       bool
}

func (pg *page) filterForm(q url.Values, j *journey.Journey, a asked, today journey.Day) filterForm {
	f := filterForm{
		From: a.Period.From.String(), To: a.Period.To.String(),
		Open: len(a.Problems) > 0,
		Lang: q.Get("lang"),
	}
	persona := pg.selection("persona", "")
	for _, x := range j.Personas {
		persona.add(x.Key, pg.name(x.Name, x.Key), a.Filter.Persona == x.Key)
	}
	place := pg.selection("place", "")
	for _, w := range places(j) {
		place.add(w.In(pg.Lang), w.In(pg.Lang), says(w, a.Filter.Place))
	}
	channel := pg.selection("channel", "")
	for _, ch := range channels(j) {
		channel.add(string(ch), pg.channel(ch), a.Filter.Channel == string(ch))
	}
	lang := pg.selection("language", "")
	for _, l := range j.Languages {
		lang.add(l, i18n.NameOf(l), a.Filter.Language == l)
	}
	compare := selection{Name: "compare", Label: pg.T("staff.filter.compare")}
	compare.add(before, pg.T("staff.filter.compare_before"), a.Compare)
	compare.add(nothing, pg.T("staff.filter.compare_nothing"), !a.Compare)
	for _, s := range []selection{persona, place, channel, lang} {
		if len(s.Options) > 2 { // "all" and one thing is no choice
			f.Selects = append(f.Selects, s)
		}
	}
	f.Selects = append(f.Selects, compare)
	for p := range j.LivePersonas() {
		f.Overlays = append(f.Overlays, option{Value: p.Key, Label: pg.name(p.Name, p.Key), Chosen: slices.Contains(a.Overlays, p.Key)})
	}
	if len(f.Overlays) < 2 { // a curve over itself is no comparison
		f.Overlays = nil
	} else if len(f.Overlays) > mostOverlays {
		f.Most = pg.T("map.overlay_most", "Count", mostOverlays)
	}
	pg.periods(&f, q, a.Period, today)
	return f
}

// only are the filters that are set, in words.
func (f *filterForm) only() []string {
	var words []string
	for _, s := range f.Selects {
		for _, o := range s.Options {
			if o.Chosen && o.Value != "" && s.Name != "compare" {
				words = append(words, o.Label)
			}
		}
	}
	return words
}

// periods are links to other periods; they keep all else that is asked for.
func (pg *page) periods(f *filterForm, q url.Values, shown journey.Period, today journey.Day) {
	at := func(label string, p journey.Period) tab {
		link := carried(q)
		link.Set("from", p.From.String())
		link.Set("to", p.To.String())
		if p == usualPeriod(today) {
			link.Del("from")
			link.Del("to")
		}
		return tab{Label: label, Link: "?" + link.Encode(), Current: p == shown}
	}
	for _, days := range []int{7, usualDays, 91, 365} {
		p := journey.Period{From: today + 1 - journey.Day(days), To: today + 1}
		f.Quick = append(f.Quick, at(pg.T("staff.filter.days", "Count", days), p))
	}
	week := today - weekday(today)
	f.Quick = append(f.Quick,
		at(pg.T("map.last_week"), journey.Period{From: week - 7, To: week}),
		at(pg.T("map.last_month"), lastMonth(today)))
	days := journey.Day(shown.Days())
	if p := shown.Before(); p.From.Time().Year() >= firstYear {
		t := at(pg.T("map.earlier", "Count", int(days)), p)
		f.Earlier = &t
	}
	if shown.To <= today {
		t := at(pg.T("map.later", "Count", int(days)), journey.Period{From: shown.To, To: min(shown.To+days, today+1)})
		f.Later = &t
	}
}

// selection begins a select whose first option is everything.
func (pg *page) selection(name, chosen string) selection {
	s := selection{Name: name, Label: pg.T("staff.filter." + name)}
	s.add("", pg.T("staff.filter.all_"+name), chosen == "")
	return s
}

func (s *selection) add(value, label string, chosen bool) {
	s.Options = append(s.Options, option{Value: value, Label: label, Chosen: chosen})
	if chosen && value != "" {
		s.Options[0].Chosen = s.Options[0].Value == value
	}
}

// channel is a channel's name.
func (pg *page) channel(ch journey.Channel) string { return pg.T("staff.channel." + string(ch)) }

// where is a channel and a place, as far as they are known.
func (pg *page) where(ch journey.Channel, place survey.Wording) string {
	var words []string
	if ch != "" {
		words = append(words, pg.channel(ch))
	}
	if p := place.In(pg.Lang); p != "" {
		words = append(words, p)
	}
	return strings.Join(words, " · ")
}
