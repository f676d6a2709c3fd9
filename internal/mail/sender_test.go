package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/waymood/waymood/internal/mail/mailtest"
)

func letter(to string) *Message {
	return &Message{
		ID: "0193-a@mood.example.com", From: "Dawn <mood@example.com>", To: to, Subject: "Queue fell", Language: "en",
		Date: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), Text: "Hello.\n", HTML: "<p>Hello.</p>\n",
	}
}

func sender(t *testing.T, s *mailtest.Server) *Sender {
	t.Helper()
	server, err := ParseServer(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	x := &Sender{Server: server}
	t.Cleanup(x.Rest)
	return x
}

// refusal is how a message was refused; it must have been.
func refusal(t *testing.T, x *Sender, to string) *Refusal {
	t.Helper()
	var r *Refusal
	if err := x.Send(t.Context(), letter(to)); !errors.As(err, &r) {
		t.Fatalf("%v", err)
	}
	if text := r.Error(); strings.Contains(text, "guest") || strings.Contains(text, "s3cret") || strings.Contains(text, "0193-a") {
		t.Errorf("it tells too much: %s", text)
	}
	return r
}

func TestSend(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	x := sender(t, s)
	for _, to := range []string{"a@example.com", "b@example.com"} {
		if err := x.Send(t.Context(), letter(to)); err != nil {
			t.Fatal(err)
		}
	}
	got := s.Mails()
	if len(got) != 2 || got[0].To != "a@example.com" || got[1].ID != "0193-a@mood.example.com" {
		t.Errorf("got %+v", got)
	}
	if made, _ := s.Connections(); made != 1 {
		t.Errorf("%d connections for two mails", made)
	}
}

// What servers answer at each step, and what it means for the mail.
func TestRefusals(t *testing.T) {
	secured, _ := mailtest.Certificate(t, "localhost")
	for name, c := range map[string]struct {
		o    mailtest.Options
		want Refusal
	}{
		"busy":             {fault(mailtest.Connect, mailtest.Fault{Code: 421, Text: "busy"}), Refusal{Stage: Connect, Code: 421, Said: "busy", Everybody: true}},
		"blocked":          {fault(mailtest.Connect, mailtest.Fault{Code: 554, Text: "you are listed"}), Refusal{Stage: Connect, Code: 554, Said: "you are listed", Everybody: true}},
		"hangs up":         {fault(mailtest.Connect, mailtest.Fault{Drop: true}), Refusal{Stage: Connect, Said: "the connection was cut", Everybody: true}},
		"sign-in":          {mailtest.Options{User: "dawn", Password: "s3cret", Fail: fault(mailtest.SignIn, mailtest.Fault{Code: 535, Class: smtp.EnhancedCode{5, 7, 8}, Text: "not s3cret"}).Fail}, Refusal{Stage: SignIn, Code: 535, Said: "5.7.8 not …", Everybody: true}},
		"sign-in, hang-up": {mailtest.Options{User: "dawn", Password: "s3cret", STARTTLS: secured, Fail: fault(mailtest.SignIn, mailtest.Fault{Drop: true}).Fail}, Refusal{Stage: SignIn, Said: "the connection was cut", Everybody: true}},
		"sender":           {fault(mailtest.From, mailtest.Fault{Code: 553, Text: "not yours"}), Refusal{Stage: From, Code: 553, Said: "5.0.0 not yours", Everybody: true}},
		"recipient": {fault(mailtest.To, mailtest.Fault{Code: 550, Class: smtp.EnhancedCode{5, 1, 1}, Text: "<guest@example.com>: guest@example.com is unknown"}),
			Refusal{Stage: Recipient, Code: 550, Said: "5.1.1 …: … is unknown", ForGood: true}},
		"relay denied": {fault(mailtest.To, mailtest.Fault{Code: 554, Class: smtp.EnhancedCode{5, 7, 1}, Text: "relay access denied"}), Refusal{Stage: Recipient, Code: 554, Said: "5.7.1 relay access denied"}},
		"greylisted":   {fault(mailtest.To, mailtest.Fault{Code: 450, Text: "later"}), Refusal{Stage: Recipient, Code: 450, Said: "4.0.0 later"}},
		"sign in first": {fault(mailtest.To, mailtest.Fault{Code: 530, Class: smtp.EnhancedCode{5, 7, 0}, Text: "sign in"}),
			Refusal{Stage: Recipient, Code: 530, Said: "5.7.0 sign in", Everybody: true}},
		"too big":   {fault(mailtest.Done, mailtest.Fault{Code: 552, Text: "too big"}), Refusal{Stage: Content, Code: 552, Said: "5.0.0 too big", ForGood: true}},
		"disk full": {fault(mailtest.Done, mailtest.Fault{Code: 452, Text: "full"}), Refusal{Stage: Content, Code: 452, Said: "4.0.0 full"}},
		"no answer": {fault(mailtest.Done, mailtest.Fault{Drop: true, Keep: true}), Refusal{Stage: Unsure, Said: "EOF"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := *refusal(t, sender(t, mailtest.Start(t, c.o)), "guest@example.com")
			if name == "sign-in, hang-up" || name == "no answer" || name == "hangs up" {
				got.Said, c.want.Said = "", "" // EOF or reset, as the network has it
			}
			if got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
	r := refusal(t, sender(t, mailtest.Start(t, mailtest.Options{})), "guest")
	if r.Stage != Letter || !r.ForGood || r.Everybody {
		t.Errorf("an address that is none: %+v", r)
	}
}

func fault(at mailtest.At, f mailtest.Fault) mailtest.Options {
	return mailtest.Options{Fail: func(now mailtest.At, _ int, _ string) *mailtest.Fault {
		if now == at {
			return &f
		}
		return nil
	}}
}

// A password goes to a server far away over TLS alone, and only to the one it
// is meant for.
func TestPasswordsAreNotSaidAloud(t *testing.T) {
	trusted, _ := mailtest.Certificate(t, "mail.example.com")
	asked := func(mailtest.At, int, string) *mailtest.Fault { return nil }
	for name, c := range map[string]struct {
		o    mailtest.Options
		said string
	}{
		"no STARTTLS":           {mailtest.Options{}, "STARTTLS"},
		"nobody's certificate":  {mailtest.Options{STARTTLS: trusted}, "not trusted"},
		"nobody's, with smtps:": {mailtest.Options{TLS: trusted}, "not trusted"},
	} {
		t.Run(name, func(t *testing.T) {
			c.o.User, c.o.Password = "dawn", "s3cret"
			c.o.Fail = func(at mailtest.At, n int, to string) *mailtest.Fault {
				if at == mailtest.SignIn {
					t.Error("the password was said")
				}
				return asked(at, n, to)
			}
			s := mailtest.Start(t, c.o)
			x := sender(t, s)
			x.Server.Host = "mail.example.com"
			x.dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, network, s.Address())
			}
			if r := refusal(t, x, "guest@example.com"); r.Stage != Encrypt || !strings.Contains(r.Said, c.said) || r.ForGood || !r.Everybody {
				t.Errorf("%+v", r)
			}
		})
	}
}

// On this machine a password needs no TLS, and TLS no known certificate.
func TestSignInNearby(t *testing.T) {
	secured, _ := mailtest.Certificate(t, "elsewhere")
	for name, o := range map[string]mailtest.Options{"plain": {}, "STARTTLS": {STARTTLS: secured}, "smtps": {TLS: secured}} {
		t.Run(name, func(t *testing.T) {
			o.User, o.Password = "dawn", "s3cret"
			s := mailtest.Start(t, o)
			x := sender(t, s)
			if err := x.Send(t.Context(), letter("a@example.com")); err != nil || len(s.Mails()) != 1 {
				t.Error(err)
			}
			if said, err := x.Try(t.Context()); err != nil || !strings.Contains(said, "signed in") || strings.Contains(said, "not encrypted") != (name == "plain") {
				t.Errorf("%q, %v", said, err)
			}
			if n := len(s.Mails()); n != 1 {
				t.Errorf("trying sent %d mails", n-1)
			}
		})
	}
}

// TLS where none is spoken.
func TestWrongPort(t *testing.T) {
	x := sender(t, mailtest.Start(t, mailtest.Options{}))
	x.Server.TLS = true
	if r := refusal(t, x, "guest@example.com"); r.Stage != Encrypt || !strings.Contains(r.Said, "TLS from the first byte") {
		t.Errorf("%+v", r)
	}
}

// A server that goes on and on, byte by byte or line by line, is left in time.
func TestEndlessAnswers(t *testing.T) {
	for name, drip := range map[string]string{"bytes": "2", "lines": "220-and\r\n"} {
		t.Run(name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			var serving sync.WaitGroup
			t.Cleanup(func() { _ = l.Close(); serving.Wait() })
			serving.Go(func() {
				for {
					c, err := l.Accept()
					if err != nil {
						return
					}
					tick := time.NewTicker(time.Millisecond)
					for range tick.C {
						if _, err := io.WriteString(c, drip); err != nil {
							break
						}
					}
					tick.Stop()
					_ = c.Close()
				}
			})
			at := l.Addr().(*net.TCPAddr)
			x := &Sender{Server: Server{Host: "127.0.0.1", Port: at.Port}, Connect: 50 * time.Millisecond}
			if r := refusal(t, x, "guest@example.com"); r.Stage != Connect || r.Said != "no answer in time" {
				t.Errorf("%+v", r)
			}
		})
	}
}

// A kept connection that the server has closed meanwhile is replaced, without
// a word.
func TestStaleConnection(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	x := sender(t, s)
	if err := x.Send(t.Context(), letter("a@example.com")); err != nil {
		t.Fatal(err)
	}
	_ = x.idle[0].conn.Close()
	if err := x.Send(t.Context(), letter("b@example.com")); err != nil {
		t.Fatal(err)
	}
	if made, _ := s.Connections(); made != 2 || len(s.Mails()) != 2 {
		t.Errorf("%d connections, %d mails", made, len(s.Mails()))
	}
}

// After a number of mails a connection is left, before the server does.
func TestConnectionIsLeft(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	x := sender(t, s)
	var made, most, open atomic.Int64 // as this side has them: the other may be late
	x.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		made.Add(1)
		most.Store(max(most.Load(), open.Add(1)))
		return &closing{Conn: conn, closed: sync.OnceFunc(func() { open.Add(-1) })}, nil
	}
	for i := range mostPerConnection + 1 {
		if err := x.Send(t.Context(), letter(fmt.Sprintf("a%d@example.com", i))); err != nil {
			t.Fatal(err)
		}
	}
	if made.Load() != 2 || most.Load() != 1 || len(s.Mails()) != mostPerConnection+1 {
		t.Errorf("%d connections, %d at once, %d mails", made.Load(), most.Load(), len(s.Mails()))
	}
}

