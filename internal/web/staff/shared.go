package staff

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/web/limit"
)

// quotedFrom is how many answers a touchpoint needs before its words are shown
// to others: with fewer, somebody may be known by them.
const quotedFrom = 5

// sharedPage is /share/{token}: a map to look at, for whoever has the link.
// There is no login, no cookie, no filter and no way from it to any other page.
type sharedPage struct {
	page
	outline
	Gone  bool   // there is nothing behind this link
	Name  string // of the journey
	Until string // the last day on which the link works
}

// Shared shows a journey's map. Links that never were, have expired or are
// revoked are all answered alike, and after ten of them an address has to wait.
func (p *Pages) Shared(c echo.Context) error {
	h := c.Response().Header()
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Add("Vary", "Accept-Language")
	ctx := c.Request().Context()
	sh, err := p.Store.OpenShare(ctx, c.Param("token"))
	var j *journey.Journey
	if err == nil {
		j, err = p.Store.Journey(ctx, sh.Journey)
	}
	if errors.Is(err, fault.NotFound) || err == nil && j.Archived {
		return p.nothingShared(c)
	}
	if err != nil {
		return err
	}
	m, err := p.mapFor(c, sh, j)
	if err != nil {
		return err
	}
	pg := p.sharedPage(c)
	pg.Name = pg.name(j.Name, j.Key)
	pg.Title = pg.Name
	pg.Until = pg.dated(journey.DayOf(sh.Expires, j.Location()))
	if pg.outline, err = pg.page.outline(m, sh.Compare); err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/shared", pg)
}

// mapFor is the map that a link is for: without its teams, and with words of
// customers only where nobody is known by them.
func (p *Pages) mapFor(c echo.Context, sh *store.Share, j *journey.Journey) (*mood.Map, error) {
	period := sh.Period
	if period == (journey.Period{}) {
		period = usualPeriod(journey.DayOf(p.now(), j.Location()))
	}
	m, err := p.mapOf(c, j, period, store.Filter{}, false)
	if err != nil {
		return nil, err
	}
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			point := &m.Stages[i].Points[k]
			point.Touchpoint.Owner = "" // the house's own business; the journey is this request's
			if point.Answers < quotedFrom || point.Evidence == mood.None {
				point.Quotes = nil
			}
		}
	}
	return m, nil
}

func (p *Pages) sharedPage(c echo.Context) sharedPage {
	pg := sharedPage{page: p.newPage(c)}
	pg.Styles = []string{"staff/map.css", "staff/together.css"}
	return pg
}

// nothingShared is the one answer to all links that do not work.
func (p *Pages) nothingShared(c echo.Context) error {
	if wait := p.tries.take("share " + limit.Sender(c.RealIP()).String()); wait > 0 {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		return fault.New(fault.TooMany, "There were too many links that lead nowhere. Wait a quarter of an hour.")
	}
	pg := p.sharedPage(c)
	pg.Gone, pg.Title = true, pg.T("share.gone_title")
	return c.Render(http.StatusNotFound, "staff/shared", pg)
}
