package job

import (
	"crypto/tls"
	"errors"
	"net"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/waymood/waymood/internal/mail/mailtest"
	"github.com/waymood/waymood/internal/store"
)

// first fails the first n times at a moment.
func first(n int, at mailtest.At, f mailtest.Fault) func(mailtest.At, int, string) *mailtest.Fault {
	var mu sync.Mutex
	left := n
	return func(now mailtest.At, _ int, _ string) *mailtest.Fault {
		mu.Lock()
		defer mu.Unlock()
		if now != at || left == 0 {
			return nil
		}
		left--
		return &f
	}
}

// once fails each address's first n times at a moment.
func once(n int, at mailtest.At, f mailtest.Fault) func(mailtest.At, int, string) *mailtest.Fault {
	var mu sync.Mutex
	seen := map[string]int{}
	return func(now mailtest.At, _ int, to string) *mailtest.Fault {
		mu.Lock()
		defer mu.Unlock()
		if now != at || seen[to] == n {
			return nil
		}
		seen[to]++
		return &f
	}
}

// always fails for one address.
func always(who string, at mailtest.At, f mailtest.Fault) func(mailtest.At, int, string) *mailtest.Fault {
	return func(now mailtest.At, _ int, to string) *mailtest.Fault {
		if now == at && strings.HasPrefix(to, who) {
			return &f
		}
		return nil
	}
}

// Whatever a mail server does, every mail arrives, and twice only where it took
// one and did not say so. Only what is refused for good does not arrive.
func TestFaultsOfMailServers(t *testing.T) {
	const mails = 12
	secured, _ := mailtest.Certificate(t, "localhost")
	var handshakes int
	var mu sync.Mutex
	breaking := secured.Clone()
	breaking.GetConfigForClient = func(*tls.ClientHelloInfo) (*tls.Config, error) {
		mu.Lock()
		defer mu.Unlock()
		if handshakes++; handshakes <= 6 {
			return nil, errors.New("broken")
		}
		return secured, nil
	}
	unknown := smtp.EnhancedCode{5, 1, 1}
	t.Logf("%-34s %5s %7s %10s %6s %4s %6s", "fault", "mails", "arrived", "duplicates", "failed", "lost", "passes")
	for _, c := range []struct {
		name       string
		o          mailtest.Options
		failed     int // for good
		duplicates int
		slow       bool // the server has to be waited for
		down       int  // passes in which nobody listens
	}{
		{name: "none"},
		{name: "nobody listens", down: 3},
		{name: "hangs up at once", o: mailtest.Options{Fail: first(9, mailtest.Connect, mailtest.Fault{Drop: true})}},
		{name: "says nothing", slow: true, o: mailtest.Options{Fail: first(4, mailtest.Connect, mailtest.Fault{Hold: true})}},
		{name: "421 at once", o: mailtest.Options{Fail: first(9, mailtest.Connect, mailtest.Fault{Code: 421, Text: "too busy"})}},
		{name: "554 at once", o: mailtest.Options{Fail: first(9, mailtest.Connect, mailtest.Fault{Code: 554, Text: "not you"})}},
		{name: "421 at hello", o: mailtest.Options{Fail: first(9, mailtest.Hello, mailtest.Fault{Code: 421, Text: "later"})}},
		{name: "TLS breaks", o: mailtest.Options{TLS: breaking}},
		{name: "sign-in refused (535)", o: mailtest.Options{User: "dawn", Password: "secret", Fail: first(9, mailtest.SignIn, mailtest.Fault{Code: 535, Text: "no"})}},
		{name: "sign-in in trouble (454)", o: mailtest.Options{User: "dawn", Password: "secret", Fail: first(9, mailtest.SignIn, mailtest.Fault{Code: 454, Text: "later"})}},
		{name: "550 for the sender", o: mailtest.Options{Fail: first(9, mailtest.From, mailtest.Fault{Code: 550, Text: "who are you"})}},
		{name: "450 for the sender", o: mailtest.Options{Fail: first(20, mailtest.From, mailtest.Fault{Code: 450, Text: "later"})}},
		{name: "421 for the sender", o: mailtest.Options{Fail: first(20, mailtest.From, mailtest.Fault{Code: 421, Text: "later"})}},
		{name: "greylisting (451, twice each)", o: mailtest.Options{Fail: once(2, mailtest.To, mailtest.Fault{Code: 451, Text: "come back"})}},
		{name: "421 for each address", o: mailtest.Options{Fail: once(1, mailtest.To, mailtest.Fault{Code: 421, Text: "closing"})}},
		{name: "550 for one address", failed: 1, o: mailtest.Options{Fail: always("guest7@", mailtest.To, mailtest.Fault{Code: 550, Class: unknown, Text: "no such <guest7@example.com>"})}},
		{name: "450 for one address, for ever", failed: 1, o: mailtest.Options{Fail: always("guest7@", mailtest.To, mailtest.Fault{Code: 450, Text: "later"})}},
		{name: "hangs up at each address", o: mailtest.Options{Fail: once(1, mailtest.To, mailtest.Fault{Drop: true})}},
		{name: "silent at one address", slow: true, o: mailtest.Options{Fail: first(1, mailtest.To, mailtest.Fault{Hold: true})}},
		{name: "hangs up before the message", o: mailtest.Options{Fail: once(1, mailtest.Data, mailtest.Fault{Drop: true})}},
		{name: "452 before the message is read", o: mailtest.Options{Fail: once(1, mailtest.Data, mailtest.Fault{Code: 452, Text: "disk full"})}},
		{name: "451 after the message", o: mailtest.Options{Fail: once(1, mailtest.Done, mailtest.Fault{Code: 451, Text: "later"})}},
		{name: "552 after one message", failed: 1, o: mailtest.Options{Fail: always("guest7@", mailtest.Done, mailtest.Fault{Code: 552, Text: "too big"})}},
		{name: "554 after one message", failed: 1, o: mailtest.Options{Fail: always("guest7@", mailtest.Done, mailtest.Fault{Code: 554, Text: "spam"})}},
		{name: "hangs up after the message, lost", o: mailtest.Options{Fail: once(1, mailtest.Done, mailtest.Fault{Drop: true})}},
		{name: "hangs up after the message, kept", duplicates: mails, o: mailtest.Options{Fail: once(1, mailtest.Done, mailtest.Fault{Drop: true, Keep: true})}},
		{name: "silent after one message, kept", slow: true, duplicates: 1, o: mailtest.Options{Fail: first(1, mailtest.Done, mailtest.Fault{Hold: true, Keep: true})}},
	} {
		server := mailtest.Start(t, c.o)
		o := newOffice(t, filepath.Join(t.TempDir(), "waymood.db"), server)
		o.post(t, mails)
		closed, open := unused(t), o.Sender.Server.Port
		passes := o.exhaust(t, func(pass int) {
			o.Sender.Server.Port = open
			o.Sender.Connect, o.Sender.Patient = patience, patience
			if c.slow && pass == 1 { // in which it says nothing
				o.Sender.Connect, o.Sender.Patient = 2*time.Second, 6*time.Second
			}
			if pass <= c.down {
				o.Sender.Server.Port = closed
			}
		})
		arrived, duplicates, failed, lost := o.compare(t, server)
		t.Logf("%-34s %5d %7d %10d %6d %4d %6d", c.name, mails, arrived, duplicates, failed, lost, passes)
		if lost != 0 || arrived != mails-c.failed || failed != c.failed || duplicates != c.duplicates {
			t.Errorf("%s: %d arrived, %d of them twice (want %d), %d failed (want %d), %d lost", c.name, arrived, duplicates, c.duplicates, failed, c.failed, lost)
		}
		if log := o.log.String(); strings.Contains(log, "guest") || strings.Contains(log, "secret") || strings.Contains(log, "Test mail") {
			t.Errorf("%s: the log tells too much:\n%s", c.name, log)
		}
	}
}

