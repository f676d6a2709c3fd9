package web

import (
	"encoding/hex"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/labstack/echo/v4"
)

// observe gives each request an id, answers its error, counts it and writes
// its line in the log. The line names the route's pattern, never the path:
// codes, receipts and tokens stand in paths. Nor does it name the address,
// the query or anything that was sent.
func observe(log *slog.Logger, m *metrics) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := time.Now()
			id := newRequestID()
			c.Response().Header().Set(echo.HeaderXRequestID, id)
			if err := next(c); err != nil {
				c.Error(err)
			}
			took := time.Since(start)
			r, status, route := c.Request(), c.Response().Status, routeOf(c)
			m.request(r.Method, route, status, took)
			level := slog.LevelInfo
			if route == "/healthz" || route == "/readyz" {
				level = slog.LevelDebug
			}
			if log.Enabled(r.Context(), level) {
				log.LogAttrs(r.Context(), level, "request",
					slog.String("method", methodOf(r.Method)),
					slog.String("route", route),
					slog.Int("status", status),
					slog.Float64("ms", float64(took.Microseconds())/1000),
					slog.String("request_id", id))
			}
			return nil
		}
	}
}

// routeOf is the pattern that matched, or "none".
func routeOf(c echo.Context) string {
	if p := c.Path(); p != "" && p != "/*" {
		return p
	}
	return "none"
}

// methodOf keeps invented methods out of logs and metrics.
func methodOf(method string) string {
	switch method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return method
	}
	return "other"
}

// newRequestID is random and short enough to be read out over the phone. A
// sender's own id is not taken over: it would be written to the log.
func newRequestID() string {
	var b [8]byte
	n := rand.Uint64()
	for i := range b {
		b[i] = byte(n >> (8 * i))
	}
	return hex.EncodeToString(b[:])
}

func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }

// logged says whether an error is already in the log.
func logged(err error) bool { return errors.Is(err, errPanic) }
