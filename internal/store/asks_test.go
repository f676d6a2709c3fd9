package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// TestAsks follows a pain through the weeks: each ask keeps what was decided in
// the week after it, whatever is decided later, on the pages or by mail.
func TestAsks(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		ctx, j := t.Context(), storetest.Cafe()
		storetest.Apply(t, s, j)
		today := func() int64 { return int64(journey.DayOf(c.now(), j.Location())) }
		first := today()
		asked := func(key string, touchpoints ...string) (mail string) {
			t.Helper()
			m := store.Mail{Key: key, Kind: store.DigestMail, Journey: "cafe", Subscription: key, To: "a@example.com", Language: "en", Document: []byte("{}")}
			for _, tp := range touchpoints {
				m.Asks = append(m.Asks, action.Ask{Touchpoint: tp, Day: today()})
			}
			added, err := s.PostMails(ctx, []store.Mail{m})
			if err != nil || len(added) != 1 {
				t.Fatal(added, err)
			}
			return added[0].ID
		}
		sent := func() {
			t.Helper()
			for _, m := range claim(t, s, 99) {
				if err := s.MailSent(ctx, m.ID, m.Token, "sent"); err != nil {
					t.Fatal(err)
				}
			}
		}
		say := func(says action.Says) {
			t.Helper()
			if err := s.SetStance(ctx, action.Stance{Journey: "cafe", Touchpoint: "queue", Says: says, Note: "so", Role: "editor", Made: today()}); err != nil {
				t.Fatal(err)
			}
		}
		week := func() { c.move(7 * 24 * time.Hour) }
		var want []action.Ask
		check := func(step string) {
			t.Helper()
			got, err := s.Asks(ctx, "cafe", journey.Period{From: journey.Day(first), To: journey.Day(today() + 1)})
			if err != nil || !cmp.Equal(got, want) {
				t.Errorf("%s: %v\n%s", step, err, cmp.Diff(want, got))
			}
		}

		asked("one", "queue", "menu")
		check("while it waits, nobody was asked")
		sent()
		want = []action.Ask{{Touchpoint: "menu", Day: first}, {Touchpoint: "queue", Day: first}}
		check("sent")
		c.move(24 * time.Hour)
		say(action.NoProblem)
		want[1].Says = action.NoProblem
		check("on the pages")
		week()
		say(action.BeingDone)
		check("a week and a day later")

		mail := asked("two", "queue")
		sent()
		want = append(want, action.Ask{Touchpoint: "queue", Day: today()})
		check("asked again: what was said before is no answer")
		reply := replying(action.NoProblem)
		reply.Reply.Mail, reply.Stance.Made = mail, today()
		said(t, s, j, reply, true)
		want[2].Says = action.NoProblem
		check("by mail")
		take := replying(action.TakenUp)
		take.Reply.Mail = mail
		said(t, s, j, take, true)
		want[2].Says = action.TakenUp
		check("by mail, otherwise")
		say(action.BeingDone)
		want[2].Says = action.BeingDone
		check("the latest decision")
		if err := s.DropStance(ctx, "cafe", "queue"); err != nil {
			t.Fatal(err)
		}
		want[2].Says = ""
		check("taken back")
		week()
		if _, err := s.AddAction(ctx, j, planned("queue")); err != nil {
			t.Fatal(err)
		}
		want[2].Says = action.TakenUp
		check("taken up on the seventh day")

		for _, q := range []struct {
			journey string
			p       journey.Period
		}{{"shop", journey.Period{To: journey.Day(today())}}, {"cafe", journey.Period{To: journey.Day(first)}}, {"cafe", journey.Period{From: journey.Day(today()), To: journey.Day(today() + 9)}}} {
			if got, err := s.Asks(ctx, q.journey, q.p); err != nil || len(got) != 0 {
				t.Errorf("%+v: %v, %+v", q, err, got)
			}
		}
	})
}
