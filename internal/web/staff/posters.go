package staff

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
)

const headlines = 3 // languages on one poster

// postersPage is /admin/journeys/{key}/posters: every placement, ready for
// the wall.
type postersPage struct {
	page
	Name    string
	Local   bool // the public URL is this machine: nobody else could open it
	Address string
	Posters []posterView
}

// posterView is one placement.
type posterView struct {
	Code       string
	Touchpoint string
	Where      string
	Link       string // what the QR code says
	Short      string // the same to type
	QR         string
	Test       string // link on which the survey can be tried, "" when there is none
	Headlines  []headline
	Ended      bool
	Inward     bool // answers come in by import or API: there is nothing to open
	Wall       bool // belongs on a wall: printed
}

// headline is the survey's first question in one language.
type headline struct{ Lang, Text string }

// Posters shows the placements.
func (p *Pages) Posters(c echo.Context) error {
	j, err := p.Store.Journey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return err
	}
	pg := postersPage{page: p.newPage(c), Local: p.OnlyHere, Address: p.PublicURL.String()}
	pg.of(j, "posters")
	pg.Name = pg.name(j.Name, j.Key)
	pg.Title = pg.T("staff.posters.title", "Name", pg.Name)
	for i := range j.Stages {
		for k := range j.Stages[i].Touchpoints {
			tp := &j.Stages[i].Touchpoints[k]
			if j.Stages[i].Archived || tp.Archived {
				continue
			}
			for n := range tp.Placements {
				if pl := &tp.Placements[n]; !pl.Archived {
					pg.Posters = append(pg.Posters, p.poster(&pg.page, j, tp, pl))
				}
			}
		}
	}
	return c.Render(http.StatusOK, "staff/posters", pg)
}

func (p *Pages) poster(pg *page, j *journey.Journey, tp *journey.Touchpoint, pl *journey.Placement) posterView {
	link := p.PublicURL.JoinPath("t", pl.Code)
	v := posterView{
		Code: pl.Code, Touchpoint: pg.name(tp.Name, tp.Key), Link: link.String(),
		Short:  strings.TrimPrefix(strings.TrimPrefix(link.String(), "https://"), "http://"),
		Ended:  pl.Ended,
		Inward: pl.Channel == journey.Import || pl.Channel == journey.API,
		Wall:   !pl.Ended && (pl.Channel == journey.QR || pl.Channel == journey.Kiosk),
	}
	v.Where = pg.channel(pl.Channel)
	if place := pl.Place.In(pg.Lang); place != "" {
		v.Where += " · " + place
	}
	if !v.Ended && !v.Inward {
		v.QR = "/t/" + url.PathEscape(pl.Code) + "/qr.svg"
	}
	if p.TestLink != nil && v.QR != "" {
		v.Test = p.TestLink(pl.Code)
	}
	if q := rating(j, tp); q != nil {
		for _, l := range j.Languages {
			if s := q.Ask[l]; s != "" && len(v.Headlines) < headlines {
				v.Headlines = append(v.Headlines, headline{l, s})
			}
		}
	}
	return v
}
