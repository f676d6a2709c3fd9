package store_test

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
)

// weekly is a subscription of all that there is.
func weekly(mail string) *subscription.Subscription {
	return &subscription.Subscription{
		Mail: mail, Language: "uk", Zone: "Europe/Kyiv", Journey: "cafe", Team: "Зала", Persona: "office",
		Cadence: subscription.Weekly, Weekday: time.Monday, MonthDay: 31, Hour: 8, Minute: 30, Alerts: true, Notices: true, QuietFrom: 1320, QuietTo: 480,
	}
}

func addSubscription(t *testing.T, s *store.Store, sub *subscription.Subscription) *subscription.Subscription {
	t.Helper()
	if err := s.AddSubscription(t.Context(), sub); err != nil {
		t.Fatal(err, fault.Params(err))
	}
	return sub
}

func TestSubscriptions(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		ctx := t.Context()
		storetest.Apply(t, s, storetest.Cafe())
		u, err := s.AddUser(ctx, "Ann@example.com", account.Viewer, "")
		if err != nil {
			t.Fatal(err)
		}
		sub := weekly("Ann@Example.com")
		sub.User = u.ID
		addSubscription(t, s, sub)
		other := addSubscription(t, s, weekly("bob@example.com"))
		if sub.ID == "" || sub.ID == other.ID || !sub.Since.Equal(c.now()) {
			t.Errorf("kept as %q since %v", sub.ID, sub.Since)
		}
		for _, q := range []store.SubscriptionQuery{{User: u.ID}, {Mail: "aNN@example.com"}, {Journey: "cafe", Mail: "ann@example.com", Active: true}} {
			got, err := s.Subscriptions(ctx, q)
			if d := cmp.Diff([]subscription.Subscription{*sub}, got); d != "" || err != nil {
				t.Errorf("%+v: %v\n%s", q, err, d)
			}
		}
		if got, err := s.Subscriptions(ctx, store.SubscriptionQuery{Journey: "other"}); len(got) != 0 || err != nil {
			t.Error(got, err)
		}

		// Another team changes nothing of when; another day does.
		c.move(time.Hour)
		sub.Team, sub.Alerts = "", false
		mustSet(t, s, sub)
		if sub.Since.Equal(c.now()) {
			t.Error("another team begins anew")
		}
		sub.Weekday = time.Friday
		mustSet(t, s, sub)
		if !sub.Since.Equal(c.now()) {
			t.Error("another day of the week is caught up")
		}
		if got, err := s.Subscription(ctx, sub.ID); err != nil || cmp.Diff(sub, got) != "" {
			t.Error(err, cmp.Diff(sub, got))
		}
		// Stopped and taken up again: nothing of the time between is caught up.
		c.move(time.Hour)
		sub.Stopped = c.now()
		mustSet(t, s, sub)
		if got, err := s.Subscriptions(ctx, store.SubscriptionQuery{Active: true}); len(got) != 1 || got[0].ID != other.ID || err != nil {
			t.Error(got, err)
		}
		c.move(time.Hour)
		sub.Stopped = time.Time{}
		mustSet(t, s, sub)
		if !sub.Since.Equal(c.now()) {
			t.Error("what was due while it was stopped is caught up")
		}

		for name, spoil := range map[string]func(*subscription.Subscription){
			"an hour that is none":        func(s *subscription.Subscription) { s.Hour = 24 },
			"a journey that is not there": func(s *subscription.Subscription) { s.Journey = "other" },
		} {
			bad := *sub
			spoil(&bad)
			if err := s.SetSubscription(ctx, &bad); !errors.Is(err, fault.Invalid) || len(fault.Params(err)) != 1 {
				t.Errorf("%s: %v", name, err)
			}
			if err := s.AddSubscription(ctx, &bad); !errors.Is(err, fault.Invalid) || len(fault.Params(err)) != 1 {
				t.Errorf("%s: %v", name, err)
			}
		}
		for range 2 {
			if err := s.DropSubscription(ctx, sub.ID); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Subscription(ctx, sub.ID); !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
		if err := s.SetSubscription(ctx, sub); !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}

func mustSet(t *testing.T, s *store.Store, sub *subscription.Subscription) {
	t.Helper()
	if err := s.SetSubscription(t.Context(), sub); err != nil {
		t.Fatal(err, fault.Params(err))
	}
}

// The link in a digest or notice ends those of one subscription, the link in an
// alert all alerts to its address.
func TestStopMail(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		storetest.Apply(t, s, storetest.Cafe())
		one, same, other := weekly("ann@example.com"), weekly("ANN@example.com"), weekly("bob@example.com")
		all := []*subscription.Subscription{one, same, other}
		for _, sub := range all {
			addSubscription(t, s, sub)
		}
		for _, c := range []struct {
			kind store.MailKind
			stop func()
		}{
			{store.DigestMail, func() { one.Cadence = subscription.Never }},
			{store.AlertMail, func() { one.Alerts, same.Alerts = false, false }},
			{store.NoticeMail, func() { one.Notices = false }},
		} {
			c.stop()
			for range 2 {
				if err := s.StopMail(t.Context(), one.ID, c.kind); err != nil {
					t.Fatal(c.kind, err)
				}
			}
			for _, sub := range all {
				if got, err := s.Subscription(t.Context(), sub.ID); err != nil || cmp.Diff(sub, got) != "" {
					t.Errorf("%s stopped, %s: %v\n%s", c.kind, sub.Mail, err, cmp.Diff(sub, got))
				}
			}
			if err := s.StopMail(t.Context(), "none", c.kind); !errors.Is(err, fault.NotFound) {
				t.Errorf("%s of nobody: %v", c.kind, err)
			}
		}
		if err := s.StopMail(t.Context(), one.ID, store.TestMail); !errors.Is(err, fault.Invalid) {
			t.Error(err)
		}
	})
}

