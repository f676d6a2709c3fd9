package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// post keeps mails that are there to be claimed, each with its key as its
// subscription.
func post(t *testing.T, s *store.Store, kind store.MailKind, keys ...string) {
	t.Helper()
	var mails []store.Mail
	for _, key := range keys {
		mails = append(mails, store.Mail{Key: key, Kind: kind, Subscription: key, To: "a@example.com", Language: "en", Document: []byte(`{}`)})
	}
	if added, err := s.PostMails(t.Context(), mails); err != nil || len(added) != len(keys) {
		t.Fatal(added, err)
	}
}

func claim(t *testing.T, s *store.Store, n int) []store.ClaimedMail {
	t.Helper()
	list, err := s.ClaimMails(t.Context(), n, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func mailOf(t *testing.T, s *store.Store, id string) *store.Mail {
	t.Helper()
	m, err := s.MailByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMailsAreClaimedInOrder(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		post(t, s, store.DigestMail, "first", "second")
		c.move(time.Second)
		post(t, s, store.AlertMail, "alert")
		post(t, s, store.TestMail, "test")
		var order []string
		for _, m := range claim(t, s, 3) {
			order = append(order, m.Key)
			if m.Attempts != 1 || string(m.Document) != "{}" || m.To != "a@example.com" {
				t.Errorf("%+v", m)
			}
		}
		if got := fmt.Sprint(order); got != "[alert test first]" {
			t.Errorf("claimed %s", got)
		}
		if rest := claim(t, s, 9); len(rest) != 1 || rest[0].Key != "second" {
			t.Errorf("then %+v", rest)
		}
	})
}

// A claim that lapsed was taken for dead: what it says later counts for
// nothing, however it ended.
func TestLapsedClaim(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		post(t, s, store.AlertMail, "a")
		old := claim(t, s, 1)[0]
		if again := claim(t, s, 1); len(again) != 0 {
			t.Fatalf("claimed twice: %+v", again)
		}
		c.move(time.Minute)
		fresh := claim(t, s, 1)[0]
		if fresh.ID != old.ID || fresh.Token <= old.Token || fresh.Attempts != 2 {
			t.Errorf("%+v after %+v", fresh, old)
		}
		for name, err := range map[string]error{
			"sent":    s.MailSent(t.Context(), old.ID, old.Token, "Old"),
			"later":   s.MailFailed(t.Context(), old.ID, old.Token, "old", c.now().Add(time.Hour)),
			"spared":  s.MailSpared(t.Context(), old.ID, old.Token, "old", c.now().Add(time.Hour)),
			"failed":  s.MailFailed(t.Context(), old.ID, old.Token, "old", time.Time{}),
			"stopped": s.MailStopped(t.Context(), old.ID, old.Token),
		} {
			if !errors.Is(err, fault.Conflict) {
				t.Errorf("%s under a claim that lapsed: %v", name, err)
			}
		}
		if err := s.MailSent(t.Context(), fresh.ID, fresh.Token, "Fresh"); err != nil {
			t.Fatal(err)
		}
		if m := mailOf(t, s, fresh.ID); m.State != store.MailSent || m.Subject != "Fresh" || !m.Sent.Equal(c.now()) || m.Trouble != "" {
			t.Errorf("%+v", m)
		}
		c.move(24 * time.Hour)
		if again := claim(t, s, 1); len(again) != 0 {
			t.Errorf("claimed after it was sent: %+v", again)
		}
	})
}

func TestMailFailed(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		post(t, s, store.DigestMail, "d")
		m := claim(t, s, 1)[0]
		if err := s.MailFailed(t.Context(), m.ID, m.Token, "connect: connection refused", c.now().Add(5*time.Minute)); err != nil {
			t.Fatal(err)
		}
		o, err := s.Outbox(t.Context())
		if err != nil || o.Waiting != 1 || o.Trouble != "connect: connection refused" || !o.Oldest.Equal(m.Created) {
			t.Errorf("%+v, %v", o, err)
		}
		c.move(5*time.Minute - time.Millisecond)
		if early := claim(t, s, 1); len(early) != 0 {
			t.Errorf("claimed too early: %+v", early)
		}
		c.move(time.Millisecond)
		m = claim(t, s, 1)[0]
		if err := s.MailSpared(t.Context(), m.ID, m.Token, "connect: 421", c.now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if early := claim(t, s, 1); len(early) != 0 {
			t.Errorf("claimed too early: %+v", early)
		}
		c.move(time.Minute)
		if m = claim(t, s, 1)[0]; m.Attempts != 2 || m.Trouble != "connect: 421" {
			t.Errorf("what was none of its own costs a try: %+v", m)
		}
		if err := s.MailFailed(t.Context(), m.ID, m.Token, "recipient: 550", time.Time{}); err != nil {
			t.Fatal(err)
		}
		if got := mailOf(t, s, m.ID); got.State != store.MailFailed || got.Trouble != "recipient: 550" {
			t.Errorf("%+v", got)
		}
		if o, err = s.Outbox(t.Context()); err != nil || o.Waiting != 0 || o.Failed != 1 || !o.Oldest.IsZero() {
			t.Errorf("%+v, %v", o, err)
		}
	})
}

