package staff

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/chart"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/exchange"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/raster"
)

// Scales of a painted picture, in pixels per pixel of the drawing.
const (
	usualScale = 2
	mostScale  = 3
)

// Files of a map are passed on, so they hide names and contacts in quotes from
// owners too.

// Curve is the picture as SVG.
func (p *Pages) Curve(c echo.Context) error {
	_, a, m, err := p.readMap(c, false)
	if err != nil {
		return err
	}
	pg := p.newPage(c)
	file, err := p.drawFile(c, &pg, m, a, nil)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "image/svg+xml", file)
}

// CurvePNG is the picture as PNG, ?scale= 1 to 3 pixels to one of the SVG.
// Where the machine has no letters for the page's language, it is drawn in
// English.
func (p *Pages) CurvePNG(c echo.Context) error {
	scale := usualScale
	if s := c.QueryParam("scale"); s != "" {
		var err error
		if scale, err = strconv.Atoi(s); err != nil || scale < 1 || scale > mostScale {
			return fault.New(fault.Invalid, "scale is %q: write 1, 2 or 3.", s)
		}
	}
	_, a, m, err := p.readMap(c, false)
	if err != nil {
		return err
	}
	fonts, err := p.Fonts()
	if err != nil {
		return err
	}
	pg := p.newPage(c)
	legible := func(s string) bool { return len(fonts.Lacks(s)) == 0 }
	if !legible(pg.T("staff.chart.title")) {
		pg.Voice = p.Catalog.In("en")
		c.Response().Header().Set("Content-Language", pg.Lang)
	}
	drawing, err := p.drawFile(c, &pg, m, a, legible)
	if err != nil {
		return err
	}
	b, err := p.paint(c.Request().Context(), drawing, fonts, float64(scale))
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "image/png", b)
}

// paintWait is how long a picture waits for its turn: what comes much later
// would be cut off by the server.
const paintWait = 15 * time.Second

// paint makes the PNG of a drawing. A large one takes seconds and 100 MB of
// memory, so they are painted one after the other, and only those that somebody
// still waits for.
func (p *Pages) paint(ctx context.Context, drawing []byte, fonts *raster.Fonts, scale float64) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, paintWait)
	defer cancel()
	select {
	case p.painting <- struct{}{}:
		defer func() { <-p.painting }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil { // of two that are ready, select takes either
		return nil, &fault.Error{Kind: fault.Busy, Detail: "Others are painted first. Ask again.", Cause: ctx.Err()}
	}
	var b bytes.Buffer
	if err := raster.PNG(&b, drawing, fonts, scale); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// drawFile makes the picture that stands alone, with its own heading. Names and
// quotes that are not legible are replaced or left out; nil finds all legible.
func (p *Pages) drawFile(c echo.Context, pg *page, m *mood.Map, a asked, legible func(string) bool) ([]byte, error) {
	var over []chart.Overlay
	if len(a.Overlays) > 0 {
		kinds, err := p.kinds(c.Request().Context(), m.Journey, a)
		if err != nil {
			return nil, err
		}
		over = pg.overlays(kinds, a)
	}
	heading, finding := pg.name(m.Journey.Name, m.Journey.Key), digest.Finding(m, pg.Voice)
	if legible != nil {
		if !legible(heading) {
			heading = m.Journey.Key
		}
		if !legible(finding) {
			finding = ""
		}
		for i, k := range a.Overlays[:len(over)] {
			if !legible(over[i].Name) {
				over[i].Name = k
			}
		}
	}
	var b bytes.Buffer
	about := pg.span(a.Period.From.Time(), (a.Period.To-1).Time()) + " · " + pg.answers(m.Answers)
	if m.Mood != nil {
		about += " · " + pg.T("staff.chart.mood", "Value", pg.number(m.Mood.Value, 0), "Range", pg.between(m.Mood))
	}
	m.TellOnly(quotesRead) // the most telling first; the picture has room for one
	err := chart.Draw(&b, m, chart.Options{
		Language: pg.Lang, Words: pg.words(m.Journey), Compare: a.Compare, ID: "map", Legible: legible, Overlays: over,
		Heading:    heading,
		Subheading: about,
		Finding:    finding,
	})
	return b.Bytes(), err
}

// Table is the map's figures as CSV, a row for each touchpoint.
func (p *Pages) Table(c echo.Context) error {
	j, _, m, err := p.readMap(c, false)
	if err != nil {
		return err
	}
	pg := p.newPage(c)
	var b bytes.Buffer
	if err := exchange.WriteMap(&b, m, pg.Lang); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": j.Key + "-map.csv"}))
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
}
