package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// The address of somebody who has neither an account nor a subscription stands
// in no table once the mails to it are done, and in any case not for ever.
func TestAddressesAreForgotten(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		c := newClock()
		s := storetest.OpenAt(t, database, store.Options{Create: true, Clock: c.now})
		db := raw(t, database)
		storetest.Apply(t, s, storetest.Cafe())
		known := func(address string) bool {
			t.Helper()
			return strings.Contains(strings.ToLower(dump(t, db)), address)
		}
		sent := func(m store.Mail) {
			t.Helper()
			enqueue(t, s, m)
			for _, one := range claim(t, s, 9) {
				if err := s.MailSent(t.Context(), one.ID, one.Token, "A week"); err != nil {
					t.Fatal(err)
				}
			}
		}
		drop := func(id string) {
			t.Helper()
			if err := s.DropSubscription(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}

		// Dropped: one mail was sent, one waits, one is just being sent.
		sub := addSubscription(t, s, weekly("Canary-one@example.org"))
		sent(about(sub, "digest:1"))
		test := about(sub, "test:1")
		test.Kind = store.TestMail
		enqueue(t, s, test)
		hand := claim(t, s, 1)
		enqueue(t, s, about(sub, "digest:2"))
		if !known("canary-one") {
			t.Fatal("the test is blind")
		}
		drop(sub.ID)
		if n := strings.Count(dump(t, db), "Canary-one"); n != 1 {
			t.Errorf("its address stands in %d places while a mail is under way", n)
		}
		if err := s.MailStopped(t.Context(), hand[0].ID, hand[0].Token); err != nil {
			t.Fatal(err)
		}
		if known("canary-one") {
			t.Error("the address of a subscription that was dropped is still known")
		}
		mails, _, err := s.Mails(t.Context(), store.MailQuery{})
		if err != nil || len(mails) != 3 || mails[0].State != store.MailStopped || mails[1].State != store.MailStopped || mails[2].State != store.MailSent || mails[2].Subject == "" {
			t.Errorf("the log says %+v, %v", mails, err)
		}
		drop(sub.ID)

		// Given to another address.
		sub = addSubscription(t, s, weekly("canary-two@example.org"))
		sent(about(sub, "digest:3"))
		enqueue(t, s, about(sub, "digest:4"))
		sub.Mail = "canary-three@example.org"
		mustSet(t, s, sub)
		if known("canary-two") || !known("canary-three") {
			t.Error("the address that a subscription had before is still known")
		}

		// Other subscriptions and accounts keep theirs.
		other := addSubscription(t, s, weekly("canary-three@example.org"))
		sent(about(other, "digest:5"))
		drop(sub.ID)
		if mails, _, err := s.Mails(t.Context(), store.MailQuery{Subscription: other.ID}); err != nil || len(mails) != 1 || mails[0].To != "canary-three@example.org" {
			t.Errorf("%+v, %v", mails, err)
		}
		if _, err := s.AddUser(t.Context(), "canary-four@example.org", account.Owner, ""); err != nil {
			t.Fatal(err)
		}
		own := addSubscription(t, s, weekly("Canary-four@example.org"))
		sent(about(own, "digest:6"))
		drop(own.ID)
		if mails, _, err := s.Mails(t.Context(), store.MailQuery{Subscription: own.ID}); err != nil || len(mails) != 1 || mails[0].To == "" {
			t.Errorf("%+v, %v", mails, err)
		}

		// After their time all are gone from the log, and nothing is undelivered.
		enqueue(t, s, about(other, "digest:7"))
		failed := claim(t, s, 1)
		if err := s.MailFailed(t.Context(), failed[0].ID, failed[0].Token, "recipient: 550", time.Time{}); err != nil {
			t.Fatal(err)
		}
		undelivered := func() int {
			t.Helper()
			all, err := s.Undelivered(t.Context(), c.now().Add(-14*24*time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		}
		if n := undelivered(); n != 1 {
			t.Errorf("%d addresses are not reached", n)
		}
		c.move(time.Hour)
		if n, err := s.BlankMails(t.Context(), c.now()); err != nil || n != 8 {
			t.Errorf("%d were blanked, %v", n, err)
		}
		for cursor, first := "", true; first || cursor != ""; first = false {
			list, next, err := s.Mails(t.Context(), store.MailQuery{Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range list {
				if m.To != "" {
					t.Errorf("%s went to %s", m.Key, m.To)
				}
			}
			cursor = next
		}
		if n := undelivered(); n != 0 {
			t.Errorf("%d addresses are not reached", n)
		}
	})
}