// A digest that was just being sent when the next one came is not tried again:
// it says what is over.
func TestOutlivedDigest(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		weekly := func(key string) {
			t.Helper()
			if added, err := s.PostMails(t.Context(), []store.Mail{{Key: key, Kind: store.DigestMail, Subscription: "s", To: "a@example.com", Document: []byte(`{}`)}}); err != nil || len(added) != 1 {
				t.Fatal(added, err)
			}
		}
		weekly("W47")
		old := claim(t, s, 1)[0]
		weekly("W48")
		if m := mailOf(t, s, old.ID); m.State != store.MailWaiting {
			t.Errorf("it is being sent, and is %s", m.State)
		}
		if err := s.MailFailed(t.Context(), old.ID, old.Token, "connect", c.now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if m := mailOf(t, s, old.ID); m.State != store.MailSuperseded {
			t.Errorf("it is %s", m.State)
		}
		c.move(time.Hour)
		if list := claim(t, s, 9); len(list) != 1 || list[0].Key != "W48" {
			t.Errorf("claimed %+v", list)
		}
	})
}

// Nodes that claim at once never get the same mail, and get all of them.
func TestMailsAreClaimedOnce(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		nodes := []*store.Store{storetest.OpenAt(t, database, store.Options{Create: true}), storetest.OpenAt(t, database, store.Options{})}
		const all = 120
		for i := range all {
			post(t, nodes[0], store.AlertMail, fmt.Sprint("alert ", i))
		}
		var mu sync.Mutex
		taken := map[string]int{}
		var wait sync.WaitGroup
		for i := range 6 {
			wait.Go(func() {
				for {
					list, err := nodes[i%2].ClaimMails(t.Context(), 3, time.Hour)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					done := len(taken) == all
					for _, m := range list {
						taken[m.ID]++
					}
					mu.Unlock()
					if len(list) == 0 && done {
						return
					}
				}
			})
		}
		wait.Wait()
		for id, n := range taken {
			if n != 1 {
				t.Errorf("%s was claimed %d times", id, n)
			}
		}
	})
}

// What a letter was written from goes once it is of no more use; that it was
// sent stays.
func TestBlankMails(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		post(t, s, store.AlertMail, "sent", "waiting")
		m := claim(t, s, 1)[0]
		if err := s.MailSent(t.Context(), m.ID, m.Token, "Subject"); err != nil {
			t.Fatal(err)
		}
		c.move(time.Hour)
		if n, err := s.BlankMails(t.Context(), c.now().Add(-time.Hour)); err != nil || n != 0 {
			t.Errorf("blanked %d too early, %v", n, err)
		}
		if n, err := s.BlankMails(t.Context(), c.now()); err != nil || n != 1 {
			t.Errorf("blanked %d, %v", n, err)
		}
		if got := mailOf(t, s, m.ID); len(got.Document) != 0 || got.Subject != "Subject" || got.State != store.MailSent {
			t.Errorf("%+v", got)
		}
		if left := claim(t, s, 1); len(left) != 1 || string(left[0].Document) != "{}" {
			t.Errorf("what waits: %+v", left)
		}
	})
}

// A clock that was a year ahead puts no mail off for a year, neither one that
// waits nor one whose sender died.
func TestMailsOfAWrongClock(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		c.move(400 * 24 * time.Hour)
		post(t, s, store.TestMail, "dead", "waits")
		claim(t, s, 1)
		c.move(-400 * 24 * time.Hour)
		if list := claim(t, s, 9); len(list) != 0 {
			t.Fatalf("claimed before their time: %+v", list)
		}
		post(t, s, store.TestMail, "now")
		for _, want := range []int64{2, 0} {
			if n, err := s.PullMails(t.Context(), c.now().Add(48*time.Hour)); n != want || err != nil {
				t.Errorf("pulled %d, want %d: %v", n, want, err)
			}
		}
		if list := claim(t, s, 9); len(list) != 3 {
			t.Errorf("claimed %+v", list)
		}
	})
}
