package staff

import (
	"context"
	"errors"
	"net/http"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/ticket"
)

// openTicket is a ticket with what it is about. Of one that leads nowhere any more
// only what could be read is there.
type openTicket struct {
	ticket.Ticket
	mail    *store.Mail
	sub     *subscription.Subscription
	journey *journey.Journey
	point   *journey.Touchpoint // one that is not archived
	reply   *action.Reply       // nil: nothing was decided yet
}

// Why a ticket leads nowhere; the words name messages.
const (
	ticketForged  = "forged"
	ticketOver    = "over"
	ticketEnded   = "ended" // the subscription was stopped
	ticketAway    = "away"  // the journey or touchpoint was put away
	ticketLooks   = "looks" // the account that the mail was for may look only
	ticketPreview = "preview"
)

// goneStatus is what each is answered with.
var goneStatus = map[string]int{
	"": http.StatusOK, ticketPreview: http.StatusOK, ticketForged: http.StatusNotFound,
	ticketLooks: http.StatusForbidden, ticketOver: http.StatusGone, ticketEnded: http.StatusGone, ticketAway: http.StatusGone,
}

// follow reads what a ticket is about, and says why it leads nowhere. Stopping
// mails always leads somewhere: who asks for it gets none, whatever there is left.
func (p *Pages) follow(ctx context.Context, o *openTicket) (gone string, err error) {
	missing := func(err error) error {
		if errors.Is(err, fault.NotFound) {
			return nil
		}
		return err
	}
	if !o.Preview() {
		if o.mail, err = p.Store.MailByID(ctx, o.Mail); missing(err) != nil {
			return "", err
		}
	}
	if o.sub, err = p.Store.Subscription(ctx, o.Subscription); missing(err) != nil {
		return "", err
	}
	if o.mail != nil && o.sub != nil && passedOn(o.mail, o.sub) {
		o.sub = nil // it is somebody else's by now, and the mail is in the hands of who had it
	}
	key := o.Journey
	if key == "" && o.sub != nil {
		key = o.sub.Journey
	}
	if o.journey, err = p.Store.Journey(ctx, key); missing(err) != nil {
		return "", err
	}
	if o.journey != nil {
		for _, tp := range o.journey.Walk() {
			if tp.Key == o.Touchpoint {
				o.point = tp
			}
		}
	}
	switch {
	case o.Preview():
		return ticketPreview, nil
	case o.Act == ticket.Stop:
		return "", nil
	case o.Over(p.now()):
		return ticketOver, nil
	case o.mail == nil || o.sub == nil || !o.sub.Active():
		return ticketEnded, nil
	case o.journey == nil || o.journey.Archived || o.point == nil:
		return ticketAway, nil
	}
	if gone, err = p.mayDecide(ctx, o.sub); gone != "" || err != nil {
		return gone, err
	}
	o.reply, err = p.Store.Replied(ctx, o.Mail, o.Touchpoint)
	return "", missing(err)
}

// passedOn says whether a subscription goes to another address than a mail of it
// did. The address of a mail is forgotten at once where it is nobody's, so it
// was; where it went with the document, after a time, nobody can tell, and who
// has the mail can still stop the next ones.
func passedOn(m *store.Mail, sub *subscription.Subscription) bool {
	if m.To == "" {
		return len(m.Document) > 0
	}
	return account.Fold(m.To) != account.Fold(sub.Mail)
}

// mayDecide says why an account may not decide by mail: nobody may more by a
// link than signed in, whether the account or the subscription was there first.
// An address without an account was given by an owner, who lets it decide.
func (p *Pages) mayDecide(ctx context.Context, sub *subscription.Subscription) (gone string, err error) {
	var u *account.User
	if sub.User != "" {
		u, err = p.Store.User(ctx, sub.User)
	} else if u, _, err = p.Store.UserByMail(ctx, sub.Mail); errors.Is(err, fault.NotFound) {
		return "", nil
	}
	switch {
	case errors.Is(err, fault.NotFound), err == nil && u.Disabled:
		return ticketEnded, nil
	case err == nil && !u.Role.Allows(account.Editor):
		return ticketLooks, nil
	}
	return "", err
}
