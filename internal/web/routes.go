package web

import (
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/web/api"
	"github.com/waymood/waymood/internal/web/staff"
	"github.com/waymood/waymood/internal/web/visit"
)

// route is every address of the service. Who may enter stands in the line.
func route(e *echo.Echo, c Config, v *visit.Pages, s *staff.Pages, a *api.Handlers) {
	e.GET("/healthz", alive)
	e.GET("/readyz", ready(c.Store))
	e.GET("/static/*", files())

	// Visitors: no cookie, no login in sight.
	e.GET("/t/:code", v.Survey)
	e.POST("/t/:code", v.Answer)
	e.GET("/t/:code/thanks", v.Thanks)
	e.GET("/t/:code/qr.svg", v.QRSVG)
	e.GET("/t/:code/qr.png", v.QRPNG)
	e.GET("/receipt/:receipt", v.Receipt)
	e.POST("/receipt/:receipt", v.Erase)

	// Staff.
	in := e.Group("", s.Session)
	in.GET("/", s.Home)
	in.GET("/setup", s.Setup)
	in.POST("/setup", s.SetUp)
	in.GET("/login", s.Login)
	in.POST("/login", s.LogIn)
	in.POST("/logout", s.LogOut)
	in.GET("/reset", s.Reset)
	in.POST("/reset", s.SetPassword)

	in.GET("/admin", s.Journeys, s.May(account.Viewer))
	in.GET("/admin/journeys/:key", s.Map, s.May(account.Viewer))
	in.GET("/admin/journeys/:key/curve.svg", s.Curve, s.May(account.Viewer))
	in.GET("/admin/journeys/:key/responses", s.Responses, s.May(account.Viewer))
	in.POST("/admin/journeys/:key/responses/:id", s.Decide, s.May(account.Editor))
	in.GET("/admin/journeys/:key/posters", s.Posters, s.May(account.Viewer))
	in.GET("/admin/how", s.How, s.May(account.Viewer))

	// The API, version 1. Placement codes are public, the rest needs a key.
	e.GET("/api/v1/openapi.json", a.OpenAPI)
	e.POST("/api/v1/responses", a.AddResponse)
	e.POST("/api/v1/responses/batch", a.AddResponses)
	e.OPTIONS("/api/v1/responses", a.Preflight)
	e.OPTIONS("/api/v1/responses/batch", a.Preflight)
	e.GET("/api/v1/responses", a.Responses, a.Key(account.Read))
	e.DELETE("/api/v1/responses/:id", a.Erase, a.Key(account.Write))
	e.GET("/api/v1/journeys", a.Journeys, a.Key(account.Read))
	e.GET("/api/v1/journeys/:key", a.Journey, a.Key(account.Read))
	e.PUT("/api/v1/journeys/:key", a.PutJourney, a.Key(account.Write))
	e.GET("/api/v1/journeys/:key/map", a.Map, a.Key(account.Read))
	e.GET("/api/v1/journeys/:key/curve.svg", a.Curve, a.Key(account.Read))
	e.GET("/api/v1/journeys/:key/pain-points", a.PainPoints, a.Key(account.Read))
}
