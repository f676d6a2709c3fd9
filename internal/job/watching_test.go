package job

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
)

// monday is the first day of the made-up answers, where a period of the grid
// begins; in watchedYear the queue falls 140 days later.
const (
	monday = journey.Day(4 + 28*730)
	fell   = monday + 140
)

// watchedCafe is the café with what a journey needs to be told of, and teams.
func watchedCafe() *journey.Journey {
	j := storetest.Cafe()
	j.Goal, j.Start, j.End = j.Name, j.Name, j.Name
	j.Teams = map[string]journey.Team{"floor": {}, "bar": {}}
	j.Stages[0].Touchpoints[0].Owner, j.Stages[1].Touchpoints[0].Owner = "floor", "bar"
	return j
}

// given is an answer at an hour of a local day in Taipei.
func given(code string, rating int, day journey.Day, hour int) *survey.Response {
	r := storetest.Answer(code, rating, "")
	r.AnsweredAt, r.Trusted = day.Time().Add(time.Duration(hour-8)*time.Hour), true
	r.ReceivedAt = r.AnsweredAt
	storetest.Sum(r)
	return r
}

// watchedDays are days of answers at the queue and the drink; the queue falls.
func watchedDays(from, to journey.Day) []*survey.Response {
	var all []*survey.Response
	for day := from; day < to; day++ {
		queue := 5
		if day >= fell {
			queue = 2
		}
		all = append(all, given("queue-qr", queue, day, 10), given("queue-kiosk", queue-1, day, 11), given("drink-qr", 4+int(day)%2, day, 12))
	}
	return all
}

// watch is a watching job with a clock that a test moves.
type watch struct {
	*Watching
	t     *testing.T
	store *store.Store
	now   time.Time
}

func watching(t *testing.T, database string) *watch {
	t.Helper()
	w := &watch{t: t, now: fell.Time()}
	w.store = storetest.OpenAt(t, database, store.Options{Create: true, Clock: func() time.Time { return w.now }})
	w.Watching = &Watching{Store: w.store, Clock: func() time.Time { return w.now }, Log: slog.New(slog.DiscardHandler)}
	return w
}

// at sets the clock to a time of a local day in Taipei.
func (w *watch) at(day journey.Day, hour int) {
	w.now = day.Time().Add(time.Duration(hour-8) * time.Hour)
}

func (w *watch) subscribe(mail string, change func(*subscription.Subscription)) *subscription.Subscription {
	w.t.Helper()
	s := &subscription.Subscription{Mail: mail, Language: "en", Zone: "Asia/Taipei", Journey: "cafe", Cadence: subscription.Never, Alerts: true}
	if change != nil {
		change(s)
	}
	if err := w.store.AddSubscription(w.t.Context(), s); err != nil {
		w.t.Fatal(err)
	}
	return s
}

// run looks once.
func (w *watch) run() {
	w.t.Helper()
	if _, _, err := w.Run(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// posted are the alerts in the outbox to an address, oldest first.
func (w *watch) posted(mail string) []digest.Alert {
	w.t.Helper()
	list, _, err := w.store.Mails(w.t.Context(), store.MailQuery{Kind: store.AlertMail, Limit: 500})
	if err != nil {
		w.t.Fatal(err)
	}
	var alerts []digest.Alert
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].To != mail {
			continue
		}
		m, err := w.store.MailByID(w.t.Context(), list[i].ID)
		if err != nil {
			w.t.Fatal(err)
		}
		var a digest.Alert
		if err := json.Unmarshal(m.Document, &a); err != nil {
			w.t.Fatal(err)
		}
		alerts = append(alerts, a)
	}
	return alerts
}

