package staff

import (
	"context"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/ticket"
)

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
