package staff

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/ticket"
)

// saysOf is what each act says of a pain.
var saysOf = map[ticket.Act]action.Says{
	ticket.Take: action.TakenUp, ticket.Doing: action.BeingDone, ticket.NoProblem: action.NoProblem,
}

// prefill begins the form of a decision.
func (p *Pages) prefill(c echo.Context, pg *ticketPage) error {
	o := &pg.ticket
	if err := p.ticketEvidence(c, pg); err != nil {
		return err
	}
	pg.Form = actionForm{
		Title: pg.T("desk.ticket.take_default", "Name", pg.name(o.point.Name, o.point.Key)), Owner: o.point.Owner,
		Due: (journey.DayOf(p.now(), o.journey.Location()) + usualDue).String(),
	}
	if ideas := pg.ideas(pg.why.Themes); len(ideas) > 0 {
		pg.Form.Title = ideas[0]
	}
	if lost := max(pg.why.PointsLost, pg.why.Fall); lost >= digest.Least {
		pg.Form.Expected = strconv.FormatFloat(lost, 'f', 1, 64)
	}
	return nil
}

// ticketEvidence is what the mail said of the touchpoint, or, where it said
// nothing that can be read, what the map says now.
func (p *Pages) ticketEvidence(c echo.Context, pg *ticketPage) error {
	o := &pg.ticket
	var err error
	if d, gone := letter.DigestOf(o.mail); gone == nil {
		pg.why = d.Evidence(o.point.Key)
	}
	if pg.why == nil {
		period := usualPeriod(journey.DayOf(p.now(), o.journey.Location()))
		if pg.why, err = p.Store.Evidence(c.Request().Context(), o.journey, o.point.Key, period); err != nil {
			return err
		}
	}
	shown := *pg.why
	shown.Quotes = nil // customers' words stay behind the sign-in
	pg.Evidence, err = p.evidenceView(c, &pg.page, o.journey, &shown)
	return err
}

// decideByMail does what the form says and shows what stands, or the form again
// with what is wrong.
func (p *Pages) decideByMail(c echo.Context, pg *ticketPage) error {
	form, err := c.FormParams()
	if err != nil {
		return &fault.Error{Kind: fault.Broken, Detail: "The form did not arrive whole.", Cause: err}
	}
	if err := p.ticketEvidence(c, pg); err != nil {
		return err
	}
	d, err := p.readDecision(c, pg, form)
	if err == nil {
		_, _, err = p.Store.Reply(c.Request().Context(), pg.ticket.journey, d)
	}
	if errors.Is(err, fault.Invalid) && len(fault.Params(err)) > 0 {
		pg.Errors, pg.Languages = pg.wrongs(err, ""), nil // what was posted cannot be shown in another language
		if note, ok := pg.Errors["note"]; ok {
			pg.Errors = refused{"stance-note": note}
		}
		return p.showTicket(c, http.StatusUnprocessableEntity, pg)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, c.Request().URL.RequestURI())
}

// readDecision reads the form of a ticket's act; fault.Invalid as Check and Say.
func (p *Pages) readDecision(c echo.Context, pg *ticketPage, form url.Values) (store.Replying, error) {
	o := &pg.ticket
	d := store.Replying{
		Reply:   action.Reply{Mail: o.Mail, Subscription: o.Subscription, Touchpoint: o.point.Key, Says: saysOf[o.Act]},
		Instead: pg.T("desk.ticket.instead"),
	}
	if o.Act == ticket.Take {
		pg.Form = readForm(form)
		pg.Form.Kind = string(action.Fix)
		d.Take = &action.Action{Evidence: pg.why}
		pg.Form.into(d.Take)
		return d, nil
	}
	pg.Note = form.Get("note")
	var id int64
	if o.Act == ticket.Doing {
		var err error
		if id, err = p.actionNamed(c, o.journey); err != nil && !errors.Is(err, fault.NotFound) {
			return d, err
		} else if err != nil {
			id = 0 // it is gone; then the note has to say it
		}
	}
	s, err := action.Say(saysOf[o.Act], pg.Note, id, int64(journey.DayOf(p.now(), o.journey.Location())))
	s.Role = action.ByMail
	d.Stance = &s
	return d, err
}
