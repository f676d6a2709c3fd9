package visit

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/static"
)

// KioskWorker is GET /t/{code}/kiosk-worker.js: the service worker that starts
// the kiosk without a network. It has to lie beside the kiosk's page, since a
// worker rules no address above its own.
func (p *Pages) KioskWorker(c echo.Context) error {
	b, err := static.FS.ReadFile("kiosk/worker.js")
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-cache")
	return c.Blob(http.StatusOK, "text/javascript; charset=utf-8", b)
}

// manifest is a web app manifest, as the kiosk is installed with.
type manifest struct {
	Name            string         `json:"name"`
	ShortName       string         `json:"short_name"`
	Lang            string         `json:"lang"`
	ID              string         `json:"id"`
	StartURL        string         `json:"start_url"`
	Scope           string         `json:"scope"`
	Display         string         `json:"display"`
	BackgroundColor string         `json:"background_color"`
	ThemeColor      string         `json:"theme_color"`
	Icons           []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Source  string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

// KioskManifest is GET /t/{code}/kiosk.webmanifest.
func (p *Pages) KioskManifest(c echo.Context) error {
	spot, err := p.Store.Spot(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	if spot.Survey.Rating() == nil {
		return fault.NotFound
	}
	at, lang := "/t/"+spot.Placement.Code+"/kiosk", spot.Journey.Languages[0]
	m := manifest{
		Name: spot.Touchpoint.Name.In(lang) + " – " + spot.Journey.Name.In(lang), ShortName: spot.Touchpoint.Name.In(lang), Lang: lang,
		ID: at, StartURL: at, Scope: at, Display: "fullscreen", BackgroundColor: "#f8f4ec", ThemeColor: "#0b5f55",
	}
	for _, size := range []string{"192", "512"} {
		m.Icons = append(m.Icons, manifestIcon{"/static/kiosk/icon-" + size + ".png", size + "x" + size, "image/png", "any maskable"})
	}
	c.Response().Header().Set("Cache-Control", "no-cache")
	c.Response().Header().Set(echo.HeaderContentType, "application/manifest+json")
	return c.JSON(http.StatusOK, m)
}
