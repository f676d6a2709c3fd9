package visit

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/survey"
)

// problem is the page of a failed request, "visit/problem".
type problem struct {
	page
	Text      string
	Reference string // the request's id, for who asks for help; "" for none
}

// Problem answers with a page that says what went wrong, in the language of
// the link or the browser.
func (p *Pages) Problem(c echo.Context, status int, reference string) error {
	lang := languageOf(c, anyLanguage())
	m := p.newProblem(lang, status, reference)
	m.Languages = switches(survey.Languages[:], lang, func(tag string) string { return "?lang=" + tag })
	if framed(c) {
		// Where not even the placement can be read, nobody may show the page.
		if spot, err := p.Store.Spot(c.Request().Context(), c.Param("code")); err == nil {
			m.stand(spot)
		}
	}
	return p.render(c, status, "visit/problem", m)
}

// newProblem is the page's struct for a status; statuses without words of
// their own share those of 400 or 500.
func (p *Pages) newProblem(lang string, status int, reference string) *problem {
	m := &problem{page: p.newPage(lang), Reference: reference}
	m.Nothing = true
	id := "visit.problem_" + strconv.Itoa(status)
	if m.T(id) == id {
		id = "visit.problem_400"
		if status >= 500 {
			id = "visit.problem_500"
		}
	}
	m.uses, m.Text, m.Heading = cssSay, m.T(id), m.T(id+"_title")
	m.Title = m.Heading
	return m
}
