package letter

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
)

// reader is a desk whose clock is moved, and a journey that is no draft.
type reader struct {
	*desk
	now     time.Time
	journey *journey.Journey
}

func newReader(t testing.TB, change ...func(*journey.Journey)) *reader {
	t.Helper()
	r := &reader{now: time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC), journey: storetest.Cafe()}
	some := survey.Wording{"en": "Some"}
	r.journey.Goal, r.journey.Start, r.journey.End = some, some, some
	r.journey.Stages[0].Touchpoints[0].Owner, r.journey.Stages[1].Touchpoints[0].Owner = "floor", "bar"
	for _, f := range change {
		f(r.journey)
	}
	s := storetest.OpenAt(t, filepath.Join(t.TempDir(), "waymood.db"), store.Options{Create: true, Clock: func() time.Time { return r.now }})
	storetest.Apply(t, s, r.journey)
	r.desk = newDeskOver(t, s)
	r.Clock = func() time.Time { return r.now }
	return r
}

// answer keeps an answer at a placement for each rating on each of the days.
func (r *reader) answer(code string, days journey.Period, ratings ...int) {
	r.t.Helper()
	var rs []*survey.Response
	for day := days.From; day < days.To; day++ {
		for n, rating := range ratings {
			a := storetest.Answer(code, rating, "the queue was very long today")
			a.ReceivedAt, a.Trusted = day.Time().Add(time.Duration(n)*time.Minute), true
			storetest.Sum(a)
			rs = append(rs, a)
		}
	}
	storetest.Add(r.t, r.store, rs...)
}

// tell makes a subscription's next digest at a moment, as if now.
func (r *reader) tell(sub *subscription.Subscription, at time.Time) *Document {
	r.t.Helper()
	r.now = at
	d, err := r.Digest(r.t.Context(), sub, subscription.Period{Key: at.Format(time.RFC3339), At: at})
	if err != nil {
		r.t.Fatal(err)
	}
	return d
}

// send tells and sends.
func (r *reader) send(sub *subscription.Subscription, at time.Time) *Document {
	r.t.Helper()
	d := r.tell(sub, at)
	document, err := json.Marshal(d)
	if err != nil {
		r.t.Fatal(err)
	}
	m := store.Mail{Key: "digest:" + sub.ID + ":" + at.Format(time.RFC3339), Kind: store.DigestMail, Subscription: sub.ID, Journey: sub.Journey, To: sub.Mail, Language: sub.Language, Document: document, Asks: d.Digest.Asks()}
	if _, err := r.store.PostMails(r.t.Context(), []store.Mail{m}); err != nil {
		r.t.Fatal(err)
	}
	claimed, err := r.store.ClaimMails(r.t.Context(), 1, time.Minute)
	if err != nil || len(claimed) != 1 {
		r.t.Fatalf("claimed %d, %v", len(claimed), err)
	}
	if err := r.store.MailSent(r.t.Context(), claimed[0].ID, claimed[0].Token, "sent"); err != nil {
		r.t.Fatal(err)
	}
	return d
}

// grid is the n-th period of the grid after the test's first Monday's.
func grid(n int) journey.Period {
	p := mood.Closed(journey.DayOf(time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC), time.UTC))
	return journey.Period{From: p.From + journey.Day(28*n), To: p.To + journey.Day(28*n)}
}

func items(d *digest.Digest) string {
	var keys []string
	for _, i := range d.Items {
		keys = append(keys, i.Key)
	}
	return strings.Join(keys, " ")
}

