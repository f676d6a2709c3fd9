package staff

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// howPage is /admin/how: how the figures are computed, and what they do not
// say.
type howPage struct {
	page
	Parts []howPart
}

type howPart struct{ Key, Title, Text string }

// How explains the figures: with ?journey= those of a journey, which may have
// constants of its own.
func (p *Pages) How(c echo.Context) error {
	pg := howPage{page: p.newPage(c)}
	constants := journey.Defaults()
	if key := c.QueryParam("journey"); key != "" {
		j, err := p.Store.Journey(c.Request().Context(), key)
		if err != nil {
			return err
		}
		constants = j.Analysis
		pg.of(j, "")
	}
	limits := pg.limits(constants)
	pg.Title = pg.T("staff.how.title")
	for _, part := range []struct {
		area string
		keys []string
	}{
		{"staff.how.", []string{"axis", "text", "themes", "terms", "hand", "learning", "names", "score", "evidence", "journey", "pain"}},
		{"signal.how.", []string{"truth"}},
		{"staff.how.", []string{"delight", "change"}},
		{"signal.how.", []string{"onset", "watch"}},
		{"alert.how.", []string{"mails", "silence"}},
		{"signal.how.", []string{"effect"}},
		{"digest.how.", []string{"told"}},
		{"staff.how.", []string{"association", "proof", "silent", "quiet", "classic", "left_out"}},
	} {
		for _, key := range part.keys {
			id := part.area + key
			pg.Parts = append(pg.Parts, howPart{key, pg.T(id + "_title"), pg.T(id, limits...)})
		}
	}
	return c.Render(http.StatusOK, "staff/how", pg)
}

// Language keeps the language in which a user reads the pages.
func (p *Pages) Language(c echo.Context) error {
	u, err := p.enter(c)
	if err != nil {
		return err
	}
	if tag := c.FormValue("language"); slices.Contains(survey.Languages[:], tag) {
		if err := p.Store.SetLanguage(c.Request().Context(), u.ID, tag); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, safeNext(c.FormValue("back")))
}
