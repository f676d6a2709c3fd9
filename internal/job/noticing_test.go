package job

import (
	"encoding/json"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
)

// noticing is a watch with the job of notices beside it.
func noticing(t *testing.T, database string) (*watch, *Noticing) {
	t.Helper()
	w := watching(t, database)
	storetest.Apply(t, w.store, watchedCafe())
	return w, &Noticing{Store: w.store, Clock: w.Clock, Log: slog.New(slog.DiscardHandler)}
}

// comes is an answer that arrives now.
func (w *watch) comes(code string, rating int, comment string, change ...func(*survey.Response)) string {
	w.t.Helper()
	r := storetest.Answer(code, rating, comment)
	if rating == 0 {
		r.Answers = survey.Answers{"comment": comment}
	}
	r.ReceivedAt = w.now
	for _, f := range change {
		f(r)
	}
	storetest.Sum(r)
	storetest.Add(w.t, w.store, r)
	return r.ID.String()
}

// noticed are the answers of the notices to an address, one list a mail, the
// oldest first.
func (w *watch) noticed(mail string) [][]string {
	w.t.Helper()
	list, _, err := w.store.Mails(w.t.Context(), store.MailQuery{Kind: store.NoticeMail, Limit: 500})
	if err != nil {
		w.t.Fatal(err)
	}
	var all [][]string
	for _, m := range slices.Backward(list) {
		if m.To != mail {
			continue
		}
		whole, err := w.store.MailByID(w.t.Context(), m.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		var n digest.Notice
		if err := json.Unmarshal(whole.Document, &n); err != nil {
			w.t.Fatal(err)
		}
		all = append(all, n.Answers)
	}
	return all
}

func notices(change func(*subscription.Subscription)) func(*subscription.Subscription) {
	return func(s *subscription.Subscription) {
		s.Alerts, s.Notices = false, true
		if change != nil {
			change(s)
		}
	}
}

// What is unhappy is told once, bundled by the hour, to who wanted to hear of
// it before it came.
func TestNoticing(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w, job := noticing(t, database)
		w.at(monday, 9)
		look := func(minutes int) {
			t.Helper()
			w.now = w.now.Add(time.Duration(minutes) * time.Minute)
			if _, err := job.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		told := func(step, mail string, want ...[]string) {
			t.Helper()
			if d := cmp.Diff(want, w.noticed(mail)); d != "" {
				t.Errorf("%s: %s: %s", step, mail, d)
			}
		}
		w.comes("queue-qr", 1, "long before")
		w.now = w.now.Add(10 * time.Minute)
		w.subscribe("all@example.org", notices(nil))
		w.subscribe("bar@example.org", notices(func(s *subscription.Subscription) { s.Team = "bar" }))
		w.subscribe("office@example.org", notices(func(s *subscription.Subscription) { s.Persona = "office" }))
		w.subscribe("night@example.org", notices(func(s *subscription.Subscription) { s.QuietFrom, s.QuietTo = 8*60, 11*60 }))
		w.now = w.now.Add(20 * time.Second)
		first := w.comes("queue-qr", 2, "", func(r *survey.Response) { r.Persona = "office" })
		w.comes("queue-qr", 3, "neither")
		w.comes("queue-qr", 5, "good")
		w.comes("queue-qr", 1, "spam", func(r *survey.Response) { r.State = survey.Quarantined })
		look(1) // begins, with what came since then
		look(1)
		told("the first", "all@example.org", []string{first})
		told("not theirs", "bar@example.org")
		second := w.comes("drink-qr", 1, "cold")
		third := w.comes("order-web", 3, "")
		look(1)
		told("within an hour", "all@example.org", []string{first})
		told("theirs", "bar@example.org", []string{second})
		look(61)
		told("an hour later, bundled", "all@example.org", []string{first}, []string{second, third})
		told("in quiet hours", "night@example.org")
		words := w.comes("order-web", 0, "very bad")
		w.comes("order-web", 0, "lovely")
		look(61) // 11:15: nobody has read it yet
		told("quiet hours are over", "night@example.org", []string{first, second, third})
		told("not read yet", "all@example.org", []string{first}, []string{second, third})
		storetest.Read(t, w.store)
		look(61)
		told("read", "all@example.org", []string{first}, []string{second, third}, []string{words})
		told("read", "night@example.org", []string{first, second, third}, []string{words})
		told("their persona", "office@example.org", []string{first})
		late := w.comes("drink-qr", 1, "from a tablet", func(r *survey.Response) { r.AnsweredAt, r.Trusted = w.now.Add(-5*24*time.Hour), true })
		w.comes("drink-qr", 1, "history", func(r *survey.Response) { r.AnsweredAt, r.Trusted = w.now.Add(-50*24*time.Hour), true })
		for range 30 {
			look(24 * 60)
		}
		told("and nothing twice", "all@example.org", []string{first}, []string{second, third}, []string{words}, []string{late})
	})
}

