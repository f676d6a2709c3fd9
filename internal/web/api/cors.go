package api

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/store"
)

// Pages of other origins may send answers to a placement that lists them.
// There are no cookies and no credentials in it.

// varyByOrigin keeps shared caches from giving one page another's permission.
func varyByOrigin(c echo.Context) { c.Response().Header().Add("Vary", "Origin") }

// allowOrigin lets the sending page read the answer, if all placements list
// its origin.
func (h *Handlers) allowOrigin(c echo.Context, spots ...*store.Spot) {
	origin := c.Request().Header.Get("Origin")
	if origin == "" || len(spots) == 0 {
		return
	}
	for _, s := range spots {
		if !lists(s.Placement.Origins, origin) {
			return
		}
	}
	c.Response().Header().Set("Access-Control-Allow-Origin", origin)
}

// Preflight answers a browser that asks, before it sends an answer, whether a
// page may. The request does not name the placement, so this is yes for an
// origin that any placement lists; the answer itself is for its own alone.
func (h *Handlers) Preflight(c echo.Context) error {
	varyByOrigin(c)
	header := c.Response().Header()
	origin := c.Request().Header.Get("Origin")
	listed, err := h.origins.has(c.Request().Context(), h.Store, h.Clock(), origin)
	if err != nil {
		return err
	}
	if listed {
		header.Set("Access-Control-Allow-Origin", origin)
		header.Set("Access-Control-Allow-Methods", http.MethodPost)
		header.Set("Access-Control-Allow-Headers", "Content-Type")
		header.Set("Access-Control-Max-Age", "600")
	}
	return c.NoContent(http.StatusNoContent)
}

// lists compares origins as browsers write them: scheme and host in small
// letters, no path.
func lists(origins []string, origin string) bool {
	for _, o := range origins {
		if normal(o) == origin && origin != "null" {
			return true
		}
	}
	return false
}

func normal(origin string) string { return strings.ToLower(strings.TrimSuffix(origin, "/")) }

// origins are those of all placements, at most some seconds old.
type origins struct {
	mu    sync.Mutex
	known map[string]bool
	read  time.Time
}

const originsAge = 5 * time.Second

func (o *origins) has(ctx context.Context, s *store.Store, now time.Time, origin string) (bool, error) {
	if origin == "" || origin == "null" {
		return false, nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if age := now.Sub(o.read); o.known == nil || age > originsAge || age < 0 {
		all, err := s.Journeys(ctx)
		if err != nil {
			return false, err
		}
		o.known, o.read = map[string]bool{}, now
		for _, j := range all {
			for _, t := range j.Walk() {
				for p := range t.Live() {
					for _, at := range p.Origins {
						o.known[normal(at)] = true
					}
				}
			}
		}
	}
	return o.known[origin], nil
}
