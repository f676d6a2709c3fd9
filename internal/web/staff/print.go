package staff

import (
	"bytes"
	"errors"
	"iter"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/web/poster"
)

// print is every wall placement's poster in one document.
func (p *Pages) print(c echo.Context, j *journey.Journey) error {
	voice := p.Catalog.In(p.reads(c))
	format := poster.FormatOf(c.QueryParam("format"))
	languages := poster.Languages(c.QueryParams()["lang"], j.Languages)
	name := j.Name.In(voice.Lang)
	d := poster.NewDocument(voice, voice.T("poster.title_all", "Name", name), format, languages)
	d.Back = journeyLink(j) + "/posters"
	c.Response().Header().Set("Content-Language", voice.Lang)
	if p.OnlyHere {
		d.Public = p.PublicURL.String()
		return c.Render(http.StatusOK, "visit/poster", d)
	}
	d.Zip = d.Back + ".zip?" + url.Values{"lang": {strings.Join(languages, ",")}}.Encode()
	list, err := p.wall(c, j, languages)
	if err != nil {
		return err
	}
	posters := make([]*poster.Poster, len(list))
	for i := range list {
		posters[i] = list[i].Poster
	}
	d.Add(poster.DrawAll(posters, format)...)
	return c.Render(http.StatusOK, "visit/poster", d)
}

// PostersZip is every wall placement's drawings in one file.
func (p *Pages) PostersZip(c echo.Context) error {
	j, err := p.Store.Journey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return err
	}
	if p.OnlyHere {
		return fault.New(fault.Conflict, "The public URL %s leads nowhere from another machine: set WAYMOOD_PUBLIC_URL first.", p.PublicURL)
	}
	list, err := p.wall(c, j, poster.Languages(c.QueryParams()["lang"], j.Languages))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := poster.Zip(&b, list); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": poster.FileName(j.Key) + "-posters.zip"}))
	return c.Blob(http.StatusOK, "application/zip", b.Bytes())
}

// wall is what a journey hangs out.
func (p *Pages) wall(c echo.Context, j *journey.Journey, languages []string) ([]poster.Hung, error) {
	logo, err := p.Store.Logo(c.Request().Context(), j.Key)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return nil, err
	}
	var list []poster.Hung
	for spot := range spots(j) {
		if !poster.Wall(&spot, p.now()) {
			continue
		}
		made, err := poster.New(&spot, p.PublicURL, languages, p.Catalog, logo)
		if err != nil {
			return nil, err
		}
		list = append(list, poster.Hung{Poster: made, Journey: j.Key, Touchpoint: spot.Touchpoint.Key, Place: spot.Placement.Place.In(languages[0])})
	}
	return list, nil
}

// spots are a journey's placements in its order, without what is archived.
func spots(j *journey.Journey) iter.Seq[store.Spot] {
	return func(yield func(store.Spot) bool) {
		for stage, tp := range j.Walk() {
			asked := j.Survey(tp.Survey)
			if asked == nil {
				asked = &survey.Survey{Key: tp.Survey}
			}
			for pl := range tp.Live() {
				if !yield(store.Spot{Journey: j, Stage: stage, Touchpoint: tp, Placement: pl, Survey: asked}) {
					return
				}
			}
		}
	}
}

// reads is the language of who is signed in, where the address's own stands
// for something else.
func (p *Pages) reads(c echo.Context) string {
	own := ""
	if u, ok := c.Get("user").(*account.User); ok {
		own = u.Language
	}
	return i18n.Match(own, c.Request().Header.Get("Accept-Language"), survey.Languages[:])
}
