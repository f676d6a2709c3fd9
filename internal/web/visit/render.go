package visit

import (
	"bytes"

	"github.com/labstack/echo/v4"
)

// paged is any page's struct: what embeds page.
type paged interface{ whole() *page }

func (p *page) whole() *page { return p }

// render answers with a page.
func (p *Pages) render(c echo.Context, status int, name string, data paged) error {
	html, err := p.html(c, name, data)
	if err != nil {
		return err
	}
	headers(c.Response().Header(), data.whole().Lang, data.whole().policy())
	return send(c, status, html)
}

// html is a page as bytes.
func (p *Pages) html(c echo.Context, name string, data paged) ([]byte, error) {
	var b bytes.Buffer
	if err := c.Echo().Renderer.Render(&b, name, data, c); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