// A queue that falls is told once to each who wants to hear of it, in the
// morning, and to nobody else.
func TestWatching(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w := watching(t, database)
		storetest.Apply(t, w.store, watchedCafe())
		storetest.Add(t, w.store, watchedDays(monday, fell)...)
		w.subscribe("all@example.org", nil)
		w.subscribe("floor@example.org", func(s *subscription.Subscription) { s.Team = "floor" })
		w.subscribe("bar@example.org", func(s *subscription.Subscription) { s.Team = "bar" })
		w.subscribe("digest@example.org", func(s *subscription.Subscription) { s.Alerts = false })
		w.subscribe("late@example.org", func(s *subscription.Subscription) { s.QuietFrom, s.QuietTo = 20*60, 12*60 })
		first := map[string]int{} // by address, the hour of the first mail
		for day := fell; day < fell+20; day++ {
			for hour := range 24 {
				w.at(day, hour)
				if hour == 13 {
					storetest.Add(t, w.store, watchedDays(day, day+1)...)
				}
				w.run()
				for _, mail := range []string{"all@example.org", "late@example.org"} {
					if _, ok := first[mail]; !ok && len(w.posted(mail)) > 0 {
						first[mail] = hour
					}
				}
			}
		}
		if first["all@example.org"] != 7 || first["late@example.org"] != 12 {
			t.Errorf("told at %v o'clock", first)
		}
		for mail, want := range map[string]int{"all@example.org": 1, "floor@example.org": 1, "late@example.org": 1, "bar@example.org": 0, "digest@example.org": 0} {
			got := w.posted(mail)
			if len(got) != want {
				t.Errorf("%s: %d mails: %+v", mail, len(got), got)
			}
			for _, a := range got {
				if len(a.Found) != 1 || a.Found[0].Kind != digest.Fall || a.Found[0].Touchpoint.Key != "queue" || a.Found[0].Since != fell || a.Found[0].From != 87.5 || !a.Found[0].Delight {
					t.Errorf("%s: %+v", mail, a)
				}
			}
		}
	})
}

// Whoever looks days later is told the signal's own figure by its own answers,
// not by those that came after it and say something else.
func TestLateLook(t *testing.T) {
	w := watching(t, filepath.Join(t.TempDir(), "waymood.db"))
	storetest.Apply(t, w.store, watchedCafe())
	storetest.Add(t, w.store, watchedDays(monday, fell+3)...)
	for day := fell + 3; day < fell+7; day++ {
		storetest.Add(t, w.store, given("queue-qr", 5, day, 10), given("queue-kiosk", 5, day, 11))
	}
	w.at(fell, 0)
	w.subscribe("all@example.org", nil)
	w.at(fell+7, 8)
	w.run()
	m, err := w.store.Map(t.Context(), watchedCafe(), journey.Period{From: fell - 21, To: fell + 7}, store.Filter{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := slices.DeleteFunc(m.Signals, func(s mood.Signal) bool { return !s.Down })
	told := w.posted("all@example.org")
	if len(found) != 1 || len(told) != 1 || len(told[0].Found) != 1 {
		t.Fatalf("%+v, %+v", found, told)
	}
	if a := told[0].Found[0]; a.To != found[0].To || a.Answers != found[0].ToAnswers || a.Answers > 6 {
		t.Errorf("it fell to %.1f by %d answers, the signal to %.1f by %d", a.To, a.Answers, found[0].To, found[0].ToAnswers)
	}
}

// A code falls from the wall: it is told once, and the silence ends with the
// next answer. Closed days are no silence.
func TestSilences(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w := watching(t, database)
		j := watchedCafe()
		j.Stages[1].Touchpoints[0].Placements[0].Open = &journey.Open{Until: (monday + 59).String()}
		storetest.Apply(t, w.store, j)
		gone := monday + 60
		for day := monday; day < gone; day++ {
			for range 4 {
				storetest.Add(t, w.store, given("queue-qr", 4, day, 10), given("drink-qr", 4, day, 10))
			}
		}
		w.at(gone, 0)
		w.subscribe("all@example.org", nil)
		silent := func() []store.Alert {
			t.Helper()
			list, err := w.store.Alerts(t.Context(), store.AlertQuery{Kinds: []string{string(digest.Silent)}})
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		for day := gone; day < gone+12; day++ {
			w.at(day, 9)
			w.run()
			if n := len(silent()); day <= gone+1 && n > 0 {
				t.Fatalf("told after %d days", day-gone)
			}
		}
		list := silent()
		if len(list) != 1 || list[0].Touchpoint != "queue" || list[0].Since != gone-1 || list[0].From != 4 || !list[0].Ended.IsZero() {
			t.Fatalf("%+v", list)
		}
		if mails := w.posted("all@example.org"); len(mails) != 1 || len(mails[0].Found) != 1 || mails[0].Found[0].Kind != digest.Silent {
			t.Errorf("%+v", mails)
		}
		storetest.Add(t, w.store, given("queue-qr", 4, gone+12, 10))
		w.at(gone+12, 11)
		w.run()
		if list = silent(); len(list) != 1 || list[0].Ended.IsZero() {
			t.Errorf("answers came again: %+v", list)
		}
	})
}

// Owners hear of trouble, once until it is mended, at an address that is not
// the troubled one; others do not.
func TestTrouble(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w := watching(t, database)
		storetest.Apply(t, w.store, watchedCafe())
		w.at(monday, 8)
		for mail, role := range map[string]account.Role{"owner@example.org": account.Owner, "second@example.org": account.Owner, "off@example.org": account.Owner, "editor@example.org": account.Editor} {
			if _, err := w.store.AddUser(t.Context(), mail, role, ""); err != nil {
				t.Fatal(err)
			}
		}
		w.subscribe("owner@example.org", nil)
		w.subscribe("editor@example.org", nil)
		w.subscribe("off@example.org", func(s *subscription.Subscription) { s.Alerts = false })
		fail := func(to, key string) {
			t.Helper()
			added, err := w.store.PostMails(t.Context(), []store.Mail{{Key: key, Kind: store.DigestMail, To: to, Journey: "cafe", Language: "en"}})
			if err != nil || len(added) != 1 {
				t.Fatal(added, err)
			}
			settle(t, w, false)
		}
		told := func(step string, want map[string]int) {
			t.Helper()
			for _, mail := range []string{"owner@example.org", "second@example.org", "off@example.org", "editor@example.org"} {
				if got := len(w.posted(mail)); got != want[mail] {
					t.Errorf("%s: %s has %d mails, want %d: %+v", step, mail, got, want[mail], w.posted(mail))
				}
			}
		}
		fail("second@example.org", "one")
		w.run()
		told("a digest failed", map[string]int{"owner@example.org": 1})
		settle(t, w, true)
		w.at(monday+1, 8)
		fail("second@example.org", "two")
		w.run()
		told("another one failed", map[string]int{"owner@example.org": 1})
		w.at(monday+2, 8)
		storetest.Add(t, w.store, storetest.Answer("queue-qr", 2, "too long"))
		w.at(monday+400, 8) // long after the answer, which came by the test's own clock
		w.run()
		told("texts wait", map[string]int{"owner@example.org": 2, "second@example.org": 1})
		if a := w.posted("second@example.org")[0].Found; len(a) != 1 || a[0].Kind != digest.Behind || a[0].Answers != 1 {
			t.Errorf("%+v", a)
		}
		storetest.Read(t, w.store)
		settle(t, w, true)
		w.run()
		open, err := w.store.Alerts(t.Context(), store.AlertQuery{Open: true})
		if err != nil || len(open) != 0 {
			t.Errorf("all is well: %+v, %v", open, err)
		}
	})
}

