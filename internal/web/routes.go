package web

import (
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/web/api"
	"github.com/waymood/waymood/internal/web/limit"
	"github.com/waymood/waymood/internal/web/staff"
	"github.com/waymood/waymood/internal/web/visit"
)

// parts are what addresses lead to.
type parts struct {
	store    *store.Store
	files    files
	limits   *limit.Guard
	stopping func() bool
	visit    *visit.Pages
	staff    *staff.Pages
	api      *api.Handlers
}

// route is every address of the service. Who may enter stands in the line.
func route(e *echo.Echo, p parts) {
	e.GET("/healthz", alive)
	e.GET("/readyz", ready(p.store, p.stopping))
	e.GET("/static/*", p.files.serve)
	e.GET("/embed.js", p.files.embed)

	// Visitors: no cookie, no login in sight.
	v := p.visit
	e.GET("/t/:code", v.Survey, p.limits.Looks)
	e.POST("/t/:code", v.Answer, p.limits.Answers(nil))
	e.GET("/t/:code/thanks", v.Thanks)
	e.POST("/t/:code/proof", v.Proof, p.limits.Answers(nil))
	e.GET("/t/:code/frame", v.Survey, p.limits.Looks)
	e.GET("/t/:code/kiosk", v.Kiosk)
	e.GET("/t/:code/kiosk.webmanifest", v.KioskManifest)
	e.GET("/t/:code/kiosk-worker.js", v.KioskWorker)
	e.GET("/t/:code/qr.svg", v.QRSVG)
	e.GET("/t/:code/qr.png", v.QRPNG)
	e.GET("/t/:code/poster", v.Poster)
	e.GET("/receipt/:receipt", v.Receipt)
	e.POST("/receipt/:receipt", v.Erase)

	e.GET("/share/:token", p.staff.Shared, p.limits.Answers(nil))  // a map, for whoever has the link
	e.GET("/digest/:token", p.staff.Ticket, p.limits.Answers(nil)) // what a mail asks, for whoever has it
	e.POST("/digest/:token", p.staff.UseTicket, p.limits.Answers(nil))

	// Staff. The session is loaded route by route: a group of Echo's would also
	// take over every address that does not exist.
	s := p.staff
	in := func(method, path string, h echo.HandlerFunc, may ...echo.MiddlewareFunc) {
		e.Add(method, path, h, append([]echo.MiddlewareFunc{s.Session}, may...)...)
	}
	in("GET", "/", s.Home)
	in("GET", "/setup", s.Setup)
	in("POST", "/setup", s.SetUp)
	in("GET", "/login", s.Login)
	in("POST", "/login", s.LogIn)
	in("POST", "/logout", s.LogOut)
	in("GET", "/reset", s.Reset)
	in("POST", "/reset", s.SetPassword)

	viewer, editor, owner := s.May(account.Viewer), s.May(account.Editor), s.May(account.Owner)
	in("GET", "/admin", s.Journeys, viewer)
	in("GET", "/admin/journeys/new", s.NewJourney, editor)
	in("POST", "/admin/journeys/new", s.StartSketch, editor)
	in("POST", "/admin/journeys/new/file", s.StartFile, editor)
	in("GET", "/admin/sketches/:id", s.Sketch, editor)
	in("POST", "/admin/sketches/:id/drop", s.DropSketch, editor)
	in("GET", "/admin/sketches/:id/who", s.Who, editor)
	in("POST", "/admin/sketches/:id/who", s.SetWho, editor)
	in("GET", "/admin/sketches/:id/touchpoints", s.Points, editor)
	in("POST", "/admin/sketches/:id/touchpoints", s.SetPoints, editor)
	in("GET", "/admin/sketches/:id/touchpoint", s.Point, editor)
	in("POST", "/admin/sketches/:id/touchpoint", s.SetPoint, editor)
	in("GET", "/admin/sketches/:id/stage", s.Stage, editor)
	in("POST", "/admin/sketches/:id/stage", s.SetStage, editor)
	in("GET", "/admin/sketches/:id/collect", s.Collect, editor)
	in("POST", "/admin/sketches/:id/collect", s.SetCollect, editor)
	in("GET", "/admin/sketches/:id/look", s.Look, editor)
	in("POST", "/admin/sketches/:id/look", s.Make, editor)
	in("GET", "/admin/journeys/:key", s.Map, viewer)
	in("GET", "/admin/journeys/:key/edit", s.Edit, editor)
	in("POST", "/admin/journeys/:key/edit", s.StartEdit, editor)
	in("POST", "/admin/journeys/:key/edit/file", s.SetFile, editor)
	in("GET", "/admin/journeys/:key/journey.yaml", s.JourneyFile, editor)
	in("GET", "/admin/journeys/:key/curve.svg", s.Curve, viewer)
	in("GET", "/admin/journeys/:key/curve.png", s.CurvePNG, viewer)
	in("GET", "/admin/journeys/:key/map.csv", s.Table, viewer)
	in("GET", "/admin/journeys/:key/map.json", p.api.MapFile, viewer)
	in("GET", "/admin/journeys/:key/touchpoints/:touchpoint", s.Touchpoint, viewer)
	in("POST", "/admin/journeys/:key/numbers", s.SetNumbers, editor)
	in("POST", "/admin/journeys/:key/hours", s.ShowHours, editor)
	in("GET", "/admin/journeys/:key/responses", s.Responses, viewer)
	in("GET", "/admin/journeys/:key/responses/:id", s.Answer, viewer)
	in("POST", "/admin/journeys/:key/responses/:id", s.Decide, editor)
	in("POST", "/admin/journeys/:key/responses/:id/judgement", s.Judge, editor)
	in("GET", "/admin/journeys/:key/quarantine", s.Quarantine, editor)
	in("POST", "/admin/journeys/:key/quarantine", s.DecideAll, editor)
	in("POST", "/admin/journeys/:key/quarantine/:decision", s.TakeBack, editor)
	in("GET", "/admin/journeys/:key/posters", s.Posters, viewer)
	in("GET", "/admin/journeys/:key/posters.zip", s.PostersZip, viewer)
	in("GET", "/admin/journeys/:key/logo.png", s.Logo, viewer)
	in("POST", "/admin/journeys/:key/logo", s.SetLogo, editor)
	in("POST", "/admin/journeys/:key/logo/erase", s.EraseLogo, editor)
	in("GET", "/admin/journeys/:key/kiosks", s.Kiosks, editor)
	in("POST", "/admin/journeys/:key/kiosks", s.RegisterKiosk, editor)
	in("POST", "/admin/journeys/:key/kiosks/:id/revoke", s.RevokeKiosk, editor)
	in("GET", "/admin/journeys/:key/actions", s.Actions, viewer)
	in("GET", "/admin/journeys/:key/actions/new", s.NewAction, editor)
	in("POST", "/admin/journeys/:key/actions", s.AddAction, editor)
	in("GET", "/admin/journeys/:key/actions/:id", s.Action, viewer)
	in("POST", "/admin/journeys/:key/actions/:id", s.ChangeAction, editor)
	in("POST", "/admin/journeys/:key/actions/:id/step", s.StepAction, editor)
	in("POST", "/admin/journeys/:key/actions/:id/told", s.TellAction, editor)
	in("POST", "/admin/journeys/:key/touchpoints/:touchpoint/stance", s.SetStance, editor)
	in("GET", "/admin/journeys/:key/review", s.Review, viewer)
	in("POST", "/admin/journeys/:key/review", s.DoReview, editor)
	in("POST", "/admin/journeys/:key/review/cadence", s.SetCadence, editor)
	in("GET", "/admin/journeys/:key/meeting", s.Meeting, viewer)
	in("GET", "/admin/journeys/:key/snapshots", s.Snapshots, viewer)
	in("POST", "/admin/journeys/:key/snapshots", s.TakeSnapshot, editor)
	in("GET", "/admin/journeys/:key/snapshots/:id", s.Snapshot, viewer)
	in("GET", "/admin/journeys/:key/snapshots/:id/diff", s.Difference, viewer)
	in("POST", "/admin/journeys/:key/snapshots/:id/erase", s.EraseSnapshot, owner)
	in("GET", "/admin/journeys/:key/share", s.Share, editor)
	in("POST", "/admin/journeys/:key/share", s.AddShare, editor)
	in("POST", "/admin/journeys/:key/share/:id/revoke", s.RevokeShare, editor)
	in("POST", "/admin/journeys/:key/digest", s.Subscribe, viewer)
	in("GET", "/admin/digests", s.Digests, viewer)
	in("POST", "/admin/digests", s.AddDigest, viewer)
	in("GET", "/admin/digests/new", s.NewDigest, viewer)
	in("GET", "/admin/digests/log", s.DigestLog, viewer)
	in("GET", "/admin/digests/alerts", s.DigestAlerts, viewer)
	in("GET", "/admin/digests/:id", s.Digest, viewer)
	in("POST", "/admin/digests/:id", s.ChangeDigest, viewer)
	in("POST", "/admin/digests/:id/step", s.StepDigest, viewer)
	in("POST", "/admin/digests/:id/test", s.TestDigest, viewer)
	for _, form := range []string{".html", ".txt", ".eml"} {
		in("GET", "/admin/digests/:id/preview"+form, s.PreviewNextForm, viewer)
		in("GET", "/admin/digests/mails/:id/preview"+form, s.PreviewMailForm, viewer)
	}
	in("GET", "/admin/digests/:id/preview", s.PreviewNext, viewer)
	in("GET", "/admin/digests/mails/:id/preview", s.PreviewMail, viewer)
	in("GET", "/admin/learning", s.Learning, owner)
	in("POST", "/admin/learning", s.Learn, owner)
	in("GET", "/admin/webhooks", s.Webhooks, owner)
	in("POST", "/admin/webhooks", s.AddWebhook, owner)
	in("GET", "/admin/webhooks/new", s.NewWebhook, owner)
	in("GET", "/admin/webhooks/:id", s.Webhook, owner)
	in("POST", "/admin/webhooks/:id", s.SetWebhook, owner)
	in("GET", "/admin/webhooks/:id/edit", s.EditWebhook, owner)
	in("POST", "/admin/webhooks/:id/test", s.TryWebhook, owner)
	in("POST", "/admin/webhooks/:id/switch", s.SwitchWebhook, owner)
	in("POST", "/admin/webhooks/:id/rotate", s.RotateWebhook, owner)
	in("POST", "/admin/webhooks/:id/delete", s.DropWebhook, owner)
	in("POST", "/admin/webhooks/:id/replay", s.ReplayWebhook, owner)
	in("GET", "/admin/how", s.How, viewer)
	in("POST", "/admin/language", s.Language, viewer)

	// The API, version 1. Placement codes are public, the rest needs a key.
	a := p.api
	open, read, write, admin := p.limits.Answers(a.Trusted), a.Key(account.Read), a.Key(account.Write), a.Key(account.Admin)
	e.GET("/api/v1/openapi.json", a.OpenAPI)
	e.POST("/api/v1/responses", a.AddResponse, open)
	e.POST("/api/v1/responses/batch", a.AddResponses, open)
	e.OPTIONS("/api/v1/responses", a.Preflight)
	e.OPTIONS("/api/v1/responses/batch", a.Preflight)
	e.GET("/api/v1/responses", a.Responses, read)
	e.DELETE("/api/v1/responses/:id", a.Erase, write)
	e.GET("/api/v1/journeys", a.Journeys, read)
	e.GET("/api/v1/journeys/:key", a.Journey, read)
	e.PUT("/api/v1/journeys/:key", a.PutJourney, write)
	e.GET("/api/v1/journeys/:key/map", a.Map, read)
	e.GET("/api/v1/journeys/:key/metrics", a.Metrics, read)
	e.POST("/api/v1/metrics", a.AddMetrics, write)
	e.GET("/api/v1/journeys/:key/curve.svg", a.Curve, read)
	e.GET("/api/v1/journeys/:key/curve.png", a.CurvePNG, read)
	e.GET("/api/v1/journeys/:key/map.csv", a.Table, read)
	e.GET("/api/v1/journeys/:key/pain-points", a.PainPoints, read)
	e.GET("/api/v1/actions", a.Actions, read)
	e.POST("/api/v1/actions", a.AddAction, write)
	e.GET("/api/v1/actions/:id", a.Action, read)
	e.PATCH("/api/v1/actions/:id", a.ChangeAction, write)
	e.GET("/api/v1/webhooks", a.Webhooks, admin)
	e.POST("/api/v1/webhooks", a.AddWebhook, admin)
	e.GET("/api/v1/webhooks/:id", a.Webhook, admin)
	e.PATCH("/api/v1/webhooks/:id", a.ChangeWebhook, admin)
	e.DELETE("/api/v1/webhooks/:id", a.DropWebhook, admin)
	e.POST("/api/v1/webhooks/:id/rotate", a.RotateWebhook, admin)
	e.POST("/api/v1/webhooks/:id/test", a.TryWebhook, admin)
	e.GET("/api/v1/webhooks/:id/deliveries", a.Deliveries, admin)
	e.POST("/api/v1/webhooks/:id/deliveries/:delivery/replay", a.ReplayDelivery, admin)
}
