package job

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
)

// wall is a clock that a test moves, which several nodes read.
type wall struct{ ms atomic.Int64 }

func (w *wall) now() time.Time      { return time.UnixMilli(w.ms.Load()).UTC() }
func (w *wall) set(t time.Time)     { w.ms.Store(t.UnixMilli()) }
func (w *wall) add(d time.Duration) { w.ms.Add(d.Milliseconds()) }

// ready is a journey that may be mailed.
func ready(key string) *journey.Journey {
	j := storetest.Cafe()
	j.Key, j.Goal, j.Start, j.End = key, survey.Wording{"en": "a coffee"}, survey.Wording{"en": "the door"}, survey.Wording{"en": "the door again"}
	for i := range j.Stages {
		for k := range j.Stages[i].Touchpoints {
			for n := range j.Stages[i].Touchpoints[k].Placements {
				j.Stages[i].Touchpoints[k].Placements[n].Code = key + j.Stages[i].Touchpoints[k].Placements[n].Code
			}
		}
	}
	return j
}

// digesting is the job over a store, with documents that say which period they
// are of; make, unless it is nil, goes before that.
func digesting(s *store.Store, w *wall, make func(*subscription.Subscription) error) *Digesting {
	return &Digesting{Store: s, Clock: w.now, Log: slog.New(slog.DiscardHandler), Document: func(_ context.Context, sub *subscription.Subscription, p subscription.Period) ([]byte, error) {
		if make != nil {
			if err := make(sub); err != nil {
				return nil, err
			}
		}
		return []byte(`{"period":"` + p.Key + `"}`), nil
	}}
}

func subscribe(t testing.TB, s *store.Store, sub subscription.Subscription) *subscription.Subscription {
	t.Helper()
	sub.Language = "en"
	if sub.Mail == "" {
		sub.Mail = "ann@example.com"
	}
	if err := s.AddSubscription(t.Context(), &sub); err != nil {
		t.Fatal(err, fault.Params(err))
	}
	return &sub
}

