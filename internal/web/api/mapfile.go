package api

import (
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"
)

// Curve answers with the map drawn, as staff see it.
func (h *Handlers) Curve(c echo.Context) error { return h.file(c, h.Draw) }

// CurvePNG is Curve as PNG.
func (h *Handlers) CurvePNG(c echo.Context) error { return h.file(c, h.Paint, "scale") }

// Table answers with the map's figures as CSV.
func (h *Handlers) Table(c echo.Context) error { return h.file(c, h.Config.Table) }

// file answers with a file of staff's, once the address is found to be right;
// more are the parameters it may have beside those of a map.
func (h *Handlers) file(c echo.Context, answer echo.HandlerFunc, more ...string) error {
	j, _, _, err := h.look(c, more...)
	if err != nil {
		return err
	}
	c.QueryParams().Set("lang", speak(c, j))
	return answer(c)
}

// MapFile is the map as JSON for who is signed in, to be kept as a file. What
// only the picture knows of its address is passed over.
func (h *Handlers) MapFile(c echo.Context) error {
	c.QueryParams().Del("compare")
	c.QueryParams().Del("overlay")
	d, err := h.draw(c)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.Journey.Key + "-map.json"}))
	return c.JSON(http.StatusOK, mapOf(d))
}