// TestClosedOnce: whatever the cadence, each closed period's changes are told
// exactly once in a year, in the first digest after it closed.
func TestClosedOnce(t *testing.T) {
	for _, cadence := range []subscription.Cadence{subscription.Daily, subscription.Weekly, subscription.Fortnightly, subscription.Monthly} {
		t.Run(string(cadence), func(t *testing.T) {
			t.Parallel()
			r := newReader(t)
			periods := 14
			if cadence == subscription.Daily {
				periods = 5
			}
			for n := range periods {
				r.answer("queue-qr", grid(n), 1+3*(n%2), 2+3*(n%2))
				r.answer("drink-qr", grid(n), 5, 5, 4)
			}
			sub := r.subscribe("en", func(s *subscription.Subscription) {
				s.Cadence, s.Weekday, s.MonthDay, s.Zone, s.Since = cadence, time.Thursday, 31, "America/Los_Angeles", r.now
			})
			told, changed, digests := map[digest.Span]int{}, map[digest.Span]int{}, 0
			end := grid(periods - 1).To
			for at := sub.Next(r.now); journey.DayOf(at, r.journey.Location()) <= end; at = sub.Next(at) {
				d := r.send(sub, at).Digest
				digests++
				if len(d.Items) > 3 {
					t.Errorf("%d items", len(d.Items))
				}
				for _, c := range d.Closed {
					told[c]++
					if d.Day < c.To {
						t.Errorf("a period is told on %v that is over on %v", d.Day, c.To)
					}
				}
				for _, i := range d.Items {
					for _, c := range i.Changes {
						changed[c.Period]++
					}
				}
				for _, m := range d.Also {
					if m.Change != nil {
						changed[m.Change.Period]++
					}
				}
			}
			for n := range periods - 1 {
				p := digest.Span(grid(n))
				if p.To > end-31 || n == 0 && cadence == subscription.Monthly {
					continue // the year ends before the next digest is due; a new reader is told of the last period only
				}
				if told[p] != 1 {
					t.Errorf("the period to %v is told %d times", p.To, told[p])
				}
				if n > 0 && changed[p] != 1 {
					t.Errorf("its change is told %d times", changed[p])
				}
			}
			t.Logf("%s: %d digests, %d closed periods, each told once", cadence, digests, len(told))
		})
	}
}

