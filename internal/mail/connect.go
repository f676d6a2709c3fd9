package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// open makes a connection that is ready for a message. Every error of it
// concerns everybody.
func (s *Sender) open(ctx context.Context) (*session, error) {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(s.Connect, 20*time.Second))
	defer cancel()
	open := &session{}
	cut := func() bool { return true }
	// The library's own context ends as soon as it has dialled.
	client, err := s.client(func(dialling context.Context, network, address string) (net.Conn, error) {
		conn, err := s.connect(dialling, network, address)
		if err == nil {
			open.conn = conn
			cut = context.AfterFunc(ctx, func() { _ = conn.Close() })
		}
		return conn, err
	})
	if err == nil {
		open.client = client
		open.smtp, err = client.DialToSMTPClientWithContext(ctx)
	}
	late := !cut() || ctx.Err() != nil
	if err == nil && !late {
		return open, nil
	}
	if open.conn != nil {
		_ = open.conn.Close()
	}
	if late {
		return nil, &Refusal{Stage: Connect, Said: "no answer in time", Everybody: true}
	}
	return nil, s.closed(err)
}

// connect reaches the server, with TLS where it speaks that from the first
// byte.
func (s *Sender) connect(ctx context.Context, network, address string) (net.Conn, error) {
	dial := s.dial
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	conn, err := dial(ctx, network, address)
	if err != nil || !s.Server.TLS {
		return conn, err
	}
	encrypted := tls.Client(conn, s.encryption())
	if err := encrypted.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("%w: %w", errHandshake, err)
	}
	return encrypted, nil
}

// encryption checks certificates, but for servers on this machine: nobody
// listens on the way to them, and few have one that anybody signed.
func (s *Sender) encryption() *tls.Config {
	return &tls.Config{ServerName: s.Server.Host, MinVersion: tls.VersionTLS12, InsecureSkipVerify: s.Server.near()} //nolint:gosec // see above
}

func (s *Sender) client(dial gomail.DialContextFunc) (*gomail.Client, error) {
	policy := gomail.TLSOpportunistic
	if s.Server.User != "" && !s.Server.near() {
		policy = gomail.TLSMandatory
	}
	options := []gomail.Option{
		gomail.WithPort(s.Server.Port), gomail.WithHELO(cmp.Or(s.Hello, "localhost")), gomail.WithDialContextFunc(dial),
		gomail.WithTLSConfig(s.encryption()), gomail.WithTLSPolicy(policy), gomail.WithTimeout(time.Hour), // contexts end it long before
	}
	if s.Server.TLS {
		options = append(options, gomail.WithSSL())
	}
	if s.Server.User != "" {
		options = append(options, gomail.WithUsername(s.Server.User), gomail.WithPassword(s.Server.Password), gomail.WithOpportunisticSMTPAuth(s.methods()...))
	}
	return gomail.NewClient(s.Server.Host, options...)
}

// closed says why there is no connection that is ready. The library tells the
// steps apart in words alone.
func (s *Sender) closed(err error) *Refusal {
	r := &Refusal{Stage: Connect, Code: code(err), Said: cause(err), Everybody: true}
	switch text := err.Error(); {
	case strings.Contains(text, "STARTTLS mode"):
		r.Stage, r.Said = Encrypt, "it offers no STARTTLS, and a password is not sent unencrypted"
	case strings.Contains(strings.ToUpper(text), "SMTP AUTH"):
		r.Stage = SignIn
		if r.Code == 0 && !strings.Contains(text, "SMTP AUTH failed") {
			r.Said = "it offers no way to sign in that is known here"
		}
	case strings.Contains(text, "tls: "), strings.Contains(text, "x509: "):
		r.Stage = Encrypt
	}
	if s.Server.Password != "" {
		r.Said = strings.ReplaceAll(r.Said, s.Server.Password, "…")
	}
	return r
}

// methods of signing in, the best first. Over a connection that is not
// encrypted, which is only ever one to this machine, the plain ones too.
func (s *Sender) methods() []gomail.SMTPAuthType {
	list := []gomail.SMTPAuthType{gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1}
	if s.Server.near() {
		return append(list, gomail.SMTPAuthPlainNoEnc, gomail.SMTPAuthLoginNoEnc)
	}
	return append(list, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin)
}
