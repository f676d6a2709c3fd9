package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
)

// problemPage tells what became of a request that failed: staff/problem.
type problemPage struct {
	page
	Text      string
	Reference string // the request's id, for who asks for help
}

// Problem answers a failed request with a page of the house. What is said of
// the status is the caller's: only the server knows its statuses.
func (p *Pages) Problem(c echo.Context, status int, reference string, words func(i18n.Voice) (title, advice string)) error {
	pg := problemPage{page: p.newPage(c), Reference: reference}
	pg.Title, pg.Text = words(pg.Voice)
	if c.Request().Method != http.MethodGet { // this address cannot be shown in another language
		pg.Languages = nil
	}
	return c.Render(status, "staff/problem", pg)
}
