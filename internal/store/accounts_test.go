package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// clock is a clock that a test moves.
type clock struct{ ms atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.ms.Store(time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC).UnixMilli())
	return c
}

func (c *clock) now() time.Time       { return time.UnixMilli(c.ms.Load()) }
func (c *clock) move(d time.Duration) { c.ms.Add(d.Milliseconds()) }

func eachWithClock(t *testing.T, f func(t *testing.T, s *store.Store, c *clock)) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		c := newClock()
		f(t, storetest.OpenAt(t, database, store.Options{Create: true, Clock: c.now}), c)
	})
}

func TestLease(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		var taken atomic.Int64
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				if _, err := s.Lease(t.Context(), "race", time.Minute); err == nil {
					taken.Add(1)
				} else if !errors.Is(err, fault.Busy) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if taken.Load() != 1 {
			t.Errorf("%d took the lease", taken.Load())
		}
		zombie, err := s.Lease(t.Context(), "score", time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		c.move(50 * time.Second)
		if err := zombie.Renew(t.Context()); err != nil {
			t.Error(err)
		}
		c.move(50 * time.Second)
		if _, err := s.Lease(t.Context(), "score", time.Minute); !errors.Is(err, fault.Busy) {
			t.Errorf("a renewed lease was taken: %v", err)
		}
		c.move(time.Minute)
		successor, err := s.Lease(t.Context(), "score", time.Minute)
		if err != nil || successor.Token <= zombie.Token {
			t.Fatal(successor, err)
		}
		if err := zombie.Renew(t.Context()); !errors.Is(err, fault.Busy) {
			t.Errorf("a zombie renewed: %v", err)
		}
		if err := zombie.Release(t.Context()); err != nil {
			t.Error(err)
		}
		if err := successor.Renew(t.Context()); err != nil {
			t.Errorf("a zombie released its successor's lease: %v", err)
		}
		if err := successor.Release(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := s.Lease(t.Context(), "score", time.Minute); err != nil {
			t.Errorf("after release: %v", err)
		}
	})
}

func TestUsers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		u, err := s.AddUser(t.Context(), "Anna@Example.org", account.Owner, "hash")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.AddUser(t.Context(), "anna@EXAMPLE.org", account.Viewer, ""); !errors.Is(err, fault.Conflict) {
			t.Errorf("same address: %v", err)
		}
		got, hash, err := s.UserByMail(t.Context(), " anna@example.org")
		if err != nil || got.ID != u.ID || got.Mail != "Anna@Example.org" || hash != "hash" || got.Role != account.Owner || !got.LastSeen.IsZero() {
			t.Error(got, hash, err)
		}
		if _, _, err := s.UserByMail(t.Context(), "bo@example.org"); !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
		if err := s.SetUser(t.Context(), account.User{ID: "nobody"}); !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}

// Sessions end where they must: password, role, disabling.
func TestSessions(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		u, err := s.AddUser(t.Context(), "anna@example.org", account.Owner, "")
		if err != nil {
			t.Fatal(err)
		}
		sessions := s.Sessions()
		open := func(token string) {
			data, err := (scs.GobCodec{}).Encode(c.now(), map[string]any{store.SessionUser: u.ID})
			if err == nil {
				err = sessions.CommitCtx(t.Context(), token, data, c.now().Add(time.Hour))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		want := func(token string, want bool) {
			t.Helper()
			if _, found, err := sessions.Find(token); found != want || err != nil {
				t.Errorf("session %s: %v, %v", token, found, err)
			}
		}
		open("a")
		open("b")
		want("c", false)
		if err := s.SetPassword(t.Context(), u.ID, "new", "a"); err != nil {
			t.Fatal(err)
		}
		want("a", true)
		want("b", false)
		u.Language = "uk"
		if err := s.SetUser(t.Context(), *u); err != nil {
			t.Fatal(err)
		}
		want("a", true)
		u.Role = account.Viewer
		if err := s.SetUser(t.Context(), *u); err != nil {
			t.Fatal(err)
		}
		want("a", false)
		open("d")
		u.Disabled = true
		if err := s.SetUser(t.Context(), *u); err != nil {
			t.Fatal(err)
		}
		want("d", false)
		open("e")
		c.move(2 * time.Hour)
		want("e", false)
		open("f")
		if err := sessions.Delete("f"); err != nil {
			t.Error(err)
		}
		want("f", false)
	})
}

