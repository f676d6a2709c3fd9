package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/web/staff"
	"github.com/waymood/waymood/internal/web/visit"
)

// readers are those who look at pages. Visitors and staff get a page like the
// ones they came from, others a few words; all in the language that the link
// or the browser asks for.
type readers struct {
	catalog *i18n.Catalog
	visit   *visit.Pages
	staff   *staff.Pages
}

func (p readers) answer(c echo.Context, status int, reference string) error {
	page := func() error { return errNoPage }
	switch at := areaOf(c.Request().URL.Path); {
	case at == visitArea:
		page = func() error { return p.visit.Problem(c, status, reference) }
	case at == staffArea && status != http.StatusMisdirectedRequest: // its style sheet would be misdirected too
		page = func() error {
			return p.staff.Problem(c, status, reference, func(v i18n.Voice) (title, advice string) { return wordsFor(v, status) })
		}
	}
	if err := page(); err == nil || c.Response().Committed {
		return err
	}
	v := p.catalog.In(i18n.Match(c.QueryParam("lang"), c.Request().Header.Get("Accept-Language"), survey.Languages[:]))
	title, advice := wordsFor(v, status)
	return c.String(status, title+"\n\n"+advice+"\n\n"+reference+"\n")
}

var errNoPage = errors.New("there is no page for this problem")

// wordsFor are what a person reads about a status. Statuses that have no
// words of their own share those of their hundred.
func wordsFor(v i18n.Voice, status int) (title, advice string) {
	id := "web.problem_" + strconv.Itoa(status)
	if title = v.T(id + "_title"); title == id+"_title" {
		id = "web.problem_400"
		if status >= 500 {
			id = "web.problem_500"
		}
		title = v.T(id + "_title")
	}
	return title, v.T(id)
}