// What a disabled account was told stops, and does not begin again by itself.
func TestDisabledAccountsAreToldNothing(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		storetest.Apply(t, s, storetest.Cafe())
		u, err := s.AddUser(t.Context(), "ann@example.com", account.Owner, "")
		if err != nil {
			t.Fatal(err)
		}
		mine, other := weekly("ann@example.com"), weekly("bob@example.com")
		mine.User = u.ID
		addSubscription(t, s, mine)
		older := addSubscription(t, s, weekly("Ann@example.com")) // from before there was the account
		addSubscription(t, s, other)
		for _, disabled := range []bool{true, false} {
			u.Disabled = disabled
			if err := s.SetUser(t.Context(), *u); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Subscriptions(t.Context(), store.SubscriptionQuery{Active: true}); len(got) != 1 || got[0].ID != other.ID || err != nil {
				t.Errorf("disabled %v: %v, %v", disabled, got, err)
			}
		}
		for _, id := range []string{mine.ID, older.ID} {
			if got, err := s.Subscription(t.Context(), id); err != nil || !got.Stopped.Equal(c.now()) {
				t.Error(got, err)
			}
		}
	})
}

// Subscriptions and the log of mails are in a backup and stay where tallies are
// counted again.
func TestSubscriptionsAreKept(t *testing.T) {
	folder := t.TempDir()
	database, copied := filepath.Join(folder, "a.db"), filepath.Join(folder, "copy.db")
	s := storetest.OpenAt(t, database, store.Options{Create: true})
	storetest.Apply(t, s, storetest.Cafe())
	sub := addSubscription(t, s, weekly("ann@example.com"))
	posted := enqueue(t, s, about(sub, "digest:a"))
	if _, _, err := s.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(t.Context(), filepath.Join(folder, "b.db"), copied); err != nil {
		t.Fatal(err)
	}
	s = storetest.OpenAt(t, filepath.Join(folder, "b.db"), store.Options{})
	if got, err := s.Subscription(t.Context(), sub.ID); err != nil || cmp.Diff(sub, got) != "" {
		t.Error(err, cmp.Diff(sub, got))
	}
	if got, err := s.MailByID(t.Context(), posted[0].ID); err != nil || cmp.Diff(&posted[0], got) != "" {
		t.Error(err, cmp.Diff(&posted[0], got))
	}
}

// One press is one subscription, however many presses come at once; one that
// was stopped is none.
func TestSubscribeOnce(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		storetest.Apply(t, s, storetest.Cafe())
		press := func() {
			var together sync.WaitGroup
			for range 8 {
				together.Go(func() {
					if err := s.Subscribe(t.Context(), weekly("ann@example.com")); err != nil {
						t.Error(err)
					}
				})
			}
			together.Wait()
		}
		press()
		all, err := s.Subscriptions(t.Context(), store.SubscriptionQuery{})
		if err != nil || len(all) != 1 {
			t.Fatalf("%d subscriptions, %v", len(all), err)
		}
		all[0].Stopped = c.now()
		mustSet(t, s, &all[0])
		press()
		if all, err := s.Subscriptions(t.Context(), store.SubscriptionQuery{Active: true}); err != nil || len(all) != 1 {
			t.Errorf("%d after one was stopped, %v", len(all), err)
		}
	})
}

// No account fills the outbox with mails to itself.
func TestMostSubscriptions(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		storetest.Apply(t, s, storetest.Cafe())
		for range 50 {
			addSubscription(t, s, weekly("ann@example.com"))
		}
		if err := s.AddSubscription(t.Context(), weekly("Ann@example.com")); !errors.Is(err, fault.Conflict) {
			t.Errorf("one more: %v", err)
		}
		addSubscription(t, s, weekly("bob@example.com"))
	})
}
