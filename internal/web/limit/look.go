package limit

import (
	"strings"

	"github.com/labstack/echo/v4"
)

// Looks watches over a route whose pages are counted. It refuses nobody; its
// handlers ask Look for each page.
func (g *Guard) Looks(next echo.HandlerFunc) echo.HandlerFunc {
	if g.off {
		return next
	}
	return func(c echo.Context) error {
		c.Set(looksKey, g)
		return next(c)
	}
}

const looksKey = "waymood.looks"

// Look says whether a page of a placement that is opened counts as a look at it:
// not above 60 a minute from one address, after the first 300. Whoever opens
// pages by the thousand would make it seem that nobody answers. Looks take
// nothing from what the address may answer.
func Look(c echo.Context, code string) bool {
	g, ok := c.Get(looksKey).(*Guard)
	if !ok || len(code) > 64 {
		return true
	}
	return g.allow(&g.look, Sender(c.RealIP()), strings.ToLower(code))
}
