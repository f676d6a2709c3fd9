package store_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

func replying(says action.Says) store.Replying {
	r := store.Replying{
		Reply:   action.Reply{Mail: "m1", Subscription: "s1", Touchpoint: "queue", Says: says},
		Instead: "Decided otherwise by mail.",
	}
	if says == action.TakenUp {
		a := planned("queue")
		r.Take = &a
	} else {
		r.Stance = &action.Stance{Says: says, Note: "it is wanted so", Role: action.ByMail, Made: 20700}
	}
	return r
}

// said decides and returns what stands.
func said(t *testing.T, s *store.Store, j *journey.Journey, r store.Replying, fresh bool) *action.Reply {
	t.Helper()
	stands, got, err := s.Reply(t.Context(), j, r)
	if err != nil {
		t.Fatal(err)
	}
	if got != fresh {
		t.Errorf("%s: fresh %v", r.Reply.Says, got)
	}
	return stands
}

func stateOf(t *testing.T, s *store.Store, id int64) action.State {
	t.Helper()
	a, err := s.Action(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a.State
}

// TestReply goes from each decision to another one and back.
func TestReply(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, j := t.Context(), storetest.Cafe()
		storetest.Apply(t, s, j)
		if _, err := s.Replied(ctx, "m1", "queue"); !errors.Is(err, fault.NotFound) {
			t.Errorf("before anything: %v", err)
		}
		taken := said(t, s, j, replying(action.TakenUp), true)
		if taken.Action == 0 || taken.Journey != "cafe" || taken.Subscription != "s1" || taken.Made.IsZero() {
			t.Errorf("%+v", taken)
		}
		if again := said(t, s, j, replying(action.TakenUp), false); !cmp.Equal(again, taken) {
			t.Errorf("said again: %+v", again)
		}
		if read, err := s.Replied(ctx, "m1", "queue"); err != nil || !cmp.Equal(read, taken) {
			t.Errorf("%v, %+v", err, read)
		}

		muted := said(t, s, j, replying(action.NoProblem), true)
		stances, err := s.Stances(ctx, "cafe")
		if err != nil || stances["queue"].Says != action.NoProblem || stances["queue"].Role != action.ByMail || muted.Action != 0 {
			t.Errorf("%v, %+v, %+v", err, stances, muted)
		}
		if got := stateOf(t, s, taken.Action); got != action.Dropped {
			t.Errorf("the action that nobody touched is %s", got)
		}
		if a, _ := s.Action(ctx, taken.Action); a.Reason != "Decided otherwise by mail." || a.Evidence == nil {
			t.Errorf("%+v", a)
		}

		second := said(t, s, j, replying(action.TakenUp), true)
		if stances, _ = s.Stances(ctx, "cafe"); len(stances) != 0 || second.Action == taken.Action {
			t.Errorf("%+v, %+v", stances, second)
		}
		if _, err := s.ChangeAction(ctx, j, second.Action, 1, (*action.Action).Begin); err != nil {
			t.Fatal(err)
		}
		doing := replying(action.BeingDone)
		doing.Stance.Action = second.Action
		if stands := said(t, s, j, doing, true); stands.Action != second.Action {
			t.Errorf("%+v", stands)
		}
		if got := stateOf(t, s, second.Action); got != action.Doing {
			t.Errorf("the action that somebody works on is %s", got)
		}
		// What was only named is nobody's to give up.
		said(t, s, j, replying(action.NoProblem), true)
		if got := stateOf(t, s, second.Action); got != action.Doing {
			t.Errorf("the action that was named is %s", got)
		}

		other := replying(action.TakenUp)
		other.Reply.Mail = "m2"
		said(t, s, j, other, true)
		for _, mail := range []string{"m1", "m2"} {
			if r, err := s.Replied(ctx, mail, "queue"); err != nil || r.Mail != mail {
				t.Errorf("%s: %v, %+v", mail, err, r)
			}
		}
	})
}

// TestReplyLeavesOthers: what staff said on their pages is not taken back by a
// mail's second decision.
func TestReplyLeavesOthers(t *testing.T) {
	s, j := storetest.Open(t), storetest.Cafe()
	storetest.Apply(t, s, j)
	said(t, s, j, replying(action.NoProblem), true)
	if err := s.SetStance(t.Context(), action.Stance{Journey: "cafe", Touchpoint: "queue", Says: action.NoProblem, Note: "rebuilt", Role: "editor", Made: 20701}); err != nil {
		t.Fatal(err)
	}
	said(t, s, j, replying(action.TakenUp), true)
	if stances, err := s.Stances(t.Context(), "cafe"); err != nil || stances["queue"].Note != "rebuilt" {
		t.Errorf("%v, %+v", err, stances)
	}
}

// TestReplyRefused: nothing is left of what cannot be kept.
func TestReplyRefused(t *testing.T) {
	s, j := storetest.Open(t), storetest.Cafe()
	storetest.Apply(t, s, j)
	r := replying(action.TakenUp)
	r.Take.Title = ""
	if _, _, err := s.Reply(t.Context(), j, r); !errors.Is(err, fault.Invalid) {
		t.Errorf("without a title: %v", err)
	}
	r = replying(action.TakenUp)
	r.Reply.Touchpoint = "nowhere"
	if _, _, err := s.Reply(t.Context(), j, r); !errors.Is(err, fault.Invalid) {
		t.Errorf("at no touchpoint: %v", err)
	}
	for _, touchpoint := range []string{"queue", "nowhere"} {
		if r, err := s.Replied(t.Context(), "m1", touchpoint); !errors.Is(err, fault.NotFound) {
			t.Errorf("%v, %+v", err, r)
		}
	}
}

// TestReplyOnce: however many press the button at once, one action is made.
func TestReplyOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		j := storetest.Cafe()
		storetest.Apply(t, s, j)
		var together sync.WaitGroup
		for range 16 {
			together.Go(func() {
				stands, _, err := s.Reply(t.Context(), j, replying(action.TakenUp))
				if err != nil || stands.Action == 0 {
					t.Errorf("%v, %+v", err, stands)
				}
			})
		}
		together.Wait()
		if all, err := s.Actions(t.Context(), store.ActionQuery{}); err != nil || len(all) != 1 {
			t.Errorf("%v, %d actions", err, len(all))
		}
		// Different decisions at once: one of them stands, with what it does.
		for _, says := range []action.Says{action.NoProblem, action.TakenUp, action.BeingDone, action.NoProblem, action.TakenUp} {
			together.Go(func() {
				if _, _, err := s.Reply(t.Context(), j, replying(says)); err != nil {
					t.Error(err)
				}
			})
		}
		together.Wait()
		stands, err := s.Replied(t.Context(), "m1", "queue")
		if err != nil {
			t.Fatal(err)
		}
		open, err := s.Actions(t.Context(), store.ActionQuery{States: []action.State{action.Planned}})
		if err != nil || (stands.Says == action.TakenUp) != (len(open) == 1 && open[0].ID == stands.Action) {
			t.Errorf("%v, %+v, %+v", err, stands, open)
		}
		stances, err := s.Stances(t.Context(), "cafe")
		if err != nil || stances["queue"].Says != map[action.Says]action.Says{action.NoProblem: action.NoProblem, action.BeingDone: action.BeingDone}[stands.Says] {
			t.Errorf("%v, %+v, %+v", err, stands, stances)
		}
	})
}