func TestTokens(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		make := func() string {
			token, err := s.NewToken(t.Context(), store.ResetToken, "u1", 30*time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		old := make()
		token := make()
		if _, err := s.PeekToken(t.Context(), store.ResetToken, old); !errors.Is(err, fault.Gone) {
			t.Errorf("replaced by a newer one: %v", err)
		}
		for _, wrong := range []string{"", "x", token[:10], token + "x"} {
			if _, err := s.UseToken(t.Context(), store.ResetToken, wrong); !errors.Is(err, fault.NotFound) {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		if _, err := s.UseToken(t.Context(), store.SignInToken, token); !errors.Is(err, fault.NotFound) {
			t.Errorf("another purpose: %v", err)
		}
		if user, err := s.PeekToken(t.Context(), store.ResetToken, token); user != "u1" || err != nil {
			t.Error(user, err)
		}
		var used atomic.Int64
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				if user, err := s.UseToken(t.Context(), store.ResetToken, token); err == nil && user == "u1" {
					used.Add(1)
				} else if !errors.Is(err, fault.Gone) {
					t.Errorf("used: %v", err)
				}
			})
		}
		wait.Wait()
		if used.Load() != 1 {
			t.Errorf("used %d times", used.Load())
		}
		token = make()
		c.move(31 * time.Minute)
		if _, err := s.UseToken(t.Context(), store.ResetToken, token); !errors.Is(err, fault.Gone) {
			t.Errorf("expired: %v", err)
		}
	})
}

func TestKeys(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		k, secret, err := s.AddKey(t.Context(), "till", account.Write, c.now().Add(24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.KeyOf(t.Context(), secret)
		if err != nil || got.ID != k.ID || got.Scope != account.Write {
			t.Error(got, err)
		}
		other := account.NewKey().Text
		for _, wrong := range []string{"", "wm_", other, secret[:len(secret)-1]} {
			if _, err := s.KeyOf(t.Context(), wrong); !errors.Is(err, fault.Unauthorized) {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		all, err := s.Keys(t.Context())
		if err != nil || len(all) != 1 || all[0].Used.IsZero() {
			t.Error(all, err)
		}
		if err := s.RevokeKey(t.Context(), k.ID); err != nil {
			t.Error(err)
		}
		if _, err := s.KeyOf(t.Context(), secret); !errors.Is(err, fault.Unauthorized) {
			t.Errorf("revoked: %v", err)
		}
		if err := s.RevokeKey(t.Context(), "nokey"); !errors.Is(err, fault.NotFound) {
			t.Error(err)
		}
		_, secret, err = s.AddKey(t.Context(), "short", account.Read, c.now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		c.move(time.Hour)
		if _, err := s.KeyOf(t.Context(), secret); !errors.Is(err, fault.Unauthorized) {
			t.Errorf("expired: %v", err)
		}
	})
}

func TestKioskKeys(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		if _, _, err := s.AddKiosk(t.Context(), "till", "nope", time.Time{}); !errors.Is(err, fault.NotFound) {
			t.Errorf("a kiosk nowhere: %v", err)
		}
		_, secret, err := s.AddKiosk(t.Context(), "till", "Queue-Kiosk", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		k, err := s.KeyOf(t.Context(), secret)
		if err != nil || k.Scope != account.Kiosk || k.Placement != "queue-kiosk" || k.Name != "till" {
			t.Errorf("%+v %v", k, err)
		}
		for _, need := range []account.Scope{account.Read, account.Write, account.Admin, account.Kiosk, ""} {
			if k.Scope.Allows(need) {
				t.Errorf("a kiosk's key may %s", need)
			}
		}
		if account.Admin.Allows(account.Kiosk) {
			t.Error("a kiosk's scope is one of the others")
		}
	})
}

// A language that is chosen while the account is taken away brings nothing
// back.
func TestSetLanguage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		u, err := s.AddUser(t.Context(), "a@example.org", account.Owner, "hash")
		if err != nil {
			t.Fatal(err)
		}
		lower := *u
		lower.Role, lower.Disabled = account.Viewer, true
		if err := s.SetUser(t.Context(), lower); err != nil {
			t.Fatal(err)
		}
		if err := s.SetLanguage(t.Context(), u.ID, "uk"); err != nil {
			t.Fatal(err)
		}
		now, err := s.User(t.Context(), u.ID)
		if err != nil || now.Language != "uk" || now.Role != account.Viewer || !now.Disabled {
			t.Errorf("%+v %v", now, err)
		}
		if err := s.SetLanguage(t.Context(), "nobody", "uk"); !errors.Is(err, fault.NotFound) {
			t.Errorf("nobody: %v", err)
		}
	})
}
