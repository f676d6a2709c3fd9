package job

import (
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
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