// settle sends all that waits, or fails for good with it.
func settle(t *testing.T, w *watch, sent bool) {
	t.Helper()
	list, err := w.store.ClaimMails(t.Context(), 100, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		if sent {
			err = w.store.MailSent(t.Context(), m.ID, m.Token, "")
		} else {
			err = w.store.MailFailed(t.Context(), m.ID, m.Token, "there is no such mailbox", time.Time{})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Webhooks hear of falls, of silences, and of what a closed period of 28 days
// has brought, each once.
func TestWatchingEvents(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w := watching(t, database)
		ctx := t.Context()
		storetest.Apply(t, w.store, watchedCafe())
		hook, err := w.store.AddWebhook(ctx, store.Webhook{Name: "all", URL: "https://example.org/hook", Shape: "standard", Types: []string{store.PainRaised, store.ChangeConfirmed, store.AlertRaised, store.TouchpointSilent}})
		if err != nil {
			t.Fatal(err)
		}
		storetest.Add(t, w.store, watchedDays(monday+28, monday+168)...)
		for day := fell; day < monday+190; day++ {
			w.at(day, 9)
			w.run()
		}
		w.heard, w.told = nil, nil // another node
		w.run()
		list, _, err := w.store.Deliveries(ctx, store.DeliveryQuery{Webhook: hook.ID, Limit: 500})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, d := range list {
			got[d.Event.Type]++
		}
		want := map[string]int{store.AlertRaised: 1, store.ChangeConfirmed: 1, store.PainRaised: 1, store.TouchpointSilent: 1} // nobody answers anywhere any more: that is one silence
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	})
}

// Two nodes tell the same people at the same moment: each hears of it once.
func TestToldOnce(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w := watching(t, database)
		ctx := t.Context()
		storetest.Apply(t, w.store, watchedCafe())
		w.at(fell, 9)
		const people = 12
		for i := range people {
			w.subscribe(fmt.Sprintf("p%d@example.org", i), nil)
		}
		other := *w.Watching
		other.Store = storetest.OpenAt(t, database, store.Options{Clock: w.Clock})
		journeys, err := w.store.Journeys(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for day := range journey.Day(3) {
			w.at(fell+day, 9)
			_, err := w.store.AddAlerts(ctx, []store.Alert{
				{Key: fmt.Sprintf("a%d", day), Kind: string(digest.Fall), Journey: "cafe", Touchpoint: "queue", Day: fell, Since: fell, From: 60, To: 40},
				{Key: fmt.Sprintf("b%d", day), Kind: string(digest.Silent), Journey: "cafe", Touchpoint: "drink", Day: fell, Since: fell, From: 5},
			}, func(store.Alert) (store.Event, bool) { return store.Event{}, false })
			if err != nil {
				t.Fatal(err)
			}
			var both sync.WaitGroup
			for _, node := range []*Watching{w.Watching, &other} {
				both.Go(func() {
					if _, err := node.tell(ctx, journeys); err != nil {
						t.Error(err)
					}
				})
			}
			both.Wait()
			if posted, err := w.tell(ctx, journeys); posted != 0 || err != nil {
				t.Errorf("day %d: %d more, %v", day, posted, err)
			}
		}
		for i := range people {
			mails := w.posted(fmt.Sprintf("p%d@example.org", i))
			if len(mails) != 3 {
				t.Errorf("%d mails", len(mails))
			}
			for _, m := range mails {
				if len(m.Found) != 2 || m.Found[0].Kind != digest.Fall {
					t.Errorf("%+v", m)
				}
			}
		}
	})
}