// Who no longer wants notices and then does again is told of what comes after.
func TestNoticesBeginAnew(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w, job := noticing(t, database)
		ctx := t.Context()
		w.at(monday, 9)
		sub := w.subscribe("all@example.org", notices(nil))
		run := func() {
			t.Helper()
			if _, err := job.Run(ctx); err != nil {
				t.Fatal(err)
			}
		}
		run()
		if err := w.store.StopMail(ctx, sub.ID, store.NoticeMail); err != nil {
			t.Fatal(err)
		}
		run()
		w.comes("queue-qr", 1, "while nobody wanted to hear")
		w.now = w.now.Add(3 * time.Hour)
		sub.Notices = true
		if err := w.store.SetSubscription(ctx, sub); err != nil {
			t.Fatal(err)
		}
		run()
		again := w.comes("queue-qr", 1, "now")
		run()
		if d := cmp.Diff([][]string{{again}}, w.noticed("all@example.org")); d != "" {
			t.Error(d)
		}
	})
}

// Two nodes look at the same time, over and over, while answers come from
// several sides: each unhappy one is told once.
func TestNoticesOnce(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w, one := noticing(t, database)
		clock := w.now
		var mu sync.Mutex
		now := func() time.Time { mu.Lock(); defer mu.Unlock(); return clock }
		second := storetest.OpenAt(t, database, store.Options{Clock: now})
		one.Clock = now
		first := storetest.OpenAt(t, database, store.Options{Clock: now})
		one.Store = first
		two := &Noticing{Store: second, Clock: now, Log: one.Log}
		if err := first.AddSubscription(t.Context(), &subscription.Subscription{Mail: "all@example.org", Language: "en", Zone: "Asia/Taipei", Journey: "cafe", Cadence: subscription.Never, Notices: true}); err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(3, 3))
		want := map[string]int{}
		for round := range 40 {
			var all sync.WaitGroup
			for _, job := range []*Noticing{one, two} {
				all.Go(func() {
					if _, err := job.Run(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			if round > 0 { // it begins with the first look
				for _, s := range []*store.Store{first, second} {
					rating, at := 1+r.IntN(3), now()
					all.Go(func() {
						a := storetest.Answer("queue-qr", rating, "")
						a.ReceivedAt = at
						storetest.Sum(a)
						storetest.Add(t, s, a)
						if rating < 3 {
							mu.Lock()
							want[a.ID.String()] = 1
							mu.Unlock()
						}
					})
				}
			}
			all.Wait()
			mu.Lock()
			clock = clock.Add(time.Duration(1+r.IntN(40)) * time.Minute)
			mu.Unlock()
		}
		for range 3 {
			mu.Lock()
			clock = clock.Add(2 * time.Hour)
			mu.Unlock()
			if _, err := two.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		w.store = second
		got := map[string]int{}
		for _, mail := range w.noticed("all@example.org") {
			for _, id := range mail {
				got[id]++
			}
		}
		if d := cmp.Diff(want, got); d != "" || len(want) < 20 {
			t.Errorf("%d unhappy answers: %s", len(want), d)
		}
	})
}
