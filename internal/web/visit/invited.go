package visit

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/invitation"
	"github.com/waymood/waymood/internal/journey"
)

// invited is the invitation that a visitor came with.
type invited struct {
	invitation.Invitation
	token string    // as sent, "" for none
	id    uuid.UUID // of its answer
	good  bool      // this installation made it for this placement
}

// readInvitation reads the invitation of a link or a form. A test goes without
// one, so that staff who try a link do not use it up.
func (p *Pages) readInvitation(v *visit, sent url.Values) {
	token := sent.Get(inviteInput)
	if token == "" && !asks(v.Survey, invitation.Parameter) {
		token = sent.Get(invitation.Parameter)
	}
	if token == "" || sent.Get(testInput) != "" || sent.Get("test") != "" && !asks(v.Survey, "test") {
		return
	}
	v.invited.token = token
	v.invited.Invitation, v.invited.id, v.invited.good = p.invite.Open(v.Placement.Code, token)
	if !v.invited.good {
		return
	}
	if who := v.Journey.Persona(v.invited.Persona); who != nil && !who.Archived {
		v.persona = who.Key
	}
	v.fields = v.Survey.KeepFields(v.invited.Merge(v.fields))
}

// newID is the id of the answer that this visit may end in: the invitation's,
// so that it can be used once, or a random one.
func (v *visit) newID() uuid.UUID {
	if v.invited.good {
		return v.invited.id
	}
	return uuid.New()
}

// admits says whether this visitor may answer here and now, and else answers
// with a page that says why not. Form tokens are made only for pages that were
// shown, so who sends a good one saw the form while answers were taken, and
// may send it after the end.
func (p *Pages) admits(c echo.Context, v visit, form url.Values) (bool, error) {
	began := form != nil && p.ownsForm(form.Get(tokenInput), v.Placement.Code, p.idIn(form, v))
	if v.invited.token != "" && !v.invited.good {
		return false, p.stray(c, v)
	}
	if v.invited.good && !began {
		switch err := p.answered(c.Request().Context(), v.invited.id); {
		case errors.Is(err, fault.Conflict), errors.Is(err, fault.Gone):
			return false, p.used(c, v, err)
		case err != nil:
			return false, err
		}
	}
	switch {
	case began:
		return true, nil
	case p.isClosed(v.Spot):
		return false, p.closed(c, v)
	case v.Placement.Invited && v.invited.token == "" && v.test == "":
		return false, p.invitedOnly(c, v)
	case v.invited.good && v.invited.Over(p.Clock()):
		return false, p.invitationOver(c, v)
	}
	return true, nil
}

// answered is fault.Conflict when an answer with this id is kept and
// fault.Gone when it was erased.
func (p *Pages) answered(ctx context.Context, id uuid.UUID) error {
	_, err := p.Store.Response(ctx, id)
	switch {
	case err == nil:
		return fault.New(fault.Conflict, "this invitation was used")
	case errors.Is(err, fault.NotFound):
		return nil
	}
	return err
}

// used thanks who comes back with a link that has its answer. It does not lead
// to the receipt: links get forwarded, and only who answered was shown that.
func (p *Pages) used(c echo.Context, v visit, why error) error {
	v.persona, v.fields = "", nil
	m := p.message(v, "link.used_title", "link.used")
	if errors.Is(why, fault.Gone) {
		m = p.message(v, "visit.erased_before_title", "link.used_erased")
	}
	return p.render(c, http.StatusGone, "visit/message", m)
}

// stray is for a link that was cut short on its way, or is somebody's guess:
// both look the same.
func (p *Pages) stray(c echo.Context, v visit) error {
	v.invited = invited{}
	m := p.message(v, "link.stray_title", "link.stray")
	p.without(m, v)
	return p.render(c, http.StatusNotFound, "visit/message", m)
}

// invitationOver says until when an invitation was good.
func (p *Pages) invitationOver(c echo.Context, v visit) error {
	zone := v.Placement.Location(v.Journey.Location())
	last := journey.DayOf(v.invited.Until, zone) - 1 // it ends at midnight
	v.invited = invited{}
	voice := p.Catalog.In(v.lang)
	m := p.message(v, "link.over_title", "link.over", "Date", voice.Date(last.Time()))
	p.without(m, v)
	return p.render(c, http.StatusGone, "visit/message", m)
}

// invitedOnly is shown to who comes without an invitation where one is needed.
func (p *Pages) invitedOnly(c echo.Context, v visit) error {
	return p.render(c, http.StatusForbidden, "visit/message", p.message(v, "link.invited_title", "link.invited"))
}

// without offers to answer without an invitation, where that is possible.
func (p *Pages) without(m *message, v visit) {
	if !v.Placement.Invited && !p.isClosed(v.Spot) {
		m.Next, m.Link = m.T("link.without"), v.stay("/t/"+v.Placement.Code+"?lang="+v.lang)
	}
}
