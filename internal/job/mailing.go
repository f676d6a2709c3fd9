package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/store"
)

const (
	mailName     = "mails"
	mailSchedule = "@every 10s"
	mailAtOnce   = 4 // mails, each over a connection of its own
	// mostRefused is how many mails in a row a server puts off before it is left
	// in peace until the next pass: some take but a few in a while.
	mostRefused = 8
	writeTime   = time.Minute
	// lastWord is how long a mail under way may take once the service is told
	// to stop: cut off after its last byte, it would be sent again.
	lastWord = 8 * time.Second
)

// Mailing is the job that sends the mails of the outbox. It needs no lease:
// each mail is claimed by one worker, of whatever node.
type Mailing struct {
	Store  *store.Store
	Sender *mail.Sender
	Log    *slog.Logger
	Clock  func() time.Time
	// Write makes a mail's message; fault.NotFound where nobody is to be told
	// any more.
	Write func(context.Context, *store.Mail) (*mail.Message, error)

	troubled bool // a pass ended early, and since then there was none in which the server took all

	renew time.Duration // between renewals of a claim; 0: a third of what it is held for
}

// Mailed counts what became of mails in one pass.
type Mailed struct {
	Sent, Later, Failed, Stopped int
	Trouble                      error // that concerned every mail, so that the pass ended early; a *mail.Refusal
}

// Tried is how many mails the pass took up.
func (m Mailed) Tried() int { return m.Sent + m.Later + m.Failed + m.Stopped }

// mailPass is one pass, with what its workers count.
type mailPass struct {
	*Mailing
	sent, later, failed, stopped atomic.Int64
	refused                      atomic.Int64 // put off by the server, since one was taken
	trouble                      atomic.Pointer[mail.Refusal]
}

// Run sends what is due, a few mails at once. A mail that cannot be sent is put
// off and holds up no other; trouble with the server itself ends the pass, since
// the next mail would fare no better.
func (m *Mailing) Run(ctx context.Context) (Mailed, error) {
	defer m.Sender.Rest()
	pass := &mailPass{Mailing: m}
	errs := make([]error, mailAtOnce)
	var workers sync.WaitGroup
	for i := range mailAtOnce {
		claim := m.Store.ClaimMails
		if i == 0 { // so that what is not urgent does not wait for ever
			claim = m.Store.ClaimLongestDue
		}
		workers.Go(func() { errs[i] = pass.work(ctx, claim) })
	}
	workers.Wait()
	done := Mailed{Sent: int(pass.sent.Load()), Later: int(pass.later.Load()), Failed: int(pass.failed.Load()), Stopped: int(pass.stopped.Load())}
	if r := pass.trouble.Load(); r != nil {
		done.Trouble = r
	}
	m.troubled = done.Trouble != nil || m.troubled && (done.Sent == 0 || done.Later > 0)
	return done, errors.Join(errs...)
}

// work takes one mail after the other until none is left.
func (p *mailPass) work(ctx context.Context, claim func(context.Context, int, time.Duration) ([]store.ClaimedMail, error)) error {
	for ctx.Err() == nil && p.trouble.Load() == nil {
		claimed, err := claim(ctx, 1, mailHold)
		if err != nil {
			return fmt.Errorf("claim a mail: %w", err)
		}
		if len(claimed) == 0 {
			return nil
		}
		if err := p.one(ctx, &claimed[0]); err != nil {
			return err
		}
	}
	return nil
}

// one writes and sends a mail and notes what became of it. The error is one of
// noting.
func (p *mailPass) one(ctx context.Context, m *store.ClaimedMail) error {
	free, cancel := outliving(ctx, lastWord)
	defer cancel()
	start := p.Clock()
	subject, err := p.send(free, m)
	result, err := p.note(context.WithoutCancel(ctx), m, subject, err)
	log := []any{"kind", m.Kind, "id", m.ID, "attempts", m.Attempts, "took", p.Clock().Sub(start)}
	switch {
	case errors.Is(err, mail.ErrHeldBack) && errors.Is(err, fault.Conflict):
		p.Log.Warn("a mail took so long that another process took it over, and was left to that", log...)
		return nil
	case errors.Is(err, fault.Conflict):
		p.Log.Warn("a mail took so long that another process took it over; it may have been sent twice", log...)
		return nil
	case err != nil:
		p.Log.Error("what became of a mail could not be noted; it is tried again", append(log, "error", err)...)
		return err
	}
	p.Log.Info("mail", append(log, "outcome", result)...)
	return nil
}

// outliving is a context that ends a while after its parent.
func outliving(parent context.Context, by time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(parent))
	stop := context.AfterFunc(parent, func() {
		late := time.AfterFunc(by, cancel)
		context.AfterFunc(ctx, func() { late.Stop() })
	})
	return ctx, func() { stop(); cancel() }
}

// send writes a mail and hands it in; the subject is that of the message.
func (p *mailPass) send(ctx context.Context, m *store.ClaimedMail) (subject string, err error) {
	defer p.hold(ctx, m)()
	message, err := p.write(ctx, &m.Mail)
	if err != nil {
		return "", err
	}
	message.Still = func() error { return p.Store.HoldMail(ctx, m.ID, m.Token, mailHold) }
	return message.Subject, p.Sender.Send(ctx, message)
}

// write makes the message; a panic over one must not take the others with it.
func (p *mailPass) write(ctx context.Context, m *store.Mail) (_ *mail.Message, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	return p.Write(ctx, m)
}

// pull makes due what a clock that was wrong put off.
func (m *Mailing) pull(ctx context.Context) error {
	n, err := m.Store.PullMails(ctx, m.Clock().Add(longestDelay))
	if n > 0 {
		m.Log.Warn("the clock was wrong; mails that would have waited for long are sent now", "mails", n)
	}
	return err
}

// Job is the sending of mails on its schedule, every ten seconds.
func (m *Mailing) Job() (Job, error) {
	at, err := ParseSchedule(mailSchedule)
	trouble := false // said already; runs come one after the other
	return Job{Name: mailName, Schedule: at, Work: func(ctx context.Context) error {
		if err := m.pull(ctx); err != nil {
			return err
		}
		done, err := m.Run(ctx)
		switch {
		case done.Trouble != nil && !trouble:
			m.Log.Warn("the mail server takes no mails just now; they wait, and `waymood doctor` says more", "trouble", done.Trouble)
			trouble = true
		case done.Trouble == nil && done.Sent > 0 && trouble:
			m.Log.Info("the mail server takes mails again", "mails", done.Sent)
			trouble = false
		}
		return err
	}}, err
}
