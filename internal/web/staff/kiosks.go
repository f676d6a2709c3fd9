package staff

import (
	"html/template"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/web/poster"
)

// kiosksPage is /admin/journeys/{key}/kiosks: the tablets that are registered
// at a journey's placements, and the form to register one.
type kiosksPage struct {
	page
	Base       string // of the page's addresses
	Local      bool   // the public URL is this machine: no tablet could open it
	Plain      bool   // the public URL is http: tablets lack what needs https
	Address    string
	Placements []option
	Given      string // the name that was typed
	WrongName  bool
	WrongPIN   bool
	New        *newKiosk // nil but right after registering
	Kiosks     []kioskView
}

// newKiosk is what is told once of a kiosk that was just registered.
type newKiosk struct {
	Name, Link string
	QR         template.HTML
}

// kioskView is a registered kiosk.
type kioskView struct {
	ID, Name, Where, Link string
	Seen                  string // the last day it sent something, or that it never did
	Revoked               bool
}

const maxKioskName = 60 // characters

// pins are what opens a kiosk's corner for staff.
var pins = regexp.MustCompile(`^[0-9]{4,8}$`)

// Kiosks shows the registered kiosks.
func (p *Pages) Kiosks(c echo.Context) error {
	pg, _, err := p.kiosks(c)
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, "staff/kiosks", pg)
}

// RegisterKiosk makes the key of a kiosk and shows, once, the link that brings
// key and pin to the tablet. They stand in the link's fragment, which browsers
// keep to themselves.
func (p *Pages) RegisterKiosk(c echo.Context) error {
	pg, at, err := p.kiosks(c)
	if err != nil {
		return err
	}
	pg.page.Languages = nil // what is shown once cannot be shown in another language
	code, pin := c.FormValue("placement"), c.FormValue("pin")
	pg.Given = strings.TrimSpace(c.FormValue("name"))
	pg.WrongName = pg.Given == "" || len([]rune(pg.Given)) > maxKioskName
	pg.WrongPIN = !pins.MatchString(pin)
	if _, ok := at[code]; !ok {
		return fault.New(fault.NotFound, "There is no such placement in this journey.")
	}
	for i := range pg.Placements {
		pg.Placements[i].Chosen = pg.Placements[i].Value == code
	}
	if pg.WrongName || pg.WrongPIN {
		return c.Render(http.StatusUnprocessableEntity, "staff/kiosks", pg)
	}
	_, secret, err := p.Store.AddKiosk(c.Request().Context(), pg.Given, code, time.Time{})
	if err != nil {
		return err
	}
	link := p.kioskLink(code) + "#" + url.Values{"key": {secret}, "pin": {pin}}.Encode()
	q, err := poster.Encode(link, false)
	if err != nil {
		return err
	}
	made := &newKiosk{Name: pg.Given, Link: link, QR: template.HTML(q.SVG(320, nil))}
	if pg, _, err = p.kiosks(c); err != nil {
		return err
	}
	pg.page.Languages, pg.New = nil, made
	return c.Render(http.StatusOK, "staff/kiosks", pg)
}

// RevokeKiosk ends the key of a kiosk of this journey.
func (p *Pages) RevokeKiosk(c echo.Context) error {
	pg, _, err := p.kiosks(c)
	if err != nil {
		return err
	}
	for _, k := range pg.Kiosks {
		if k.ID == c.Param("id") {
			if err := p.Store.RevokeKey(c.Request().Context(), k.ID); err != nil {
				return err
			}
			return c.Redirect(http.StatusSeeOther, pg.Base)
		}
	}
	return fault.New(fault.NotFound, "There is no such kiosk in this journey.")
}

// kiosks begins the page. at is where the placements are, by their codes.
func (p *Pages) kiosks(c echo.Context) (pg *kiosksPage, at map[string]string, err error) {
	ctx := c.Request().Context()
	j, err := p.Store.Journey(ctx, c.Param("key"))
	if err != nil {
		return nil, nil, err
	}
	keys, err := p.Store.Keys(ctx)
	if err != nil {
		return nil, nil, err
	}
	pg = &kiosksPage{
		page: p.newPage(c), Base: journeyLink(j) + "/kiosks", Local: p.OnlyHere, Plain: !p.OnlyHere && !p.secure(), Address: p.PublicURL.String(),
	}
	pg.of(j, "kiosks")
	pg.Title = pg.T("kiosk.title", "Name", pg.name(j.Name, j.Key))
	at = map[string]string{}
	var others []option
	for spot := range spots(j) {
		pl := spot.Placement
		if spot.Survey.Rating() == nil || poster.Inward(pl) {
			continue
		}
		where := pg.name(spot.Touchpoint.Name, spot.Touchpoint.Key) + " · " + pg.where(pl.Channel, pl.Place)
		at[pl.Code] = where
		o := option{Value: pl.Code, Label: where + " (" + pl.Code + ")"}
		switch {
		case pl.Ended:
		case pl.Channel == journey.Kiosk:
			pg.Placements = append(pg.Placements, o)
		default:
			others = append(others, o)
		}
	}
	pg.Placements = append(pg.Placements, others...)
	for i := len(keys) - 1; i >= 0; i-- { // the newest first
		k := keys[i]
		where, here := at[k.Placement]
		if k.Scope != account.Kiosk || !here {
			continue
		}
		v := kioskView{ID: k.ID, Name: k.Name, Where: where, Link: p.kioskLink(k.Placement), Revoked: !k.Revoked.IsZero(), Seen: pg.T("kiosk.never_seen")}
		if !k.Used.IsZero() {
			v.Seen = pg.T("kiosk.seen", "Day", pg.span(k.Used, k.Used))
		}
		pg.Kiosks = append(pg.Kiosks, v)
	}
	return pg, at, nil
}

// kioskLink is the address of a placement's kiosk.
func (p *Pages) kioskLink(code string) string { return poster.Address(p.PublicURL, code) + "/kiosk" }
