package visit

import (
	"bytes"

	"github.com/labstack/echo/v4"
)

// html renders a survey page into bytes that can be kept.
func (p *Pages) html(c echo.Context, view *surveyPage) ([]byte, error) {
	var b bytes.Buffer
	if err := c.Echo().Renderer.Render(&b, "visit/survey", view, c); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