// keysOf are the periods of a subscription's digests, the newest first.
func keysOf(t testing.TB, s *store.Store, sub *subscription.Subscription) (keys []string) {
	t.Helper()
	for cursor := ""; ; {
		mails, next, err := s.Mails(t.Context(), store.MailQuery{Subscription: sub.ID, Limit: 500, Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mails {
			keys = append(keys, strings.TrimPrefix(m.Key, "digest:"+sub.ID+":"))
		}
		if cursor = next; next == "" {
			return keys
		}
	}
}

// open is a database without its store.
func open(t testing.TB, database string) *sql.DB {
	t.Helper()
	driver := "sqlite3"
	if strings.HasPrefix(database, "postgres:") {
		driver = "pgx"
	}
	db, err := sql.Open(driver, database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// archive marks a journey as archived, which no page and no command does yet.
func archive(t testing.TB, database, key string) {
	t.Helper()
	if _, err := open(t, database).Exec(`update journeys set document = replace(document, '"target":', '"archived":true,"target":') where key = $1`, key); err != nil {
		t.Fatal(err)
	}
}

func TestDigesting(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w := new(wall)
		w.set(time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)) // a Friday
		s := storetest.OpenAt(t, database, store.Options{Create: true, Clock: w.now})
		draft, old := ready("draft"), ready("old")
		draft.Goal = nil
		storetest.Apply(t, s, ready("cafe"), draft, old)
		archive(t, database, "old")
		base := subscription.Subscription{Journey: "cafe", Zone: "Asia/Taipei", Cadence: subscription.Weekly, Weekday: time.Monday, Hour: 8}
		with := func(change func(*subscription.Subscription)) *subscription.Subscription {
			sub := base
			change(&sub)
			return subscribe(t, s, sub)
		}
		weekly := with(func(*subscription.Subscription) {})
		daily := with(func(s *subscription.Subscription) { s.Cadence = subscription.Daily })
		broken := with(func(s *subscription.Subscription) { s.Cadence, s.Team = subscription.Daily, "broken" })
		panics := with(func(s *subscription.Subscription) { s.Cadence, s.Team = subscription.Daily, "panics" })
		ofDraft := with(func(s *subscription.Subscription) { s.Journey, s.Cadence = "draft", subscription.Daily })
		ofOld := with(func(s *subscription.Subscription) { s.Journey, s.Cadence = "old", subscription.Daily })
		stopped := with(func(s *subscription.Subscription) { s.Cadence, s.Stopped = subscription.Daily, w.now() })
		never := with(func(s *subscription.Subscription) { s.Cadence = subscription.Never })

		mended := false
		d := digesting(s, w, func(sub *subscription.Subscription) error {
			switch {
			case sub.Team == "panics" && !mended:
				panic("a digest that nobody thought of")
			case sub.Team == "broken" && !mended:
				return errors.New("no disk")
			}
			return nil
		})
		check := func(when string, want map[*subscription.Subscription]string) {
			t.Helper()
			for range 3 { // a job that runs again does nothing more
				if _, err := d.Run(t.Context()); err != nil {
					t.Fatal(when, err)
				}
			}
			for sub, keys := range want {
				if got := strings.Join(keysOf(t, s, sub), " "); got != keys {
					t.Errorf("%s, %s %s of %s: %q, want %q", when, sub.Cadence, sub.Team, sub.Journey, got, keys)
				}
			}
		}
		// What was due before they were made is not caught up.
		w.add(-time.Minute)
		check("at once", map[*subscription.Subscription]string{weekly: "", daily: ""})
		w.set(time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC))
		none := map[*subscription.Subscription]string{ofDraft: "", ofOld: "", stopped: "", never: "", broken: "", panics: ""}
		check("the first morning", none)
		check("the first morning", map[*subscription.Subscription]string{weekly: "", daily: "2026-11-21"})
		mended = true
		w.add(time.Minute)
		check("mended", map[*subscription.Subscription]string{broken: "2026-11-21", panics: "2026-11-21"})
		// After ten days without the service there is one, not ten.
		w.set(time.Date(2026, 12, 1, 3, 0, 0, 0, time.UTC))
		check("after ten days", map[*subscription.Subscription]string{weekly: "2026-W49", daily: "2026-12-01 2026-11-21"})

		// Put at another day of the same week: no second one for that week.
		weekly.Weekday = time.Thursday
		if err := s.SetSubscription(t.Context(), weekly); err != nil {
			t.Fatal(err)
		}
		w.set(time.Date(2026, 12, 4, 3, 0, 0, 0, time.UTC))
		check("moved to Thursday", map[*subscription.Subscription]string{weekly: "2026-W49"})
		w.set(time.Date(2026, 12, 10, 0, 0, 0, 0, time.UTC))
		check("the next Thursday", map[*subscription.Subscription]string{weekly: "2026-W50 2026-W49"})
		// Moved back to before now: this week's is there, and last week's is not
		// made again.
		weekly.Weekday = time.Monday
		if err := s.SetSubscription(t.Context(), weekly); err != nil {
			t.Fatal(err)
		}
		check("moved back", map[*subscription.Subscription]string{weekly: "2026-W50 2026-W49"})

		// Unsubscribed by the link in the mail.
		if err := s.StopMail(t.Context(), daily.ID, store.DigestMail); err != nil {
			t.Fatal(err)
		}
		before := strings.Join(keysOf(t, s, daily), " ")
		w.set(time.Date(2026, 12, 20, 3, 0, 0, 0, time.UTC))
		check("unsubscribed", map[*subscription.Subscription]string{daily: before})

		// A clock that is wrong for a while, in either direction, makes one at most.
		was := keysOf(t, s, weekly)
		now := w.now()
		w.set(now.AddDate(0, 0, -400))
		check("400 days back", map[*subscription.Subscription]string{weekly: strings.Join(was, " ")})
		w.set(now.AddDate(0, 0, 400))
		check("400 days ahead", map[*subscription.Subscription]string{weekly: "2028-W04 " + strings.Join(was, " ")})
		w.set(now)
		check("back again", map[*subscription.Subscription]string{weekly: "2028-W04 " + strings.Join(was, " ")})

		// A draft that is finished is mailed, with the period that is due by then.
		storetest.Apply(t, s, ready("draft"))
		check("no longer a draft", map[*subscription.Subscription]string{ofDraft: "2026-12-20"})
	})
}