// closing is a connection that tells when it is closed.
type closing struct {
	net.Conn
	closed func()
}

func (c *closing) Close() error {
	c.closed()
	return c.Conn.Close()
}

// Cancelled, it ends; what was not handed in is not there.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := mailtest.Start(t, mailtest.Options{Fail: func(at mailtest.At, _ int, _ string) *mailtest.Fault {
		if at == mailtest.To {
			cancel()
			return &mailtest.Fault{Hold: true}
		}
		return nil
	}})
	var r *Refusal
	if err := sender(t, s).Send(ctx, letter("a@example.com")); !errors.As(err, &r) || r.ForGood || len(s.Mails()) != 0 {
		t.Errorf("%v", err)
	}
}

// The certificate of this machine's server may be anybody's; tls is asked for
// where it is offered, password or not.
func TestTLSWhereOffered(t *testing.T) {
	secured, _ := mailtest.Certificate(t, "localhost")
	var seen bytes.Buffer
	secured.GetConfigForClient = func(h *tls.ClientHelloInfo) (*tls.Config, error) {
		seen.WriteString("hello")
		return nil, nil
	}
	s := mailtest.Start(t, mailtest.Options{STARTTLS: secured})
	if err := sender(t, s).Send(t.Context(), letter("a@example.com")); err != nil || seen.Len() == 0 {
		t.Errorf("%v, asked: %q", err, seen.String())
	}
}
