package job

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/mail/mailtest"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// A process that is stopped while it hands a mail in, and wakes up when another
// has taken the mail over, sends nothing and changes nothing.
func TestSleeperSendsNothing(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		asleep, wake := make(chan bool), make(chan bool)
		slow := mailtest.Start(t, mailtest.Options{Fail: func(at mailtest.At, _ int, _ string) *mailtest.Fault {
			if at == mailtest.To {
				asleep <- true
				<-wake
			}
			return nil
		}})
		well := mailtest.Start(t, mailtest.Options{})
		one := newOffice(t, database, slow)
		one.renew = time.Hour // it is stopped
		two := newOffice(t, database, well)
		one.post(t, 1)
		var sleeper sync.WaitGroup
		sleeper.Go(func() {
			if done, err := one.Run(t.Context()); err != nil || done.Tried() != 0 {
				t.Errorf("the sleeper: %+v, %v", done, err)
			}
		})
		<-asleep
		two.set(one.now().Add(mailHold))
		var done Mailed
		var err error
		for range 100 { // one of the sleeper's other workers may be looking at the row just now
			if done, err = two.Run(t.Context()); err != nil || done.Tried() > 0 {
				break
			}
		}
		if err != nil || done.Sent != 1 {
			t.Errorf("its successor: %+v, %v", done, err)
		}
		one.set(two.now()) // no earlier: its other workers, too, may come late
		close(wake)
		sleeper.Wait()
		if n := len(slow.Mails()); n != 0 {
			t.Errorf("the sleeper sent %d", n)
		}
		if arrived, duplicates, failed, lost := two.compare(t, well); arrived != 1 || duplicates+failed+lost > 0 {
			t.Errorf("%d arrived, %d twice, %d failed, %d lost", arrived, duplicates, failed, lost)
		}
		if log := one.log.String(); !strings.Contains(log, "was left to that") {
			t.Errorf("the sleeper's log:\n%s", log)
		}
	})
}

// However long a server takes, who waits for it keeps the mail.
func TestSlowServerKeepsTheClaim(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		reached, answer := make(chan bool), make(chan bool)
		server := mailtest.Start(t, mailtest.Options{Fail: func(at mailtest.At, _ int, _ string) *mailtest.Fault {
			if at == mailtest.Done {
				reached <- true
				<-answer
			}
			return nil
		}})
		o := newOffice(t, database, server)
		o.renew = time.Millisecond
		other := newOffice(t, database, server)
		o.post(t, 1)
		db := open(t, database)
		held := func() (until int64) {
			t.Helper()
			if err := db.QueryRow("select held_until from outbox").Scan(&until); err != nil {
				t.Fatal(err)
			}
			return until
		}
		var sending sync.WaitGroup
		sending.Go(func() {
			if done, err := o.Run(t.Context()); err != nil || done.Sent != 1 {
				t.Errorf("%+v, %v", done, err)
			}
		})
		<-reached
		for range 5 {
			o.add(mailHold - time.Second)
			other.set(o.now())
			for held() < o.now().Add(mailHold).UnixMilli() { // until it is renewed
				time.Sleep(time.Millisecond)
			}
			if done, err := other.Run(t.Context()); err != nil || done.Tried() != 0 {
				t.Errorf("another took it: %+v, %v", done, err)
			}
		}
		close(answer)
		sending.Wait()
		if m := o.outbox(t)[0]; m.State != store.MailSent || m.Attempts != 1 || len(server.Mails()) != 1 {
			t.Errorf("%s after %d tries, arrived %d times", m.State, m.Attempts, len(server.Mails()))
		}
	})
}
