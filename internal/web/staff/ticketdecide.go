package staff

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/action"
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
	if lost := max(pg.why.PointsLost, pg.why.Fall); lost >= 0.05 { // else it would read as nothing
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

// showTicket fills in what the page says around its form.
func (p *Pages) showTicket(c echo.Context, status int, pg *ticketPage) error {
	pg.Styles = []string{"staff/action.css", "staff/ticket.css"}
	o := &pg.ticket
	if o.journey != nil {
		pg.Name, pg.SignIn = pg.name(o.journey.Name, o.journey.Key), journeyLink(o.journey)
	}
	switch {
	case pg.Gone != "":
		pg.Title = pg.T("desk.ticket.gone_" + pg.Gone + "_title")
	case o.Act == ticket.Stop:
		pg.stopWords()
	default:
		if err := p.aboutDecision(c, pg); err != nil {
			return err
		}
	}
	if len(pg.Errors) > 0 {
		pg.Title = pg.T("staff.error_title", "Title", pg.Title)
	}
	return c.Render(status, "staff/ticket", pg)
}

// aboutDecision is what a decision is about, and what was decided before.
func (p *Pages) aboutDecision(c echo.Context, pg *ticketPage) error {
	o := &pg.ticket
	h, err := p.inHand(c, &pg.page, o.journey)
	if err != nil {
		return err
	}
	pg.Where, pg.SignIn = pg.placeOf(o.journey, o.point.Key), journeyLink(o.journey)+"/touchpoints/"+url.PathEscape(o.point.Key)
	pg.Title = pg.T("desk.ticket."+pg.Act+"_title", "Name", pg.name(o.point.Name, o.point.Key))
	pg.Asked = pg.T("desk.ticket.asked", "Day", pg.Date(o.mail.Created.In(o.sub.Location())))
	if o.sub.Team != "" {
		pg.Asked = pg.T("desk.ticket.asked_team", "Day", pg.Date(o.mail.Created.In(o.sub.Location())), "Team", pg.team(o.journey, o.sub.Team))
	}
	pg.Stance = h.stance(o.point.Key, nil)
	pg.Form.Owners, pg.Form.Ideas = teams(o.journey), pg.ideas(pg.why.Themes)
	pg.Choices = h.doing(o.point.Key, c.FormValue("action"))
	for _, act := range []ticket.Act{ticket.Take, ticket.Doing, ticket.NoProblem} {
		if act != o.Act {
			other := o.Ticket
			other.Act = act
			pg.Others = append(pg.Others, pair{pg.T("desk.ticket." + string(act) + "_button"), "/digest/" + p.tickets().Token(other)})
		}
	}
	return p.aboutReply(c.Request().Context(), pg)
}

// doing are a journey's open and live actions to choose the one from that is at
// work here already; the chosen one, else the first at the touchpoint, is marked.
func (h *inHand) doing(touchpoint, chosen string) []option {
	list := []option{{Label: h.pg.T("action.stance.no_action")}}
	found := false
	for i := range h.actions {
		a := &h.actions[i]
		o := option{Value: strconv.FormatInt(a.ID, 10), Label: a.Title}
		if o.Chosen = !found && (chosen == o.Value || chosen == "" && a.Touchpoint == touchpoint); o.Chosen {
			found = true
		}
		list = append(list, o)
	}
	return list
}

// aboutReply tells what was decided with this mail already.
func (p *Pages) aboutReply(ctx context.Context, pg *ticketPage) error {
	o := &pg.ticket
	if o.reply == nil {
		return nil
	}
	day := pg.Date(o.reply.Made.In(o.sub.Location()))
	if o.reply.Says != saysOf[o.Act] {
		pg.Before = pg.T("desk.ticket.before_"+string(o.reply.Says), "Day", day)
		return nil
	}
	pg.Title = pg.T("desk.ticket."+pg.Act+"_done", "Name", pg.name(o.point.Name, o.point.Key))
	pg.Decided = &decided{Text: pg.T("desk.ticket."+pg.Act+"_decided", "Day", day)}
	if o.reply.Action == 0 {
		return nil
	}
	a, err := p.Store.Action(ctx, o.reply.Action)
	if err != nil {
		return err
	}
	line := pg.actionLine(o.journey, a, int64(journey.DayOf(p.now(), o.journey.Location())))
	pg.Decided.Action = &line
	return nil
}