// TestDecisions: a pain is asked about, not every day; a mute keeps it quiet for
// 28 days and no longer; work in hand keeps it quiet while it lasts.
func TestDecisions(t *testing.T) {
	r := newReader(t)
	from := journey.DayOf(r.now, time.UTC)
	r.answer("queue-qr", journey.Period{From: from - 60, To: from + 150}, 1, 2, 1)
	r.answer("drink-qr", journey.Period{From: from - 60, To: from + 150}, 5, 5, 4)
	sub := r.subscribe("en", func(s *subscription.Subscription) { s.Cadence = subscription.Daily })
	day := func(n int) time.Time { return time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	if d := r.send(sub, day(0)).Digest; items(d) != "queue" || !d.Items[0].Ask || d.Items[0].First != 0 {
		t.Fatalf("first: %+v", d.Items)
	}
	for n := 1; n < 7; n++ {
		if d := r.send(sub, day(n)).Digest; items(d) != "" || len(d.Asked) != 1 || !d.Quiet() {
			t.Errorf("day %d: items %q, %d asked", n, items(d), len(d.Asked))
		}
	}
	if d := r.send(sub, day(7)).Digest; items(d) != "queue" || d.Items[0].First != from {
		t.Errorf("after a week: %+v", d.Items)
	}
	mute := int64(journey.DayOf(day(8), r.journey.Location()))
	says, err := action.Say(action.NoProblem, "it is always so", 0, mute)
	if err != nil {
		t.Fatal(err)
	}
	says.Journey, says.Touchpoint = "cafe", "queue"
	if err := r.store.SetStance(t.Context(), says); err != nil {
		t.Fatal(err)
	}
	for n := 8; n < 36; n++ {
		if d := r.send(sub, day(n)).Digest; items(d) != "" || len(d.Muted) != 1 {
			t.Errorf("day %d: items %q, %d muted", n, items(d), len(d.Muted))
		}
	}
	if d := r.send(sub, day(36)).Digest; items(d) != "queue" || d.Items[0].First != 0 {
		t.Errorf("after 28 days: %+v", d.Items)
	}
	r.now = day(37)
	a, err := r.store.AddAction(t.Context(), r.journey, action.Action{Touchpoint: "queue", Kind: action.Fix, Title: "A second till", Owner: "floor", Due: mute + 60})
	if err != nil {
		t.Fatal(err)
	}
	if d := r.send(sub, day(50)).Digest; items(d) != "" || len(d.Doing) != 1 {
		t.Errorf("while it is in hand: items %q, %d being done", items(d), len(d.Doing))
	}
	if _, err := r.store.ChangeAction(t.Context(), r.journey, a.ID, a.Revision, func(a *action.Action) error { return a.Drop("no money") }); err != nil {
		t.Fatal(err)
	}
	if d := r.send(sub, day(51)).Digest; items(d) != "queue" {
		t.Errorf("after it was given up: items %q", items(d))
	}
	track, err := r.Track(t.Context(), r.journey)
	if err != nil {
		t.Fatal(err)
	}
	if track.Asked != 1 || track.Taken != 1 {
		t.Errorf("of what was asked: %+v", track)
	}
}

// TestUnanswered: where nobody decides for four weeks, only larger differences
// are told, and the digest says so; with the first answers it is over.
func TestUnanswered(t *testing.T) {
	r := newReader(t)
	from := journey.DayOf(r.now, time.UTC)
	r.answer("queue-qr", journey.Period{From: from - 60, To: from + 60}, 1, 2, 1)
	sub := r.subscribe("en")
	week := func(n int) time.Time { return time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC).AddDate(0, 0, 7*n) }
	for n := range 4 {
		if d := r.send(sub, week(n)).Digest; d.Raised || items(d) != "queue" {
			t.Errorf("week %d: raised %v, items %q", n, d.Raised, items(d))
		}
	}
	if d := r.tell(sub, week(4)).Digest; !d.Raised || d.Effect != 10 {
		t.Errorf("after four weeks: raised %v, %v points", d.Raised, d.Effect)
	}
	r.now = week(3)
	for _, n := range []int{1, 2} {
		r.now = week(n).Add(time.Hour)
		_, _, err := r.store.Reply(t.Context(), r.journey, store.Replying{
			Reply:  action.Reply{Mail: string(rune('a' + n)), Touchpoint: "queue", Says: action.BeingDone, Subscription: sub.ID},
			Stance: &action.Stance{Journey: "cafe", Touchpoint: "queue", Says: action.BeingDone, Note: "by us", Made: int64(from) + int64(7*n)},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if d := r.tell(sub, week(4)).Digest; d.Raised {
		t.Error("half of it got an answer")
	}
}

// TestAddressed: a team's digest is about its touchpoints, a persona's about
// its answers; what cannot be told of is refused.
func TestAddressed(t *testing.T) {
	r := newReader(t)
	day := journey.DayOf(r.now, time.UTC)
	before := journey.Period{From: day - 28, To: day}
	r.answer("queue-qr", before, 1, 2, 1)
	r.answer("drink-qr", before, 2, 1)
	var rs []*survey.Response
	for n := range 40 {
		a := storetest.Answer("drink-qr", 5, "")
		a.ReceivedAt, a.Trusted, a.Persona = (day - 1).Time().Add(time.Duration(n)*time.Second), true, "student"
		storetest.Sum(a)
		rs = append(rs, a)
	}
	storetest.Add(t, r.store, rs...)
	for _, c := range []struct {
		team, persona, items string
		answers              int64
	}{
		{"", "", "queue drink", 180},
		{"bar", "", "drink", 180},
		{"floor", "", "queue", 180},
		{"kitchen", "", "", 180},
		{"", "student", "", 40},
		{"bar", "student", "", 40},
	} {
		sub := r.subscribe("en", func(s *subscription.Subscription) { s.Team, s.Persona = c.team, c.persona })
		d := r.tell(sub, r.now).Digest
		if items(d) != c.items || d.Answers != c.answers || d.Filtered != (c.persona != "") {
			t.Errorf("team %q, persona %q: items %q of %d answers, filtered %v", c.team, c.persona, items(d), d.Answers, d.Filtered)
		}
	}
	gone := r.subscribe("en", func(s *subscription.Subscription) { s.Persona = "tourist" })
	if _, err := r.Digest(t.Context(), gone, subscription.Period{At: r.now}); !errors.Is(err, fault.NotFound) {
		t.Errorf("a persona that is not there: %v", err)
	}
	draft := newReader(t, func(j *journey.Journey) { j.Goal = nil })
	if _, err := draft.Digest(t.Context(), draft.subscribe("en"), subscription.Period{At: r.now}); !errors.Is(err, fault.NotFound) {
		t.Errorf("a draft: %v", err)
	}
}

// TestDigestDay: the days are those of the journey, whatever the reader's zone.
func TestDigestDay(t *testing.T) {
	r := newReader(t)
	for zone, want := range map[string]string{"Asia/Taipei": "2026-11-23", "America/Los_Angeles": "2026-11-24", "Pacific/Kiritimati": "2026-11-23"} {
		sub := r.subscribe("en", func(s *subscription.Subscription) { s.Zone, s.Hour = zone, 8 })
		p, ok := sub.Due(time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC))
		if !ok {
			t.Fatal("nothing is due")
		}
		d, err := r.Digest(t.Context(), sub, p)
		if err != nil {
			t.Fatal(err)
		}
		if d.Digest.Day.String() != want || d.Digest.To != d.Digest.Day || d.Digest.From != d.Digest.Day-28 {
			t.Errorf("%s: %v, from %v to %v", zone, d.Digest.Day, d.Digest.From, d.Digest.To)
		}
	}
}

// TestDocumentHoldsNoWords: what customers said is named, never copied.
func TestDocumentHoldsNoWords(t *testing.T) {
	r := newReader(t)
	day := journey.DayOf(r.now, time.UTC)
	r.answer("queue-qr", journey.Period{From: day - 28, To: day}, 1, 2, 1)
	document, err := r.DigestDocument(t.Context(), r.subscribe("en"), subscription.Period{At: r.now})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(document), "very long today") {
		t.Error("words were copied")
	}
	var d Document
	if err := json.Unmarshal(document, &d); err != nil || len(d.Digest.Items) != 1 || len(d.Digest.Items[0].Quotes) != 2 {
		t.Errorf("%v, %+v", err, d.Digest)
	}
	if m := d.Map.Thaw(nil); m.Journey.Key != "cafe" || len(m.Pains) != 1 {
		t.Error("the map is not the digest's")
	}
	if _, p := d.Map.Point("queue"); !slices.Contains(d.Map.QuoteIDs(), d.Digest.Items[0].Quotes[0]) || p == nil {
		t.Error("the quotes are not the map's")
	}
}

// TestLongMonth: a signal of the days between one digest's map and the next
// one's is told all the same, once.
func TestLongMonth(t *testing.T) {
	r := newReader(t)
	first := journey.DayOf(r.now, r.journey.Location())
	r.answer("queue-qr", journey.Period{From: first - 90, To: first}, 5, 5, 4, 5, 4)
	r.answer("queue-qr", journey.Period{From: first, To: first + 2}, 1, 1, 1, 2, 1, 1, 1, 2)
	r.answer("queue-qr", journey.Period{From: first + 2, To: first + 70}, 5, 5, 4, 5, 4)
	sub := r.subscribe("en", func(s *subscription.Subscription) { s.Cadence, s.MonthDay = subscription.Monthly, 31 })
	if d := r.send(sub, r.now).Digest; d.Items != nil {
		t.Errorf("before it happened: %+v", d.Items)
	}
	signals := func(d *digest.Digest) (days []journey.Day) {
		for _, i := range d.Items {
			if i.Signal != nil && i.Signal.Down {
				days = append(days, i.Signal.Day)
			}
		}
		return days
	}
	if got := signals(r.send(sub, r.now.AddDate(0, 0, 31)).Digest); len(got) != 1 || got[0] > first+2 {
		t.Errorf("after a month the signals of %v are told, not of %v or the day after", got, first)
	}
	if got := signals(r.send(sub, r.now.AddDate(0, 0, 28)).Digest); len(got) != 0 {
		t.Errorf("signals of %v are told again", got)
	}
}
