package web

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/survey"
)

// answerPerson says on a page what went wrong, in the language that the link
// or the browser asks for.
func answerPerson(c echo.Context, catalog *i18n.Catalog, p problem) error {
	r := c.Request()
	voice := catalog.In(i18n.Match(c.QueryParam("lang"), r.Header.Get("Accept-Language"), survey.Languages[:]))
	title, advice := wordsFor(voice, p.Status)
	return c.String(p.Status, title+"\n\n"+advice+"\n\n"+p.RequestID+"\n")
}

// wordsFor are what a person reads about a status. Statuses that only
// programs meet share the words of their hundred.
func wordsFor(v i18n.Voice, status int) (title, advice string) {
	id := "web.problem." + strconv.Itoa(status)
	if title = v.T(id + ".title"); title == id+".title" {
		id = "web.problem.400"
		if status >= 500 {
			id = "web.problem.500"
		}
		title = v.T(id + ".title")
	}
	return title, v.T(id + ".advice")
}
