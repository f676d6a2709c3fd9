package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Sender hands messages to a server over connections that are kept for the
// next message until Rest. It can be used by several at once, each with a
// connection of its own.
type Sender struct {
	Server  Server
	Hello   string        // how to name oneself; "": localhost
	Connect time.Duration // for connecting, TLS and sign-in; 0: 20 s
	Patient time.Duration // for one message; 0: 2 minutes

	mu   sync.Mutex
	idle []*session
	dial func(ctx context.Context, network, address string) (net.Conn, error) // nil: the network's
}

// session is an open connection that took part in nothing unfinished.
type session struct {
	client *gomail.Client
	smtp   *smtp.Client
	conn   net.Conn
	sent   int
}

// mostPerConnection is how many messages go over one connection; servers count
// too, and hang up on whoever goes on for ever.
const mostPerConnection = 50

// Send hands a message in. The error is a *Refusal, nil once the server has
// answered that it has the message. A refusal of stage Unsure may come of a
// message that the server has: nobody can know, and sending it again with the
// same ID is all that can be done. It is ErrHeldBack, with what Still said, where
// that kept the message.
func (s *Sender) Send(ctx context.Context, m *Message) error {
	var last lastLook
	built, err := m.build(gomail.WithMiddleware(&last))
	if err != nil {
		return &Refusal{Stage: Letter, Said: tidy(err.Error()), ForGood: true}
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(s.Patient, 2*time.Minute))
	defer cancel()
	for {
		open, fresh, err := s.take(ctx)
		if err != nil {
			return err
		}
		cut := context.AfterFunc(ctx, func() { _ = open.conn.Close() })
		last = lastLook{still: m.Still, conn: open.conn}
		err = open.client.SendWithSMTPClient(open.smtp, built)
		alive := cut()
		switch {
		case built.IsDelivered():
			// Tidying up after it may have failed, which is no concern of the
			// message's.
			s.giveBack(open, err == nil && alive)
			return nil
		case !fresh && gone(err):
			_ = open.conn.Close() // it had waited for too long: another one
			continue
		case last.err != nil:
			return fmt.Errorf("%w: %w", ErrHeldBack, last.err)
		}
		r := refused(err)
		s.giveBack(open, alive && r.Code != 0 && r.Code != 421)
		if !alive && r.Code == 0 {
			r.Said = "no answer in time"
		}
		return r
	}
}

// gone says that a kept connection was no longer there when a message was
// about to be handed in: nothing of it was said.
func gone(err error) bool {
	var sent *gomail.SendError
	return errors.As(err, &sent) && sent.Reason == gomail.ErrConnCheck
}

// take is a kept connection, or a fresh one.
func (s *Sender) take(ctx context.Context) (_ *session, fresh bool, _ error) {
	s.mu.Lock()
	if n := len(s.idle); n > 0 {
		open := s.idle[n-1]
		s.idle = s.idle[:n-1]
		s.mu.Unlock()
		return open, false, nil
	}
	s.mu.Unlock()
	open, err := s.open(ctx)
	if err != nil {
		return nil, true, err
	}
	return open, true, nil
}

func (s *Sender) giveBack(open *session, good bool) {
	open.sent++
	if !good || open.sent >= mostPerConnection {
		open.end()
		return
	}
	s.mu.Lock()
	s.idle = append(s.idle, open)
	s.mu.Unlock()
}

// Rest says goodbye on the connections that are not in use.
func (s *Sender) Rest() {
	s.mu.Lock()
	idle := s.idle
	s.idle = nil
	s.mu.Unlock()
	for _, open := range idle {
		open.end()
	}
}

// goodbye is how long a server may take to say it too.
const goodbye = 2 * time.Second

func (o *session) end() {
	cut := time.AfterFunc(goodbye, func() { _ = o.conn.Close() })
	_ = o.client.CloseWithSMTPClient(o.smtp) // nothing hangs on it
	cut.Stop()
	_ = o.conn.Close()
}

// Try connects, encrypts and signs in, and says goodbye: it sends nothing. The
// first result says how it went, for people: "TLS 1.3, signed in".
func (s *Sender) Try(ctx context.Context) (string, error) {
	open, err := s.open(ctx)
	if err != nil {
		return "", err
	}
	defer open.end()
	said := "not encrypted"
	if state, err := open.smtp.GetTLSConnectionState(); err == nil {
		said = tls.VersionName(state.Version)
	}
	if s.Server.User != "" {
		return said + ", signed in", nil
	}
	return said + ", without a password", nil
}

var errHandshake = errors.New("tls: handshake")
