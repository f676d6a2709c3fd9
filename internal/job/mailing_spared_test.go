package job

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/mail/mailtest"
	"github.com/waymood/waymood/internal/store"
)

// What a server says to everybody uses up nobody's tries: however it is said,
// and though the last mail is taken long after five days.
func TestRefusalsOfEverybodyCostNoTries(t *testing.T) {
	const mails, every = 40, 4 * time.Hour
	for _, c := range []struct {
		name string
		at   mailtest.At
		code int
	}{
		{"before the greeting", mailtest.Connect, 421}, {"at the sender", mailtest.From, 450}, {"at the recipient", mailtest.To, 451},
		{"closing at the recipient", mailtest.To, 421}, {"after the message", mailtest.Done, 452},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var o *office
			taken := make(chan time.Time, 1) // when it took the last one
			taken <- time.Time{}
			server := mailtest.Start(t, mailtest.Options{Fail: func(at mailtest.At, _ int, _ string) *mailtest.Fault {
				if at != c.at {
					return nil
				}
				last := <-taken
				if o.now().Sub(last) < every {
					taken <- last
					return &mailtest.Fault{Code: c.code, Text: "not now"}
				}
				taken <- o.now()
				return nil
			}})
			o = newOffice(t, filepath.Join(t.TempDir(), "waymood.db"), server)
			o.post(t, mails)
			began := o.now()
			for len(server.Mails()) < mails && o.now().Sub(began) < 2*longestSpared { // of the last few, some wait for a day
				if _, err := o.Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				o.add(time.Hour)
			}
			most := 0
			for _, m := range o.outbox(t) {
				if m.State != store.MailSent {
					t.Errorf("%s after %d tries: %s", m.State, m.Attempts, m.Trouble)
				}
				most = max(most, m.Attempts)
			}
			t.Logf("%d mails after %v, %d tries at most", len(server.Mails()), o.now().Sub(began), most)
		})
	}
}

// A server that takes nothing is asked ever more rarely, and its mails do not
// wait for ever.
func TestServerThatNeverTakesAny(t *testing.T) {
	server := mailtest.Start(t, mailtest.Options{Fail: first(-1, mailtest.Connect, mailtest.Fault{Code: 554, Text: "never"})})
	o := newOffice(t, filepath.Join(t.TempDir(), "waymood.db"), server)
	o.post(t, 1)
	began := o.now()
	for o.outbox(t)[0].State == store.MailWaiting && o.now().Sub(began) < 2*longestSpared {
		if _, err := o.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if next := o.outbox(t)[0].Next; next.After(o.now()) {
			o.set(next)
		}
	}
	m := o.outbox(t)[0]
	asked, _ := server.Connections()
	if took := o.now().Sub(began); m.State != store.MailFailed || took < longestSpared || took > failedTime || asked > 24*8*3/2 {
		t.Errorf("%s after %v, asked %d times", m.State, took, asked)
	}
}