// Digests that could not be sent are not told one after the other later: the
// newest takes their place.
func TestDigestsSupersede(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w := new(wall)
		w.set(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC))
		s := storetest.OpenAt(t, database, store.Options{Create: true, Clock: w.now})
		storetest.Apply(t, s, ready("cafe"))
		base := subscription.Subscription{Journey: "cafe", Zone: "Asia/Taipei", Cadence: subscription.Daily, Hour: 8}
		one, other := subscribe(t, s, base), subscribe(t, s, base)
		d := digesting(s, w, nil)
		for range 10 {
			w.add(24 * time.Hour)
			if n, err := d.Run(t.Context()); n != 2 || err != nil {
				t.Fatal(n, err)
			}
		}
		for _, sub := range []*subscription.Subscription{one, other} {
			mails, _, err := s.Mails(t.Context(), store.MailQuery{Subscription: sub.ID})
			if err != nil || len(mails) != 10 {
				t.Fatal(len(mails), err)
			}
			for i, m := range mails {
				if want := map[bool]store.MailState{true: store.MailWaiting, false: store.MailSuperseded}[i == 0]; m.State != want {
					t.Errorf("%s is %s, want %s", m.Key, m.State, want)
				}
			}
		}
	})
}

// A node that hangs while it makes a digest holds up no other, and makes no
// second one when it wakes, a moment or a week later.
func TestZombieMakesNone(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w := new(wall)
		w.set(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC))
		one := storetest.OpenAt(t, database, store.Options{Create: true, Clock: w.now})
		other := storetest.OpenAt(t, database, store.Options{Clock: w.now})
		storetest.Apply(t, one, ready("cafe"))
		sub := subscribe(t, one, subscription.Subscription{Journey: "cafe", Zone: "Asia/Taipei", Cadence: subscription.Weekly, Weekday: time.Monday, Hour: 8})
		for _, slept := range []time.Duration{time.Second, 7 * 24 * time.Hour} {
			w.set(sub.Next(w.now()))
			hangs, wakes := make(chan struct{}), make(chan struct{})
			zombie := digesting(one, w, func(*subscription.Subscription) error { close(hangs); <-wakes; return nil })
			made := make(chan int)
			go func() {
				n, err := zombie.Run(context.Background())
				if err != nil {
					t.Error(err)
				}
				made <- n
			}()
			<-hangs
			alive := digesting(other, w, nil)
			if n, err := alive.Run(t.Context()); n != 1 || err != nil {
				t.Errorf("beside a node that hangs: %d, %v", n, err)
			}
			w.add(slept)
			if _, err := alive.Run(t.Context()); err != nil {
				t.Error(err)
			}
			close(wakes)
			if n := <-made; n != 0 {
				t.Errorf("it made %d when it woke after %v", n, slept)
			}
		}
		mails, _, err := one.Mails(t.Context(), store.MailQuery{})
		if err != nil || len(mails) != 3 || mails[0].State != store.MailWaiting || mails[1].State != store.MailSuperseded {
			t.Error(mails, err)
		}
	})
}

// A disk that is full fails each of a thousand digests: one tells it, and all
// are made once there is room.
func TestDigestingWithoutADatabase(t *testing.T) {
	w := new(wall)
	w.set(time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC))
	s := storetest.OpenAt(t, filepath.Join(t.TempDir(), "a.db"), store.Options{Create: true, Clock: w.now})
	storetest.Apply(t, s, ready("cafe"))
	for range 20 {
		subscribe(t, s, subscription.Subscription{Journey: "cafe", Zone: "UTC", Cadence: subscription.Daily, Hour: 8})
	}
	w.add(24 * time.Hour)
	full, tried := true, 0
	d := digesting(s, w, func(*subscription.Subscription) error {
		if tried++; full {
			return fault.New(fault.Busy, "the disk is full")
		}
		return nil
	})
	if posted, err := d.Run(t.Context()); posted != 0 || !errors.Is(err, fault.Busy) || tried != 1 {
		t.Errorf("%d digests after %d tries, %v", posted, tried, err)
	}
	full = false
	if posted, err := d.Run(t.Context()); posted != 20 || err != nil {
		t.Errorf("%d digests, %v", posted, err)
	}
}
