package job

import (
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/mail/mailtest"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
)

// office is a service that has mails to send, with a real writer over a real
// store, and a clock that the test moves.
type office struct {
	*Mailing
	*wall
	log strings.Builder
	mu  sync.Mutex
}

// Write gathers the log.
func (o *office) logged(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.log.Write(p)
}

type logTo func([]byte) (int, error)

func (f logTo) Write(p []byte) (int, error) { return f(p) }

// newOffice opens a store and hands mails to a server.
func newOffice(t *testing.T, database string, server *mailtest.Server) *office {
	t.Helper()
	o := &office{wall: &wall{}}
	o.set(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	s := storetest.OpenAt(t, database, store.Options{Create: true, Clock: o.now})
	storetest.Apply(t, s, storetest.Cafe())
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	public, err := url.Parse("https://mood.example.com")
	if err != nil {
		t.Fatal(err)
	}
	writer, err := letter.New(letter.Config{Store: s, Catalog: catalog, PublicURL: public, From: "Waymood <waymood@mood.example.com>", Clock: o.now})
	if err != nil {
		t.Fatal(err)
	}
	to, err := mail.ParseServer(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	o.Mailing = &Mailing{
		Store: s, Sender: &mail.Sender{Server: to}, Clock: o.now, Write: writer.Write,
		Log: slog.New(slog.NewTextHandler(logTo(o.logged), nil)),
	}
	return o
}

// post puts n test mails into the outbox, to guest0@ and so on.
func (o *office) post(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		sub := subscribe(t, o.Store, subscription.Subscription{
			Mail: fmt.Sprintf("guest%d@example.com", i), Zone: "Asia/Taipei", Journey: "cafe", Cadence: subscription.Weekly, Weekday: time.Monday, Hour: 8,
		})
		m, err := letter.Trial(sub, "", o.Clock())
		if err != nil {
			t.Fatal(err)
		}
		if added, err := o.Store.PostMails(t.Context(), []store.Mail{m}); err != nil || len(added) != 1 {
			t.Fatal(added, err)
		}
	}
}

// outbox is every mail there is.
func (o *office) outbox(t *testing.T) []store.Mail {
	t.Helper()
	list, _, err := o.Store.Mails(t.Context(), store.MailQuery{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// exhaust runs pass after pass, each at the time at which the next mail is due,
// until none waits, and says how many it took.
func (o *office) exhaust(t *testing.T, before func(pass int)) (passes int) {
	t.Helper()
	for passes = 1; passes <= 400; passes++ {
		if before != nil {
			before(passes)
		}
		if _, err := o.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		var next time.Time
		for _, m := range o.outbox(t) {
			if m.State == store.MailWaiting && (next.IsZero() || m.Next.Before(next)) {
				next = m.Next
			}
		}
		if next.IsZero() {
			return passes
		}
		if next.After(o.now()) {
			o.set(next)
		}
	}
	t.Fatal("mails still wait")
	return 0
}
