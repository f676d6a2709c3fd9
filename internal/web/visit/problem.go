package visit

import (
	"html/template"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
)

// Problem is the page of a failed request, "visit/problem".
type Problem struct {
	page
	Text      string
	Reference string // the request's id, for who asks for help; "" for none
}

// Problem answers with a page that says what went wrong, in the language of
// the link or the browser.
func (p *Pages) Problem(c echo.Context, status int, reference string) error {
	lang := languageOf(c, anyLanguage())
	return p.render(c, status, "visit/problem", lang, NewProblem(p.Catalog.In(lang), p.style, status, reference))
}

// NewProblem is the page's struct for a status; statuses without words of
// their own share those of 400 or 500.
func NewProblem(v i18n.Voice, style template.CSS, status int, reference string) *Problem {
	id := "visit.problem_" + strconv.Itoa(status)
	if v.T(id) == id {
		id = "visit.problem_400"
		if status >= 500 {
			id = "visit.problem_500"
		}
	}
	m := &Problem{page: page{Voice: v, Style: style}, Text: v.T(id), Reference: reference}
	m.Heading = v.T(id + "_title")
	m.Title = m.Heading
	return m
}
