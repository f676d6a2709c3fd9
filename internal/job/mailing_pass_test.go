package job

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/mail/mailtest"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
)

// Many mails go over few connections, a few at a time.
func TestFewConnections(t *testing.T) {
	server := mailtest.Start(t, mailtest.Options{})
	o := newOffice(t, filepath.Join(t.TempDir(), "waymood.db"), server)
	o.post(t, 60)
	if done, err := o.Run(t.Context()); err != nil || done.Sent != 60 || done.Tried() != 60 {
		t.Fatalf("%+v, %v", done, err)
	}
	if made, most := server.Connections(); most > mailAtOnce || made > 2*mailAtOnce {
		t.Errorf("%d connections, %d at once", made, most)
	}
}

// A server that is not there is asked once a pass, not once a mail.
func TestTroubleEndsThePass(t *testing.T) {
	server := mailtest.Start(t, mailtest.Options{Fail: func(mailtest.At, int, string) *mailtest.Fault { return &mailtest.Fault{Code: 421} }})
	o := newOffice(t, filepath.Join(t.TempDir(), "waymood.db"), server)
	o.post(t, 60)
	done, err := o.Run(t.Context())
	var refusal *mail.Refusal
	if err != nil || !errors.As(done.Trouble, &refusal) || refusal.Stage != mail.Connect || done.Tried() > mailAtOnce {
		t.Errorf("%+v, %v", done, err)
	}
}

// Mails that nobody wants any more are not sent, and said to be stopped.
func TestStoppedMails(t *testing.T) {
	server := mailtest.Start(t, mailtest.Options{})
	o := newOffice(t, filepath.Join(t.TempDir(), "waymood.db"), server)
	o.post(t, 3)
	unwanted := map[string]bool{}
	for mail, unsubscribe := range map[string]func(subscription.Subscription) error{
		"guest1@example.com": func(s subscription.Subscription) error { return o.Store.DropSubscription(t.Context(), s.ID) },
		"guest2@example.com": func(s subscription.Subscription) error {
			s.Stopped = o.now()
			return o.Store.SetSubscription(t.Context(), &s)
		},
	} {
		subs, err := o.Store.Subscriptions(t.Context(), store.SubscriptionQuery{Mail: mail})
		if err != nil || len(subs) != 1 {
			t.Fatal(subs, err)
		}
		unwanted[subs[0].ID] = true
		if err := unsubscribe(subs[0]); err != nil {
			t.Fatal(err)
		}
	}
	o.exhaust(t, nil)
	for _, m := range o.outbox(t) {
		want := store.MailSent
		if unwanted[m.Subscription] {
			want = store.MailStopped
		}
		if m.State != want {
			t.Errorf("the mail to %q is %s", m.To, m.State)
		}
	}
	if n := len(server.Mails()); n != 1 {
		t.Errorf("%d arrived", n)
	}
}

// A service that is told to stop finishes the mail that is under way, so that
// it is not sent again, and begins no other.
func TestStopWhileSending(t *testing.T) {
	reached, answer := make(chan bool, mailAtOnce), make(chan bool)
	server := mailtest.Start(t, mailtest.Options{Fail: func(at mailtest.At, _ int, _ string) *mailtest.Fault {
		if at == mailtest.Done {
			reached <- true
			<-answer
		}
		return nil
	}})
	o := newOffice(t, filepath.Join(t.TempDir(), "waymood.db"), server)
	o.post(t, 9)
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		if _, err := o.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	for range mailAtOnce {
		<-reached
	}
	stop()
	close(answer)
	running.Wait()
	sent := 0
	for _, m := range o.outbox(t) {
		if m.State == store.MailSent {
			sent++
		}
	}
	if n := len(server.Mails()); n != mailAtOnce || sent != n {
		t.Errorf("%d arrived, %d are noted as sent", n, sent)
	}
}

