package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

const (
	patience  = 10 * time.Second // for all of it: looking up the name, sending, the reply
	mostReply = 64 << 10
)

// What was wrong with an attempt, where it was not the endpoint's status or a
// chat program's own code.
const (
	Blocked    = "blocked"    // a private address or a port of another service
	Redirected = "redirect"   // it points elsewhere, where nothing is sent
	TimedOut   = "timeout"    // not done in time
	Unknown    = "name"       // its name is not known
	NotThere   = "refused"    // nobody listens there
	BadTLS     = "tls"        // its certificate or its encryption is not good
	CutOff     = "connection" // it broke off, or what it said is not HTTP
	BadAddress = "address"    // not an http or https address without a password
	BadStatus  = "status"     // the status says no
	Unprepared = "unprepared" // it was not sent: what is told could not be put together
)

// Result is what became of a request. Of the reply only the status is kept.
type Result struct {
	OK      bool
	Status  int           // 0: there was no answer
	Trouble string        // one of the words above, or a chat program's code; "" where OK
	Wait    time.Duration // as Retry-After asks; 0: it does not
	Took    time.Duration
}

// Options of a Client.
type Options struct {
	Private  bool           // private addresses may be told
	Agent    string         // the User-Agent
	Resolver *net.Resolver  // nil: the machine's
	Roots    *x509.CertPool // nil: the machine's
	Patience time.Duration  // how long an attempt may take; 0: ten seconds
}

// Client posts to endpoints that people have named, and so to no address that
// they cannot reach themselves. The environment names no proxy for it.
type Client struct {
	http  *http.Client
	agent string
}

// NewClient makes a client, which may be used by several goroutines.
func NewClient(o Options) *Client {
	if o.Patience == 0 {
		o.Patience = patience
	}
	dialer := &net.Dialer{Control: guard(o.Private), Resolver: o.Resolver}
	return &Client{agent: o.Agent, http: &http.Client{
		Timeout:       o.Patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.Roots},
			DisableCompression:     true,
			MaxIdleConnsPerHost:    2,
			IdleConnTimeout:        30 * time.Second,
			MaxResponseHeaderBytes: mostReply,
		},
	}}
}

// Post sends a request in the manner of a shape, and reads at most 64 kB of the
// reply.
func (c *Client) Post(ctx context.Context, s Shape, r Request) Result {
	began := time.Now()
	res := c.post(ctx, s, r)
	res.Took = time.Since(began)
	return res
}

func (c *Client) post(ctx context.Context, s Shape, r Request) Result {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.URL, bytes.NewReader(r.Body))
	if err != nil || req.URL.Host == "" || req.URL.User != nil || req.URL.Scheme != "http" && req.URL.Scheme != "https" {
		return Result{Trouble: BadAddress}
	}
	req.Header = r.Header.Clone()
	req.Header.Set("User-Agent", c.agent)
	answer, err := c.http.Do(req)
	if err != nil {
		return Result{Trouble: trouble(err)}
	}
	defer answer.Body.Close()
	// A reply that breaks off was an answer all the same: its status came.
	reply, _ := io.ReadAll(io.LimitReader(answer.Body, mostReply))
	res := Result{Status: answer.StatusCode, Wait: retryAfter(answer.Header)}
	switch res.OK, res.Trouble = s.Judge(answer.StatusCode, answer.Header, reply); {
	case res.OK || res.Trouble != "":
	case res.Status >= 300 && res.Status < 400:
		res.Trouble = Redirected
	default:
		res.Trouble = BadStatus
	}
	return res
}

// Close gives up idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// trouble tells errors apart for people. Their text is left out: it names the
// address, which may be a secret.
func trouble(err error) string {
	var name *net.DNSError
	var timeout interface{ Timeout() bool }
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	switch {
	case errors.Is(err, errBlocked):
		return Blocked
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return TimedOut
	case errors.As(err, &name):
		return Unknown
	case errors.As(err, &certificate), errors.As(err, &record), errors.As(err, &alert), errors.Is(err, http.ErrSchemeMismatch):
		return BadTLS
	case errors.Is(err, syscall.ECONNREFUSED):
		return NotThere
	}
	return CutOff
}

// retryAfter reads seconds or a date; 0 for anything else.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return time.Duration(min(n, 30*86400)) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}
