package visit

import (
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/store"
)

// frameInput keeps, in their addresses, the pages of a survey in the frame
// that it was opened in. It stands in the address and not in the form, so that
// a form that is not even read is still answered inside of its frame.
const frameInput = "_frame"

// frame is what a page tells to the page of another site that shows it.
type frame struct {
	Code    string
	Origins string // that are told, and may show the page; none for nobody
	Said    string // "answered" once there is an answer
}

// framed says whether a page is asked for by a frame: GET /t/{code}/frame is
// the survey in one, and all that follows from there. It loosens nothing but
// who may show the page, and that is the placement's to say.
func framed(c echo.Context) bool {
	return strings.HasSuffix(c.Path(), "/frame") || c.Request().URL.RawQuery != "" && c.QueryParam(frameInput) != ""
}

// pageOf begins a page of a visit.
func (p *Pages) pageOf(v *visit) page {
	pg := p.newPage(v.lang)
	pg.Along = v.persona != "" || len(v.fields) > 0
	if v.frame {
		pg.stand(v.Spot)
	}
	return pg
}

// stand puts a page into a frame of its placement's origins.
func (p *page) stand(at *store.Spot) {
	p.framers = strings.Join(at.Placement.Origins, " ")
	p.Frame = &frame{Code: at.Placement.Code, Origins: p.framers}
}

// stay is an address that is opened in the same frame.
func (v *visit) stay(address string) string {
	if !v.frame {
		return address
	}
	if strings.Contains(address, "?") {
		return address + "&" + frameInput + "=yes"
	}
	return address + "?" + frameInput + "=yes"
}
