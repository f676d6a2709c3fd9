package job

import (
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
)

// A digest that cannot be made blocks no other, is tried ever less often, and is
// in the log when that begins and when it ends.
func TestDigestThatCannotBeMade(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w := new(wall)
		start := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
		w.set(start)
		s := storetest.OpenAt(t, database, store.Options{Create: true, Clock: w.now})
		storetest.Apply(t, s, ready("cafe"), ready("shop"))
		base := subscription.Subscription{Zone: "UTC", Cadence: subscription.Daily, Hour: 8}
		of := func(key, team string) *subscription.Subscription {
			sub := base
			sub.Journey, sub.Team = key, team
			return subscribe(t, s, sub)
		}
		broken := map[string]bool{}
		for range 5 {
			broken[of("shop", "broken").ID] = true
		}
		var well []*subscription.Subscription
		for range 5 {
			well = append(well, of("cafe", ""))
		}
		mended := false
		var tried []string
		var log strings.Builder
		d := digesting(s, w, func(sub *subscription.Subscription) error {
			tried = append(tried, sub.ID)
			switch {
			case mended || !broken[sub.ID]:
				return nil
			case len(tried)%2 == 0:
				panic("a touchpoint that leads to nothing")
			}
			return errors.New("a touchpoint that leads to nothing")
		})
		d.Log = slog.New(slog.NewTextHandler(&log, nil))
		run := func() {
			t.Helper()
			tried = nil
			if _, err := d.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		var at []int
		for minute := range 6 * 60 {
			w.set(start.Add(8*time.Hour + time.Duration(minute)*time.Minute))
			run()
			if n := len(tried); n > 0 {
				if at = append(at, minute); minute > 0 && n != len(broken) || minute == 0 && n != len(broken)+len(well) {
					t.Errorf("%d tries after %d minutes", n, minute)
				}
			}
		}
		if want := []int{0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303}; !slices.Equal(at, want) {
			t.Errorf("tried after %v minutes, want %v", at, want)
		}
		for _, sub := range well {
			if n := len(keysOf(t, s, sub)); n != 1 {
				t.Errorf("%d digests where nothing is wrong", n)
			}
		}
		unmade, err := s.Unmade(t.Context())
		if err != nil || len(unmade) != len(broken) || unmade[0].Journey != "shop" || unmade[0].Tries != len(at) || !unmade[0].Since.Equal(start.Add(8*time.Hour)) {
			t.Errorf("%+v, %v", unmade, err)
		}
		if n := strings.Count(log.String(), "cannot be made"); n != len(broken) || strings.Count(log.String(), "\n") != n {
			t.Errorf("logged %d times:\n%s", n, &log)
		}

		// The next day, those that can be made come first.
		w.set(start.Add(32 * time.Hour))
		run()
		for i, id := range tried {
			if broken[id] != (i >= len(well)) {
				t.Errorf("tried in the order %v", tried)
				break
			}
		}
		// A clock that was wrong for a while keeps none waiting.
		w.add(-10 * time.Hour)
		run()
		// What is stopped lacks no digest; what is dropped is forgotten.
		for id := range broken {
			if err := s.DropSubscription(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			delete(broken, id)
			if len(broken) == 3 {
				break
			}
		}
		w.set(start.Add(35 * time.Hour))
		run()
		if unmade, err = s.Unmade(t.Context()); err != nil || len(unmade) != 3 {
			t.Errorf("%+v, %v", unmade, err)
		}

		// Mended, it is made when its time comes, or at once for who asks.
		mended, log = true, strings.Builder{}
		run()
		if len(tried) != 0 {
			t.Errorf("%d tries before their time", len(tried))
		}
		d.Anyway = true
		run()
		if unmade, err = s.Unmade(t.Context()); err != nil || len(unmade) != 0 || len(tried) != 3 {
			t.Errorf("%d tries, %+v, %v", len(tried), unmade, err)
		}
		if n := strings.Count(log.String(), "no longer missing"); n != 3 {
			t.Errorf("logged %d times:\n%s", n, &log)
		}
	})
}

// Owners hear once of a journey whose digests cannot be made for an hour, and
// it is over when they are.
func TestUnmadeIsTold(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w := watching(t, database)
		storetest.Apply(t, w.store, watchedCafe())
		w.at(monday, 8)
		if _, err := w.store.AddUser(t.Context(), "owner@example.org", account.Owner, ""); err != nil {
			t.Fatal(err)
		}
		var subs []*subscription.Subscription
		for _, mail := range []string{"ann@example.org", "bob@example.org"} {
			sub := w.subscribe(mail, func(s *subscription.Subscription) { s.Cadence, s.Hour = subscription.Daily, 8 })
			subs = append(subs, sub)
			if noted, err := w.store.SetUnmade(t.Context(), store.Unmade{Subscription: sub.ID, Tries: 1, Since: w.now, Next: w.now.Add(time.Minute)}); err != nil || !noted {
				t.Fatal(noted, err)
			}
		}
		w.run()
		if n := len(w.posted("owner@example.org")); n != 0 {
			t.Errorf("%d mails at once", n)
		}
		for _, at := range []int{9, 10, 33} {
			w.at(monday+journey.Day(at/24), at%24)
			w.run()
		}
		told := w.posted("owner@example.org")
		if len(told) != 1 || len(told[0].Found) != 1 || told[0].Found[0].Kind != digest.Unmade || told[0].Found[0].About != watchedCafe().Name["zh-Hant"] || told[0].Found[0].Since != monday {
			t.Errorf("%+v", told)
		}
		for _, mail := range []string{"ann@example.org", "bob@example.org"} {
			if n := len(w.posted(mail)); n != 0 {
				t.Errorf("%s is told, too", mail)
			}
		}
		open := func() int {
			t.Helper()
			w.run()
			all, err := w.store.Alerts(t.Context(), store.AlertQuery{Open: true})
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		}
		for i, want := range []int{1, 0} {
			if _, err := w.store.Made(t.Context(), subs[i].ID); err != nil {
				t.Fatal(err)
			}
			if n := open(); n != want {
				t.Errorf("%d alerts are open with %d made", n, i+1)
			}
		}
	})
}
