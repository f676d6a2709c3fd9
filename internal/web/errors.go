package web

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
)

var statuses = map[fault.Kind]int{
	fault.Broken:       http.StatusBadRequest,
	fault.Unauthorized: http.StatusUnauthorized,
	fault.Forbidden:    http.StatusForbidden,
	fault.NotFound:     http.StatusNotFound,
	fault.Conflict:     http.StatusConflict,
	fault.Gone:         http.StatusGone,
	fault.TooLarge:     http.StatusRequestEntityTooLarge,
	fault.Unsupported:  http.StatusUnsupportedMediaType,
	fault.Invalid:      http.StatusUnprocessableEntity,
	fault.TooMany:      http.StatusTooManyRequests,
	fault.Busy:         http.StatusServiceUnavailable,
}

// Status of an error; 500 for what nobody foresaw.
func Status(err error) int {
	for kind, status := range statuses {
		if errors.Is(err, kind) {
			return status
		}
	}
	var he *echo.HTTPError
	if errors.As(err, &he) {
		return he.Code
	}
	return http.StatusInternalServerError
}

// answerError writes the one answer to a failed request: problem+json for
// programs, a page for people.
func answerError(log *slog.Logger, catalog *i18n.Catalog) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			return
		}
		status := Status(err)
		if status >= 500 && status != http.StatusServiceUnavailable {
			log.Error("request failed", "route", c.Path(), "method", c.Request().Method, "error", err)
		}
		if strings.HasPrefix(c.Request().URL.Path, "/api/") {
			_ = c.JSON(status, map[string]any{"status": status, "detail": fault.Detail(err)})
			return
		}
		_ = c.String(status, fault.Detail(err))
	}
}