// unused is a port on which nobody listens.
func unused(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// compare holds what the outbox says against what the server has: how many
// arrived, how many of them more than once, how many failed, and how many are
// lost, which are said to be sent and were not, or have no end.
func (o *office) compare(t *testing.T, server *mailtest.Server) (arrived, duplicates, failed, lost int) {
	t.Helper()
	got := map[string][]string{}
	for _, m := range server.Mails() {
		got[m.To] = append(got[m.To], m.ID)
	}
	for _, m := range o.outbox(t) {
		ids := got[m.To]
		if slices.ContainsFunc(ids, func(id string) bool { return id != m.ID+"@mood.example.com" }) {
			t.Errorf("mail %s arrived as %v", m.ID, ids)
		}
		switch {
		case m.State == store.MailFailed && len(ids) == 0:
			failed++
			if m.Trouble == "" || strings.Contains(m.Trouble, "@") {
				t.Errorf("trouble %q", m.Trouble)
			}
		case m.State == store.MailSent && len(ids) > 0:
			arrived++
			if m.Subject == "" || m.Sent.IsZero() || m.Trouble != "" {
				t.Errorf("sent, and %+v", m)
			}
		default:
			lost++
			t.Errorf("%s after %s tries, arrived %d times: %s", m.State, strconv.Itoa(m.Attempts), len(ids), m.Trouble)
		}
		if len(ids) > 1 {
			duplicates++
		}
		if len(ids) > 2 {
			t.Errorf("it arrived %d times", len(ids))
		}
	}
	return arrived, duplicates, failed, lost
}
