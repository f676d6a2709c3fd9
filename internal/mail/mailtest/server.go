// Package mailtest is a mail server for tests: a real one on loopback, which
// keeps what it gets and fails as it is told.
package mailtest

import (
	"bytes"
	"crypto/tls"
	"io"
	"log"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-message"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// At is the moment at which a server fails.
type At string

// The moments, in their order.
const (
	Connect At = "connect" // before the server's greeting
	Hello   At = "hello"
	SignIn  At = "sign in"
	From    At = "from"
	To      At = "to"
	Data    At = "data" // before the message itself is read
	Done    At = "done" // all of it was read, and nothing is said of it yet
)

// Fault is how a server fails.
type Fault struct {
	Code  int               // answered; with Drop or Hold nothing is
	Class smtp.EnhancedCode // zero: the code's own class
	Text  string
	Drop  bool // cuts the connection
	Hold  bool // says nothing until the other side hangs up or the server closes
	Keep  bool // at Done: the message is taken all the same
}

// Mail is a message that the server took.
type Mail struct {
	From, To string
	Data     []byte
	ID       string // Message-ID without <>
}

// Options of Start.
type Options struct {
	User, Password string      // asked for where there is a user
	STARTTLS       *tls.Config // offered
	TLS            *tls.Config // from the first byte
	// Fail says what to do at a moment of the n-th connection; to is known from
	// To on. nil: all is well.
	Fail func(at At, n int, to string) *Fault
}

// Server is a running mail server.
type Server struct {
	Options
	listener net.Listener
	server   *smtp.Server
	closed   chan struct{}

	mu          sync.Mutex
	mails       []Mail
	connections int
	most, open  int
}

// Start runs a server on a free port until the test ends.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Options: o, listener: l, closed: make(chan struct{})}
	s.server = smtp.NewServer(smtp.BackendFunc(s.session))
	s.server.Domain, s.server.AllowInsecureAuth, s.server.TLSConfig = "mail.test", true, o.STARTTLS
	s.server.EnableSMTPUTF8 = true
	s.server.ErrorLog = log.New(io.Discard, "", 0)
	var serving sync.WaitGroup
	serving.Go(func() { _ = s.server.Serve(&listener{Listener: l, s: s}) })
	t.Cleanup(func() {
		close(s.closed)
		_ = s.server.Close()
		_ = l.Close() // should it not have come to serving yet
		serving.Wait()
	})
	return s
}

// Address is host and port.
func (s *Server) Address() string { return s.listener.Addr().String() }

// URL is the setting with which mails come here.
func (s *Server) URL() string {
	scheme := "smtp://"
	if s.TLS != nil {
		scheme = "smtps://"
	}
	if s.User != "" {
		scheme += s.User + ":" + s.Password + "@"
	}
	return scheme + s.Address()
}

// Mails are the messages taken so far, in their order.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

// Connections is how many were made, and the most that were open at once.
func (s *Server) Connections() (made, most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connections, s.most
}

func (s *Server) keep(m Mail) {
	if e, err := message.Read(bytes.NewReader(m.Data)); err == nil {
		m.ID = strings.Trim(e.Header.Get("Message-Id"), "<>")
	}
	s.mu.Lock()
	s.mails = append(s.mails, m)
	s.mu.Unlock()
}

// fail does what a fault says; nil: nothing is wrong.
func (s *Server) fail(conn net.Conn, at At, n int, to string) error {
	if s.Fail == nil {
		return nil
	}
	f := s.Fail(at, n, to)
	switch {
	case f == nil:
		return nil
	case f.Hold:
		// Ends when the other side does, or the test.
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_, _ = io.Copy(io.Discard, conn)
		}()
		select {
		case <-ended:
		case <-s.closed:
		}
		_ = conn.Close()
		<-ended
	case f.Drop:
		_ = conn.Close()
	default:
		return &smtp.SMTPError{Code: f.Code, EnhancedCode: f.Class, Message: f.Text}
	}
	return &smtp.SMTPError{Code: 421, Message: "nobody reads this"}
}

// session begins at the other side's hello.
func (s *Server) session(c *smtp.Conn) (smtp.Session, error) {
	n := 0
	if counted, ok := c.Conn().(interface{ Number() int }); ok {
		n = counted.Number()
	} else if t, ok := c.Conn().(*tls.Conn); ok {
		n = t.NetConn().(interface{ Number() int }).Number()
	}
	if err := s.fail(c.Conn(), Hello, n, ""); err != nil {
		return nil, err
	}
	return &session{s: s, conn: c.Conn(), n: n}, nil
}

// session is one connection's talk.
type session struct {
	s        *Server
	conn     net.Conn
	n        int
	from, to string
	known    bool
}

func (x *session) AuthMechanisms() []string {
	if x.s.User == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (x *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if err := x.s.fail(x.conn, SignIn, x.n, ""); err != nil {
			return err
		}
		if user != x.s.User || password != x.s.Password {
			return smtp.ErrAuthFailed
		}
		x.known = true
		return nil
	}), nil
}

func (x *session) Mail(from string, _ *smtp.MailOptions) error {
	if x.s.User != "" && !x.known {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	x.from = from
	return x.s.fail(x.conn, From, x.n, "")
}

func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	x.to = to
	return x.s.fail(x.conn, To, x.n, to)
}

func (x *session) Data(r io.Reader) error {
	if err := x.s.fail(x.conn, Data, x.n, x.to); err != nil {
		return err
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if x.s.Fail != nil {
		if f := x.s.Fail(Done, x.n, x.to); f != nil {
			if f.Keep {
				x.s.keep(Mail{From: x.from, To: x.to, Data: data})
			}
			return x.s.done(x.conn, f)
		}
	}
	x.s.keep(Mail{From: x.from, To: x.to, Data: data})
	return nil
}

// done fails after a message was read.
func (s *Server) done(conn net.Conn, f *Fault) error {
	same := &Server{Options: Options{Fail: func(At, int, string) *Fault { return f }}, closed: s.closed}
	return same.fail(conn, Done, 0, "")
}

func (x *session) Reset()        {}
func (x *session) Logout() error { return nil }
