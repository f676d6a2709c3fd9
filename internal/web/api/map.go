package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	words "github.com/waymood/waymood/internal/text"
)

const (
	quotesRead = 20 // of each touchpoint's newest texts, to choose from
	quotesTold = 3  // of a touchpoint
	themesTold = 2  // of a pain
)

// drawn is a map with what was asked for.
type drawn struct {
	*mood.Map
	filter  store.Filter
	lang    string
	finding string // in lang
}

// look reads an address's journey, period and filter; more are parameters that
// it may have for others.
func (h *Handlers) look(c echo.Context, more ...string) (*journey.Journey, journey.Period, store.Filter, error) {
	j, err := h.Store.Journey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return nil, journey.Period{}, store.Filter{}, noJourney(err)
	}
	a := &asked{c: c}
	a.known(append(more, "from", "to", "persona", "place", "channel", "language", "lang")...)
	p, f := a.period(j, h.Clock()), a.filter(j)
	return j, p, f, a.err()
}

// draw makes the map that an address asks for.
func (h *Handlers) draw(c echo.Context) (*drawn, error) {
	j, p, f, err := h.look(c)
	if err != nil {
		return nil, err
	}
	m, err := h.Store.Map(c.Request().Context(), j, p, f, quotesRead)
	if err != nil {
		return nil, err
	}
	m.LabelThemes(h.Labels)
	m.TellOnly(quotesTold)
	if !plain(c) {
		m.EachQuote(func(q *mood.Quote) { q.Text = words.Mask(q.Text, q.Language) })
	}
	lang := speak(c, j)
	return &drawn{m, f, lang, digest.Finding(m, h.Catalog.In(lang))}, nil
}

func noJourney(err error) error {
	if isNotFound(err) {
		return fault.New(fault.NotFound, "There is no journey with this key.")
	}
	return err
}

// Map answers with a journey's map for a period.
func (h *Handlers) Map(c echo.Context) error {
	d, err := h.draw(c)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, mapOf(d))
}

// PainPoints answers with a map's pains alone, worst first.
func (h *Handlers) PainPoints(c echo.Context) error {
	d, err := h.draw(c)
	if err != nil {
		return err
	}
	m := mapOf(d)
	return c.JSON(http.StatusOK, struct {
		list[painJSON]
		Journey string            `json:"journey"`
		Period  periodJSON        `json:"period"`
		Filter  map[string]string `json:"filter"`
	}{listOf(m.Pains, ""), m.Journey, m.Period, m.Filter})
}

func filterOf(f store.Filter) map[string]string {
	set := map[string]string{}
	for name, v := range map[string]string{"persona": f.Persona, "place": f.Place, "channel": f.Channel, "language": f.Language} {
		if v != "" {
			set[name] = v
		}
	}
	return set
}

func periodOf(j *journey.Journey, p journey.Period) periodJSON {
	return periodJSON{From: p.From.String(), To: p.To.String(), Timezone: j.Timezone}
}
