package job

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/store"
)

// note keeps what became of a mail and says it in a word or two.
func (p *mailPass) note(ctx context.Context, m *store.ClaimedMail, subject string, err error) (string, error) {
	var refusal *mail.Refusal
	spared, age := false, p.Clock().Sub(m.Created)
	switch {
	case err == nil:
		p.sent.Add(1)
		p.refused.Store(0)
		return "sent", p.insist(ctx, func() error { return p.Store.MailSent(ctx, m.ID, m.Token, subject) })
	case errors.As(err, &refusal):
		early := refusal.Everybody || refusal.Code != 0 && !refusal.ForGood && p.refused.Add(1) >= mostRefused
		if early {
			p.trouble.Store(refusal)
		}
		spared = (early || p.troubled && refusal.Code != 0 && !refusal.ForGood) && age < longestSpared
	case errors.Is(err, mail.ErrHeldBack):
		return "", err
	case errors.Is(err, fault.NotFound):
		p.stopped.Add(1)
		return "stopped", p.Store.MailStopped(ctx, m.ID, m.Token)
	default:
		p.Log.Error("a mail could not be written", "kind", m.Kind, "id", m.ID, "error", err)
		refusal = &mail.Refusal{Stage: mail.Letter}
	}
	if spared {
		p.later.Add(1)
		return "waits: " + refusal.Error(), p.Store.MailSpared(ctx, m.ID, m.Token, refusal.Error(), p.Clock().Add(sparedDelay(age, rand.Float64())))
	}
	delay, more := Delay(m.Attempts, rand.Float64())
	if refusal.ForGood || !more {
		p.failed.Add(1)
		return "failed: " + refusal.Error(), p.Store.MailFailed(ctx, m.ID, m.Token, refusal.Error(), time.Time{})
	}
	p.later.Add(1)
	return "put off: " + refusal.Error(), p.Store.MailFailed(ctx, m.ID, m.Token, refusal.Error(), p.Clock().Add(delay))
}

// insist notes something that is true whether the disk takes it or not; what
// is not noted is sent again.
func (p *mailPass) insist(ctx context.Context, note func() error) error {
	for wait := time.Second; ; wait *= 2 {
		err := note()
		if err == nil || errors.Is(err, fault.Conflict) || wait > 4*time.Second {
			return err
		}
		time.Sleep(wait)
	}
}
