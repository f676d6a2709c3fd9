package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/web/poster"
	"github.com/waymood/waymood/internal/web/visit"
)

// guard sets what every request passes through, outermost first: the log
// line, the host, the headers, the size of the body, compression, and inside
// of all that the net for panics, so that a panic is answered and logged like
// any other error.
func guard(e *echo.Echo, c Config, m *metrics) {
	e.IPExtractor = addresses(c.TrustedProxies)
	e.Use(observe(c.Log, m), hosts(c.PublicURL), headers(c.PublicURL), size, compress(), catch(c))
}

// catch turns a panic into an error. Only the log sees the stack.
func catch(c Config) echo.MiddlewareFunc {
	return middleware.RecoverWithConfig(middleware.RecoverConfig{
		DisableStackAll:     true,
		DisableErrorHandler: true,
		LogErrorFunc: func(ctx echo.Context, err error, stack []byte) error {
			c.Log.Error("panic", "route", ctx.Path(), "request_id", requestID(ctx), "error", err, "stack", string(stack))
			return errPanic
		},
	})
}

// errPanic stands for a panic that is already in the log.
var errPanic = fmt.Errorf("panicked")

// Sizes of request bodies, in bytes.
const (
	smallBody = 64 << 10                // what a visitor or a form sends
	largeBody = 1 << 20                 // a batch of answers, a journey, a form about all its touchpoints
	fileBody  = 2*largeBody + 16<<10    // a journey file in a form, typed and uploaded
	logoBody  = poster.MaxLogo + 16<<10 // and the form around it
)

// size refuses bodies that are too large, and compressed ones, whose size
// nobody knows before they are unpacked.
func size(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Body == nil || r.Body == http.NoBody {
			return next(c)
		}
		if len(r.Header["Content-Encoding"]) > 0 {
			return fault.New(fault.Unsupported, "Send the body as it is, without Content-Encoding.")
		}
		limit := int64(smallBody)
		switch c.Path() {
		case "/api/v1/responses/batch", "/api/v1/metrics", "/api/v1/journeys/:key", "/admin/sketches/:id/touchpoints", "/admin/sketches/:id/collect":
			limit = largeBody
		case "/admin/journeys/:key/edit/file", "/admin/journeys/:key/numbers", "/admin/journeys/new/file":
			limit = fileBody
		case "/admin/journeys/:key/logo":
			limit = logoBody
		}
		if r.ContentLength > limit {
			return tooLarge(limit)
		}
		r.Body = http.MaxBytesReader(c.Response().Writer, r.Body, limit)
		return next(c)
	}
}

func tooLarge(limit int64) error {
	return fault.New(fault.TooLarge, "The body is larger than %d kB, the most that is taken here.", limit>>10)
}

// compress packs what is worth it. Files under /static/ and the survey's pages
// come packed already; images do not shrink, and receipts, most of what a batch
// gets back, hardly do.
func compress() echo.MiddlewareFunc {
	return middleware.GzipWithConfig(middleware.GzipConfig{
		MinLength: 1024,
		Level:     5,
		Skipper: func(c echo.Context) bool {
			if m := c.Request().Method; m != http.MethodGet && m != http.MethodPost {
				return true
			}
			switch p := c.Path(); p {
			case "/healthz", "/readyz", "/static/*", "/embed.js", "/api/v1/responses", "/api/v1/responses/batch":
				return c.Request().Method != http.MethodGet || p != "/api/v1/responses"
			default:
				return visit.Packs(p) || strings.HasSuffix(p, ".png")
			}
		},
	})
}

func alive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready is for balancers: 503 while answers cannot be taken, and from the
// moment the server begins to stop.
func ready(s *store.Store, stopping func() bool) echo.HandlerFunc {
	return func(c echo.Context) error {
		if stopping() {
			return fault.New(fault.Busy, "The server is stopping.")
		}
		if err := s.Ready(c.Request().Context()); err != nil {
			return err
		}
		return c.String(http.StatusOK, "ready\n")
	}
}
