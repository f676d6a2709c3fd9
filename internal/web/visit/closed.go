package visit

import (
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// message is a page that only says something, with at most one way on.
type message struct {
	page
	Text  string
	Next  string // words of the link, or ""
	Link  string
	Typed []pair // what the visitor wrote and could not send: question and text
	Kept  []pair // all that was sent, for the same page in another language
	Again string // where that goes
}

func (p *Pages) message(v visit, title, text string, args ...any) *message {
	m := &message{page: p.pageOf(&v)}
	m.uses, m.Nothing = cssSay, true
	m.Journey, m.Heading = v.Journey.Name.In(v.lang), m.T(title)
	m.Title, m.Text = m.Heading+" – "+m.Journey, m.T(text, args...)
	if m.Typed = v.typed(); len(m.Typed) > 0 {
		m.uses |= cssForm | cssReceipt
		m.Again, m.Kept = v.stay("/t/"+v.Placement.Code), resent(v.sent)
		m.Languages = switches(v.Journey.Languages, v.lang, func(string) string { return "" })
		return m
	}
	m.Languages = switches(v.Journey.Languages, v.lang, func(tag string) string { return "?" + v.query(tag).Encode() })
	return m
}

// isClosed says whether no answers are taken now.
func (p *Pages) isClosed(spot *store.Spot) bool {
	if !spot.Placement.Dated() {
		return spot.Placement.Ended || spot.Placement.Archived
	}
	return spot.Placement.Closed(p.Clock(), spot.Journey.Location())
}

// closed says kindly that no answers are taken, or not yet.
func (p *Pages) closed(c echo.Context, v visit) error {
	m := p.message(v, "visit.closed_title", "visit.closed")
	if o := v.Placement.Open; o != nil && !v.Placement.Ended {
		from, err := journey.ParseDay(o.From)
		until, ends := journey.ParseDay(o.Until)
		today := journey.DayOf(p.Clock(), v.Placement.Location(v.Journey.Location()))
		voice := p.Catalog.In(v.lang)
		switch {
		case err == nil && today < from:
			m = p.message(v, "visit.not_yet_title", "visit.not_yet", "Date", voice.Date(from.Time()))
		case ends == nil && today > until:
			m = p.message(v, "visit.closed_title", "link.closed_since", "Date", voice.Date(until.Time()))
		}
	}
	return p.render(c, http.StatusGone, "visit/message", m)
}

// testOver is shown instead of the survey when a test link is too old, or was
// never one, so that no customer's answer is taken for a test.
func (p *Pages) testOver(c echo.Context, v visit) error {
	v.test, v.entered = "", nil
	m := p.message(v, "visit.test_over_title", "visit.test_over")
	m.Languages = switches(v.Journey.Languages, v.lang, func(tag string) string { return "?test=over&" + v.query(tag).Encode() })
	m.Next, m.Link = m.T("visit.test_over_link"), "/t/"+v.Placement.Code+"?"+v.query(v.lang).Encode()
	return p.render(c, http.StatusGone, "visit/message", m)
}

// goneBefore is the answer to a form whose answer its visitor has erased.
func (p *Pages) goneBefore(c echo.Context, v visit, why error) error {
	if v.invited.good {
		return p.used(c, v, why)
	}
	m := p.message(v, "visit.erased_before_title", "visit.erased_before")
	m.Next, m.Link = m.T("visit.new_answer"), v.stay("/t/"+v.Placement.Code+"?lang="+v.lang)
	return p.render(c, http.StatusGone, "visit/message", m)
}

// typed is what the visitor has written so far, to be shown where it cannot be
// sent any more.
func (v *visit) typed() []pair {
	var all []pair
	for q := range v.Survey.Asked() {
		if words := v.entered.first(q.Key); words != "" && q.Type.IsText() {
			all = append(all, pair{q.Ask.In(v.lang), words})
		}
	}
	return all
}

// resent is a form's inputs, to be sent once more, but for those that say what
// is to be done with it.
func resent(form url.Values) []pair {
	var all []pair
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			if name != switchInput {
				all = append(all, pair{name, value})
			}
		}
	}
	return all
}
