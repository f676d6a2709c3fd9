package job

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/mail/mailtest"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
)

// Where what is urgent never ends, digests are sent all the same.
func TestDigestsDoNotStarve(t *testing.T) {
	const digests, most = 20, 400
	var o *office
	var urgent, arrived atomic.Int64
	more := func() {
		n := urgent.Add(1)
		if n > most || arrived.Load() == digests {
			return
		}
		m := store.Mail{Key: fmt.Sprint("test:", n), Kind: store.TestMail, To: "urgent@example.com", Language: "en", Document: []byte("{}")}
		if _, err := o.Store.PostMails(t.Context(), []store.Mail{m}); err != nil {
			t.Error(err)
		}
	}
	server := mailtest.Start(t, mailtest.Options{Fail: func(at mailtest.At, _ int, to string) *mailtest.Fault {
		if at == mailtest.Done && strings.HasPrefix(to, "urgent") {
			more()
		} else if at == mailtest.Done {
			arrived.Add(1)
		}
		return nil
	}})
	o = newOffice(t, filepath.Join(t.TempDir(), "waymood.db"), server)
	o.Write = func(_ context.Context, m *store.Mail) (*mail.Message, error) {
		return &mail.Message{ID: m.ID + "@mood.example.com", From: "mood@example.com", To: m.To, Subject: "A mail", Language: "en", Date: o.now(), Text: "A mail.\n"}, nil
	}
	for range 2 * mailAtOnce {
		more()
	}
	for i := range digests {
		key := fmt.Sprint("digest:", i)
		m := store.Mail{Key: key, Kind: store.DigestMail, Subscription: key, To: "guest@example.com", Language: "en", Document: []byte("{}")}
		if _, err := o.Store.PostMails(t.Context(), []store.Mail{m}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := o.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := urgent.Load(); n > most || arrived.Load() != digests {
		t.Errorf("%d of %d digests arrived with %d urgent mails", arrived.Load(), digests, n)
	}
}

// A server that takes one mail a minute gets all of them to take, none of them
// is given up, and it is not asked all the time.
func TestServerThatTakesOneAMinute(t *testing.T) {
	var o *office
	var took atomic.Int64 // the minute in which it took the last one
	var asked atomic.Int64
	server := mailtest.Start(t, mailtest.Options{Fail: func(at mailtest.At, _ int, _ string) *mailtest.Fault {
		if at != mailtest.To {
			return nil
		}
		asked.Add(1)
		if minute := o.now().Unix() / 60; took.Swap(minute) == minute {
			return &mailtest.Fault{Code: 451, Text: "one a minute"}
		}
		return nil
	}})
	o = newOffice(t, filepath.Join(t.TempDir(), "waymood.db"), server)
	const mails = 60
	sub := subscribe(t, o.Store, subscription.Subscription{Mail: "guest@example.com", Zone: "UTC", Journey: "cafe", Cadence: subscription.Daily})
	for i := range mails {
		m, err := letter.Trial(sub, "", o.Clock())
		if err != nil {
			t.Fatal(err)
		}
		m.Key = fmt.Sprint("test:", i)
		if _, err := o.Store.PostMails(t.Context(), []store.Mail{m}); err != nil {
			t.Fatal(err)
		}
	}
	most, passes := int64(0), 0
	for ; len(server.Mails()) < mails && passes < 6*60*24; passes++ {
		before := asked.Load()
		if _, err := o.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		most = max(most, asked.Load()-before)
		o.add(10 * time.Second)
	}
	for _, m := range o.outbox(t) {
		if m.State != store.MailSent {
			t.Errorf("%s after %d tries: %s", m.State, m.Attempts, m.Trouble)
		}
	}
	if most > 2*mostRefused+mailAtOnce { // it takes one in between
		t.Errorf("asked %d times in one pass", most)
	}
	t.Logf("%d mails after %v, asked %d times, %d at most in a pass", mails, time.Duration(passes)*10*time.Second, asked.Load(), most)
}
