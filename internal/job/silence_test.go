package job

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
)

// toldSilences are the silences that were told to an address, as "touchpoint placement".
func (w *watch) toldSilences(mail string) []string {
	var all []string
	for _, a := range w.posted(mail) {
		for _, f := range a.Found {
			if f.Kind == digest.Silent {
				all = append(all, strings.TrimSpace(f.Touchpoint.Key+" "+f.Placement.Key))
			}
		}
	}
	return all
}

// A tablet dies beside a code that still brings answers: it is told once, and is
// over with its next answer. Then the power fails at the whole touchpoint, which
// is told once too, and in the end everywhere.
func TestDeadTablet(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		w := watching(t, database)
		storetest.Apply(t, w.store, watchedCafe())
		day := monday
		w.at(day, 0)
		w.subscribe("floor@example.org", func(s *subscription.Subscription) { s.Team = "floor" })
		w.subscribe("bar@example.org", func(s *subscription.Subscription) { s.Team = "bar" })
		days := func(n int, codes ...string) {
			t.Helper()
			for range n {
				for _, code := range codes {
					for range 5 {
						storetest.Add(t, w.store, given(code, 4, day, 8))
					}
				}
				w.at(day, 9)
				w.run()
				day++
			}
		}
		expect := func(step string, floor, bar []string) {
			t.Helper()
			for mail, want := range map[string][]string{"floor@example.org": floor, "bar@example.org": bar} {
				if d := cmp.Diff(want, w.toldSilences(mail)); d != "" {
					t.Errorf("%s: %s %s", step, mail, d)
				}
			}
		}
		open := func() int {
			t.Helper()
			list, err := w.store.Alerts(t.Context(), store.AlertQuery{Kinds: []string{string(digest.Silent)}, Open: true})
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		days(45, "queue-qr", "queue-kiosk", "drink-qr")
		days(8, "queue-qr", "drink-qr")
		tablet := []string{"queue queue-kiosk"}
		expect("the tablet is dead", tablet, nil)
		days(1, "queue-qr", "queue-kiosk", "drink-qr")
		if n := open(); n != 0 {
			t.Errorf("the tablet is back: %d silences", n)
		}
		days(30, "queue-qr", "queue-kiosk", "drink-qr")
		days(6, "drink-qr")
		expect("the power failed", append(tablet, "queue"), nil)
		days(3, "queue-qr", "queue-kiosk", "drink-qr")
		days(30)
		expect("nobody anywhere", append(tablet, "queue", ""), []string{""})
		days(1, "drink-qr")
		if n := open(); n > 1 { // the queue may be missed again
			t.Errorf("somebody answered: %d silences", n)
		}
	})
}

// What waited to be told when a coarser silence was found is not told beside it.
func TestCovered(t *testing.T) {
	at := func(journey, touchpoint, placement string) store.Alert {
		return store.Alert{Kind: string(digest.Silent), Journey: journey, Touchpoint: touchpoint, Placement: placement}
	}
	for _, c := range []struct {
		a, by store.Alert
		want  bool
	}{
		{at("cafe", "queue", "qr"), at("cafe", "queue", ""), true},
		{at("cafe", "queue", "qr"), at("cafe", "", ""), true},
		{at("cafe", "queue", ""), at("cafe", "", ""), true},
		{at("cafe", "queue", ""), at("cafe", "queue", ""), false},
		{at("cafe", "queue", ""), at("cafe", "queue", "qr"), false},
		{at("cafe", "queue", "qr"), at("cafe", "drink", ""), false},
		{at("cafe", "", ""), at("cafe", "", ""), false},
		{at("cafe", "queue", ""), at("shop", "", ""), false},
		{store.Alert{Kind: string(digest.Fall), Journey: "cafe", Touchpoint: "queue"}, at("cafe", "", ""), false},
	} {
		if got := covered(c.a, []store.Alert{c.by}); got != c.want {
			t.Errorf("%+v by %+v: %t", c.a, c.by, got)
		}
	}
}

// When a tablet was last heard of is told of what it stands at.
func TestSilenceHeard(t *testing.T) {
	j := watchedCafe()
	at := time.Date(2026, 11, 3, 6, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		touchpoint, placement string
		want                  time.Time
		teams                 []string
	}{
		{"queue", "queue-kiosk", at, []string{"floor"}},
		{"queue", "queue-qr", time.Time{}, []string{"floor"}},
		{"queue", "", at, []string{"floor"}},
		{"drink", "", time.Time{}, []string{"bar"}},
		{"", "", at, []string{"bar", "floor"}},
	} {
		s := silenceAlert(j, mood.Silence{Touchpoint: c.touchpoint, Placement: c.placement, Last: fell}, map[string]time.Time{"queue-kiosk": at, "gone": at.Add(time.Hour)})
		if d := cmp.Diff(c.teams, s.Teams); !s.Heard.Equal(c.want) || d != "" {
			t.Errorf("%+v: heard %v %s", c, s.Heard, d)
		}
	}
}
