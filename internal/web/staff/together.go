package staff

import (
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/journey"
)

// togetherPage is what the pages of one tab share: review, meeting, snapshots
// and links for others.
type togetherPage struct {
	page
	Name   string // of the journey
	Base   string // of the journey's addresses
	Parts  []tab
	Editor bool // may change something here
}

// together begins a page of the tab.
func (p *Pages) together(c echo.Context, j *journey.Journey, current string) togetherPage {
	pg := togetherPage{page: p.newPage(c), Base: journeyLink(j), Editor: may(c, account.Editor)}
	pg.of(j, "review")
	pg.Styles = []string{"staff/map.css", "staff/together.css"}
	pg.Name = pg.name(j.Name, j.Key)
	parts := []string{"review", "meeting", "snapshots"}
	if pg.Editor {
		parts = append(parts, "share")
	}
	for _, name := range parts {
		pg.Parts = append(pg.Parts, tab{Label: pg.T("review.part_" + name), Link: pg.Base + "/" + name, Current: name == current})
	}
	return pg
}

// dated is a day of a journey.
func (pg *page) dated(d journey.Day) string { return pg.Date(d.Time()) }

// days is a period by its first and last day.
func (pg *page) days(p journey.Period) string { return pg.span(p.From.Time(), (p.To - 1).Time()) }
