package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	gomail "github.com/wneessen/go-mail"
)

// Stage is how far a try to send came.
type Stage string

// The stages, in their order.
const (
	Letter    Stage = "letter"    // the message itself cannot be written
	Connect   Stage = "connect"   // nobody answers there, or no mail server
	Encrypt   Stage = "encrypt"   // TLS
	SignIn    Stage = "sign in"   // user and password
	From      Stage = "sender"    // the server does not send for this sender
	Recipient Stage = "recipient" // the server does not take mails for this address
	Content   Stage = "content"   // the server does not take this message
	Unsure    Stage = "unsure"    // all was sent, but what the server says of it did not come
)

// Refusal is why a message was not taken. Its text names no address and no
// password, and what the server said is cut to a line.
type Refusal struct {
	Stage   Stage
	Code    int    // of the server's answer; 0: there was none
	Said    string // by the server or the machine
	ForGood bool   // another try would end the same
	// Everybody says that it is the server or the settings, so that other
	// messages would fare no better just now.
	Everybody bool
}

func (r *Refusal) Error() string {
	text := string(r.Stage)
	if r.Code != 0 {
		text = fmt.Sprintf("%s: %d", text, r.Code)
	}
	if r.Said != "" {
		text += ": " + r.Said
	}
	return text
}

// refused reads what the library says of a message that was not taken.
func refused(err error) *Refusal {
	var sent *gomail.SendError
	if !errors.As(err, &sent) {
		return &Refusal{Stage: Content, Said: cause(err)}
	}
	r := &Refusal{Code: sent.ErrorCode(), Said: quoted(sent)}
	policy := strings.HasPrefix(sent.EnhancedStatusCode(), "5.7.")
	permanent := r.Code >= 500
	signIn := r.Code == 530 || r.Code == 535 || r.Code == 538
	switch sent.Reason {
	case gomail.ErrSMTPMailFrom:
		// The sender is the owner's setting, so it can be mended.
		r.Stage, r.Everybody = From, r.Code != 0
	case gomail.ErrSMTPRcptTo:
		// A server that relays for nobody says so of each recipient.
		r.Stage, r.ForGood, r.Everybody = Recipient, permanent && !policy && !signIn, signIn
	case gomail.ErrSMTPDataClose:
		r.Stage, r.ForGood = Content, permanent
		if r.Code == 0 {
			r.Stage = Unsure
		}
	default:
		r.Stage, r.ForGood = Content, permanent && !signIn
	}
	r.Everybody = r.Everybody || r.Code == 421 // it closes, whatever is asked
	return r
}

// quoted is what the server answered, or the machine, without what the library
// adds before and after it.
func quoted(e *gomail.SendError) string {
	text := strings.TrimPrefix(e.Error(), e.Reason.String()+": ")
	text, _, _ = strings.Cut(text, ", affected recipient(s): ")
	text, _, _ = strings.Cut(text, ", affected message ID: ")
	text = strings.TrimPrefix(text, fmt.Sprintf("%d ", e.ErrorCode()))
	if answer, err := strconv.Unquote(text); err == nil { // as newer releases of Go write it
		text = answer
	}
	return tidy(text)
}

var addressLike = regexp.MustCompile(`<[^>]*>|[^\s<>"'(),;:]+@[^\s<>"'(),;:]+`)

// tidy is a stranger's line without addresses, short enough for a list.
func tidy(s string) string {
	const longest = 160
	s = strings.Join(strings.Fields(addressLike.ReplaceAllString(plain(s), "…")), " ")
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest]) + "…"
	}
	return s
}

// cause is a short word for what the machine or the network says, which may
// hold addresses of its own.
func cause(err error) string {
	var answer *textproto.Error
	var name *net.DNSError
	var untrusted *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &answer):
		return tidy(answer.Msg)
	case errors.As(err, &name):
		return "its name is not known"
	case errors.As(err, &host):
		return "the certificate is another host's"
	case errors.As(err, &authority), errors.As(err, &untrusted):
		return "the certificate is not trusted"
	case errors.As(err, &record):
		return "it does not speak TLS from the first byte"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return "no answer in time"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, net.ErrClosed):
		return "the connection was cut"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return "there is no way there"
	}
	return cmp.Or(tidy(err.Error()), "unknown")
}

// code of a server's answer in err; 0 where there is none.
func code(err error) int {
	var answer *textproto.Error
	if errors.As(err, &answer) {
		return answer.Code
	}
	return 0
}