// Two nodes, each with its own connections, send everything once.
func TestTwoNodesSendOnce(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		server := mailtest.Start(t, mailtest.Options{})
		one := newOffice(t, database, server)
		two := newOffice(t, database, server)
		two.set(one.now())
		one.post(t, 80)
		var nodes sync.WaitGroup
		for _, o := range []*office{one, two} {
			nodes.Go(func() {
				if _, err := o.Run(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		nodes.Wait()
		if arrived, duplicates, failed, lost := one.compare(t, server); arrived != 80 || duplicates+failed+lost > 0 {
			t.Errorf("%d arrived, %d twice, %d failed, %d lost", arrived, duplicates, failed, lost)
		}
	})
}

// A zombie that wakes up after its claim has lapsed takes nothing back.
func TestLateWord(t *testing.T) {
	server := mailtest.Start(t, mailtest.Options{})
	o := newOffice(t, filepath.Join(t.TempDir(), "waymood.db"), server)
	o.post(t, 1)
	claimed, err := o.Store.ClaimMails(t.Context(), 1, mailHold)
	if err != nil || len(claimed) != 1 {
		t.Fatal(claimed, err)
	}
	if done, err := o.Run(t.Context()); err != nil || done.Tried() != 0 {
		t.Errorf("while it is held: %+v, %v", done, err)
	}
	o.add(mailHold)
	if done, err := o.Run(t.Context()); err != nil || done.Sent != 1 {
		t.Errorf("after that: %+v, %v", done, err)
	}
	pass := &mailPass{Mailing: o.Mailing}
	if _, err := pass.note(t.Context(), &claimed[0], "", &mail.Refusal{Stage: mail.Unsure}); err == nil {
		t.Error("the zombie was believed")
	}
	if m := o.outbox(t)[0]; m.State != store.MailSent {
		t.Errorf("it is %s", m.State)
	}
}

// A letter that cannot be written is put off, and holds up no other.
func TestLettersThatCannotBeWritten(t *testing.T) {
	server := mailtest.Start(t, mailtest.Options{})
	o := newOffice(t, filepath.Join(t.TempDir(), "waymood.db"), server)
	o.post(t, 4)
	write := o.Write
	o.Write = func(ctx context.Context, m *store.Mail) (*mail.Message, error) {
		switch m.To {
		case "guest1@example.com":
			panic("a letter")
		case "guest2@example.com":
			return nil, errors.New("no font")
		}
		return write(ctx, m)
	}
	done, err := o.Run(t.Context())
	if err != nil || done.Sent != 2 || done.Later != 2 || done.Trouble != nil {
		t.Errorf("%+v, %v", done, err)
	}
	o.Write = write
	o.exhaust(t, nil)
	if arrived, _, _, _ := o.compare(t, server); arrived != 4 {
		t.Errorf("%d arrived", arrived)
	}
}

func TestDelay(t *testing.T) {
	var least, most time.Duration
	for n := 1; ; n++ {
		low, more := Delay(n, 0)
		high, _ := Delay(n, 1)
		if !more {
			if n != 12 {
				t.Errorf("%d tries", n)
			}
			break
		}
		if high <= low || low < 48*time.Second || high > 29*time.Hour {
			t.Errorf("after try %d: %v to %v", n, low, high)
		}
		least, most = least+low, most+high
	}
	if least < 90*time.Hour || most > 150*time.Hour {
		t.Errorf("given up after %v to %v", least, most)
	}
	if d, _ := Delay(1, 0.5); d != time.Minute {
		t.Errorf("the first delay is %v", d)
	}
	if _, more := Delay(0, 0.5); more {
		t.Error("a delay before the first try")
	}
}

// Alerts and tests overtake digests however long these have waited.
func TestUrgentFirst(t *testing.T) {
	server := mailtest.Start(t, mailtest.Options{})
	o := newOffice(t, filepath.Join(t.TempDir(), "waymood.db"), server)
	sub := subscribe(t, o.Store, subscription.Subscription{Mail: "a@example.com", Zone: "UTC", Journey: "cafe", Cadence: subscription.Daily})
	if _, err := o.Store.PostMails(t.Context(), []store.Mail{{Key: "digest:1", Kind: store.DigestMail, Subscription: sub.ID, To: sub.Mail, Document: []byte("{}")}}); err != nil {
		t.Fatal(err)
	}
	o.add(time.Hour)
	o.post(t, 1)
	claimed, err := o.Store.ClaimMails(t.Context(), 2, mailHold)
	if err != nil || len(claimed) != 2 || claimed[0].Kind != store.TestMail {
		t.Errorf("%+v, %v", claimed, err)
	}
}
