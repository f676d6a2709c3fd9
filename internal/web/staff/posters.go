package staff

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/web/poster"
)

// postersPage is /admin/journeys/{key}/posters: every placement, ready for
// the wall.
type postersPage struct {
	page
	Name    string
	Local   bool // the public URL is this machine: nobody else could open it
	Address string
	Base    string // of the journey's addresses
	Formats []pair
	Tongues []spoken
	Editor  bool   // may change the logo
	Logo    bool   // the journey has one
	Wrong   string // with an uploaded logo, or ""
	Posters []posterView
}

// spoken is a language that posters can speak.
type spoken struct {
	Tag, Name string
	Chosen    bool
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
	Ended      bool
	Open       []string // when it takes answers, and from whom
	Inward     bool     // answers come in by import or API: there is nothing to open
	Poster     string   // address of its poster, "" where it has none to print
	Embed      *embedView
}

// Posters shows the placements, or, where a format is asked for, their posters
// ready to print.
func (p *Pages) Posters(c echo.Context) error {
	if c.QueryParam("format") == "" {
		return p.showPosters(c, http.StatusOK, "")
	}
	j, err := p.Store.Journey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return err
	}
	return p.print(c, j)
}

// showPosters shows the placements. wrong is the code of what is wrong with an
// uploaded logo, or "".
func (p *Pages) showPosters(c echo.Context, status int, wrong string) error {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	pg := postersPage{page: p.newPage(c), Local: p.OnlyHere, Address: p.PublicURL.String(), Base: journeyLink(j) + "/", Editor: may(c, account.Editor)}
	pg.of(j, "posters")
	pg.Name = pg.name(j.Name, j.Key)
	pg.Title = pg.T("staff.posters.title", "Name", pg.Name)
	if _, err := p.Store.Logo(ctx, j.Key); err == nil {
		pg.Logo = true
	} else if !errors.Is(err, fault.NotFound) {
		return err
	}
	if wrong != "" {
		pg.Wrong = pg.T("poster.logo_" + wrong)
		pg.page.Languages = nil // this address cannot be shown in another language
	}
	chosen := poster.Languages(nil, j.Languages)
	for _, tag := range j.Languages {
		pg.Tongues = append(pg.Tongues, spoken{tag, i18n.NameOf(tag), slices.Contains(chosen, tag)})
	}
	for _, f := range poster.Formats {
		pg.Formats = append(pg.Formats, pair{string(f), pg.T("poster.format." + string(f))})
	}
	for spot := range spots(j) {
		pg.Posters = append(pg.Posters, p.poster(&pg.page, &spot))
	}
	return c.Render(status, "staff/posters", pg)
}

func (p *Pages) poster(pg *page, spot *store.Spot) posterView {
	j, tp, pl := spot.Journey, spot.Touchpoint, spot.Placement
	link := poster.Address(p.PublicURL, pl.Code)
	v := posterView{
		Code: pl.Code, Touchpoint: pg.name(tp.Name, tp.Key), Link: link, Short: poster.Short(link),
		Ended: pl.Ended, Inward: poster.Inward(pl), Open: openInWords(pg.Voice, j, pl, p.Clock()),
		Embed: p.embed(pg, j, tp, pl),
	}
	v.Where = pg.where(pl.Channel, pl.Place)
	if !v.Ended && !v.Inward {
		v.QR = "/t/" + url.PathEscape(pl.Code) + "/qr.svg"
	}
	if p.TestLink != nil && v.QR != "" {
		v.Test = p.TestLink(pl.Code)
	}
	if poster.Wall(spot, p.now()) && !p.OnlyHere {
		v.Poster = "/t/" + url.PathEscape(pl.Code) + "/poster"
	}
	return v
}
