package visit

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/web/poster"
)

// Poster is GET /t/{code}/poster: what hangs beside the code, to print.
func (p *Pages) Poster(c echo.Context) error {
	spot, err := p.Store.Spot(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	asked := c.QueryParams()["lang"]
	lang := languageOf(c, spot.Journey.Languages)
	languages := poster.Languages(asked, spot.Journey.Languages)
	if len(asked) > 0 {
		lang = languages[0]
	}
	v := visit{Spot: spot, lang: lang}
	switch {
	case poster.Inward(spot.Placement):
		return p.noPoster(c, http.StatusNotFound, v, "poster.inward_title", "poster.inward")
	case spot.Placement.Invited:
		return p.noPoster(c, http.StatusNotFound, v, "poster.inward_title", "poster.invited")
	case poster.Over(spot, p.Clock()):
		return p.noPoster(c, http.StatusGone, v, "poster.ended_title", "poster.ended")
	}
	voice := p.Catalog.In(lang)
	format := poster.FormatOf(c.QueryParam("format"))
	d := poster.NewDocument(voice, voice.T("poster.title", "Name", spot.Touchpoint.Name.In(lang)), format, languages)
	c.Response().Header().Set("Content-Language", lang)
	c.Response().Header().Add("Vary", "Accept-Language")
	if p.OnlyHere {
		d.Public = p.PublicURL.String()
		return c.Render(http.StatusOK, "visit/poster", d)
	}
	var logo []byte
	if c.QueryParam("logo") != "0" {
		if logo, err = p.logo(c.Request().Context(), spot.Journey.Key); err != nil {
			return err
		}
	}
	made, err := poster.New(spot, p.PublicURL, languages, p.Catalog, logo)
	if err != nil {
		return err
	}
	d.Add(made.Draw(format))
	return c.Render(http.StatusOK, "visit/poster", d)
}

// noPoster says kindly why there is none.
func (p *Pages) noPoster(c echo.Context, status int, v visit, title, text string) error {
	m := p.message(v, title, text)
	m.Languages = nil
	return p.render(c, status, "visit/message", m)
}