// A fall that shows beside a neighbour's concerns both teams.
func TestTeamsAt(t *testing.T) {
	tp := func(key, owner string) *journey.Touchpoint { return &journey.Touchpoint{Key: key, Owner: owner} }
	at := func(tp *journey.Touchpoint, value float64, e mood.Evidence) mood.Point {
		return mood.Point{Touchpoint: tp, Evidence: e, Mood: &mood.Interval{Value: value}}
	}
	menu, queue, pay, drink := tp("menu", "shop"), tp("queue", "floor"), tp("pay", ""), tp("drink", "bar")
	m := &mood.Map{Stages: []mood.Stage{
		{Points: []mood.Point{at(menu, 70, mood.Solid), at(queue, 50, mood.Solid)}},
		{Points: []mood.Point{at(pay, 80, mood.Solid), at(drink, 60, mood.Indicative)}},
	}}
	for tp, want := range map[*journey.Touchpoint][]string{
		menu: {"floor", "shop"}, queue: {"floor", "shop"}, pay: {}, drink: {"bar"}, {Key: "gone"}: nil,
	} {
		if d := cmp.Diff(want, teamsAt(m, tp)); d != "" {
			t.Errorf("%s: %s", tp.Key, d)
		}
	}
}

// A webhook that was switched off because nothing arrived is told to owners
// once; one that staff switched off is not.
func TestUnheardWebhook(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w := watching(t, database)
		ctx := t.Context()
		storetest.Apply(t, w.store, watchedCafe())
		w.at(monday, 8)
		if _, err := w.store.AddUser(ctx, "owner@example.org", account.Owner, ""); err != nil {
			t.Fatal(err)
		}
		for name, why := range map[string]store.Disabling{"Till": store.ByFailing, "Old": store.ByStaff} {
			h, err := w.store.AddWebhook(ctx, store.Webhook{Name: name, URL: "https://example.org/" + name, Shape: "standard", Types: []string{store.AlertRaised}})
			if err != nil {
				t.Fatal(err)
			}
			if err := w.store.DisableWebhook(ctx, h.ID, why); err != nil {
				t.Fatal(err)
			}
		}
		w.run()
		w.at(monday+1, 8)
		w.run()
		mails := w.posted("owner@example.org")
		if len(mails) != 1 || len(mails[0].Found) != 1 || mails[0].Found[0].Kind != digest.Unheard || mails[0].Found[0].About != "Till" {
			t.Errorf("%+v", mails)
		}
	})
}
