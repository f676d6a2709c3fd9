package store_test

import (
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// planned is an action that a journey's store takes.
func planned(touchpoint string) action.Action {
	expected := 4.5
	return action.Action{
		Touchpoint: touchpoint, Kind: action.Fix, Title: "Second till", Owner: "floor", Due: 20800, Expected: &expected, Hypothesis: "It is the line.",
		Checklist: []action.Item{{Text: "ask Mei", Done: true}, {Text: "order it"}},
		Evidence:  &action.Evidence{From: 20700, To: 20728, Answers: 40, Scored: true, Score: 37.5, Low: 27, High: 48, PointsLost: 8.3, Themes: []action.Theme{{Key: "wait", Share: 0.28}}, Quotes: []string{"0193"}},
	}
}

func TestActions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, j := t.Context(), storetest.Cafe()
		storetest.Apply(t, s, j)
		made, err := s.AddAction(ctx, j, planned("queue"))
		if err != nil {
			t.Fatal(err)
		}
		if made.State != action.Planned || made.Revision != 1 || made.Journey != "cafe" || made.ID == 0 {
			t.Errorf("%+v", made)
		}
		read, err := s.Action(ctx, made.ID)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(made, read); d != "" {
			t.Errorf("kept (-), read (+): %s", d)
		}
		changed, err := s.ChangeAction(ctx, j, made.ID, 1, func(a *action.Action) error {
			a.Title, a.Owner, a.Checklist[1].Done = "Third till", "Mei", true
			return a.Tell(map[string]string{"en": "We opened it."}, true)
		})
		if err != nil {
			t.Fatal(err)
		}
		if read, err = s.Action(ctx, made.ID); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(changed, read); d != "" || read.Revision != 2 || read.Title != "Third till" {
			t.Errorf("changed (-), read (+): %s", d)
		}
	})
}

// TestActionsRefused: what cannot be kept is not.
func TestActionsRefused(t *testing.T) {
	s, j := storetest.Open(t), storetest.Cafe()
	storetest.Apply(t, s, j)
	ctx := t.Context()
	if _, err := s.AddAction(ctx, j, planned("nowhere")); !errors.Is(err, fault.Invalid) || fault.Params(err)[0].Name != "touchpoint" {
		t.Errorf("a touchpoint that is not: %v", err)
	}
	if _, err := s.AddAction(ctx, j, action.Action{Touchpoint: "queue"}); !errors.Is(err, fault.Invalid) {
		t.Errorf("an empty action: %v", err)
	}
	old := planned("queue")
	old.CreatedAt = time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)
	if a, err := s.AddAction(ctx, j, old); err != nil || !a.CreatedAt.Equal(old.CreatedAt) {
		t.Errorf("an action of an earlier day: %v %+v", err, a)
	}
	if _, err := s.Action(ctx, 4711); !errors.Is(err, fault.NotFound) {
		t.Errorf("an action that is not: %v", err)
	}
	a, err := s.AddAction(ctx, j, planned("queue"))
	if err != nil {
		t.Fatal(err)
	}
	other := storetest.Cafe()
	other.Key = "other"
	if _, err := s.ChangeAction(ctx, other, a.ID, 1, (*action.Action).Begin); !errors.Is(err, fault.NotFound) {
		t.Errorf("an action of another journey: %v", err)
	}
	refused := errors.New("no")
	if _, err := s.ChangeAction(ctx, j, a.ID, 1, func(a *action.Action) error { a.Title = "x"; return refused }); !errors.Is(err, refused) {
		t.Errorf("a change that refuses: %v", err)
	}
	if _, err := s.Outcome(ctx, j, a); !errors.Is(err, fault.Conflict) {
		t.Errorf("the outcome of a plan: %v", err)
	}
	if now, err := s.Action(ctx, a.ID); err != nil || now.Title != a.Title || now.Revision != 1 {
		t.Errorf("something was changed: %v %+v", err, now)
	}
}

// TestTwoEditors: of several who change the action they all saw, one does, and
// the others are told.
func TestTwoEditors(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, j := t.Context(), storetest.Cafe()
		storetest.Apply(t, s, j)
		a, err := s.AddAction(ctx, j, planned("queue"))
		if err != nil {
			t.Fatal(err)
		}
		const editors = 6
		errs := make([]error, editors)
		var all sync.WaitGroup
		for i := range editors {
			all.Go(func() {
				_, errs[i] = s.ChangeAction(ctx, j, a.ID, a.Revision, func(a *action.Action) error {
					a.Owner = string(rune('a' + i))
					return nil
				})
			})
		}
		all.Wait()
		var done []int
		for i, err := range errs {
			switch {
			case err == nil:
				done = append(done, i)
			case !errors.Is(err, fault.Conflict):
				t.Errorf("editor %d: %v", i, err)
			}
		}
		now, err := s.Action(ctx, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(done) != 1 || now.Revision != 2 || now.Owner != string(rune('a'+done[0])) {
			t.Errorf("%v changed it, it is %s's at revision %d", done, now.Owner, now.Revision)
		}
	})
}

func TestActionsSelected(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, j, second := t.Context(), storetest.Cafe(), storetest.Cafe()
		second.Key = "second"
		for i := range second.Stages {
			for k := range second.Stages[i].Touchpoints {
				second.Stages[i].Touchpoints[k].Placements = nil
			}
		}
		storetest.Apply(t, s, j, second)
		var ids []int64
		add := func(j *journey.Journey, touchpoint, owner string) {
			a := planned(touchpoint)
			a.Owner = owner
			made, err := s.AddAction(ctx, j, a)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, made.ID)
		}
		add(j, "queue", "floor")
		add(j, "drink", "bar")
		add(second, "queue", "floor")
		add(j, "queue", "bar")
		if _, err := s.ChangeAction(ctx, j, ids[3], 1, (*action.Action).Begin); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			q    store.ActionQuery
			want []int
		}{
			"all":           {store.ActionQuery{}, []int{0, 1, 2, 3}},
			"of a journey":  {store.ActionQuery{Journey: "cafe"}, []int{0, 1, 3}},
			"at a place":    {store.ActionQuery{Journey: "cafe", Touchpoint: "queue"}, []int{0, 3}},
			"of an owner":   {store.ActionQuery{Owner: "floor"}, []int{0, 2}},
			"in a state":    {store.ActionQuery{States: []action.State{action.Doing}}, []int{3}},
			"in two states": {store.ActionQuery{Journey: "cafe", States: []action.State{action.Planned, action.Doing}, Owner: "bar"}, []int{1, 3}},
			"a page":        {store.ActionQuery{Limit: 2}, []int{0, 1}},
			"the next page": {store.ActionQuery{Limit: 2, After: ids[1]}, []int{2, 3}},
			"nobody's":      {store.ActionQuery{Owner: "nobody"}, nil},
		} {
			found, err := s.Actions(ctx, c.q)
			if err != nil {
				t.Fatal(err)
			}
			var got, want []int64
			for i := range found {
				got = append(got, found[i].ID)
			}
			for _, i := range c.want {
				want = append(want, ids[i])
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", name, got, want)
			}
		}
	})
}

func TestStances(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		storetest.Apply(t, s, storetest.Cafe())
		quiet := action.Stance{Journey: "cafe", Touchpoint: "queue", Says: action.NoProblem, Note: "known", Role: "editor", Made: 20700, Until: 20728}
		busy := action.Stance{Journey: "cafe", Touchpoint: "drink", Says: action.BeingDone, Action: 3, Role: "owner", Made: 20701}
		for _, st := range []action.Stance{busy, {Journey: "cafe", Touchpoint: "queue", Says: action.BeingDone, Note: "x"}, quiet} {
			if err := s.SetStance(ctx, st); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.Stances(ctx, "cafe")
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(map[string]action.Stance{"queue": quiet, "drink": busy}, got); d != "" {
			t.Error(d)
		}
		for range 2 {
			if err := s.DropStance(ctx, "cafe", "queue"); err != nil {
				t.Fatal(err)
			}
		}
		if got, err = s.Stances(ctx, "cafe"); err != nil || len(got) != 1 || got["drink"] != busy {
			t.Errorf("%v %v", err, got)
		}
	})
}

// rated gives answers at a placement with counts of the marks 1 to 5 over some
// days from a first one on, evenly.
func rated(t *testing.T, s *store.Store, code string, counts [5]int, first time.Time, days int) {
	t.Helper()
	var rs []*survey.Response
	for i, times := range counts {
		for range times {
			at := first.AddDate(0, 0, len(rs)*7%days)
			r := &survey.Response{ID: uuid.New(), Code: code, Answers: survey.Answers{"rating": i + 1}, Language: "en", AnsweredAt: at, ReceivedAt: at, Trusted: true}
			storetest.Sum(r)
			rs = append(rs, r)
		}
	}
	storetest.Add(t, s, rs...)
}

// TestOutcome follows an action from its day to its verdict on a clock of its
// own: before it is frozen, what comes after the window does not count, and the
// verdict is given once whatever happens to answers later.
func TestOutcome(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		ctx, j := t.Context(), storetest.Cafe()
		live := time.Date(2026, 10, 1, 4, 0, 0, 0, time.UTC) // noon in Taipei
		now := live
		s := storetest.OpenAt(t, database, store.Options{Create: true, Clock: func() time.Time { return now }})
		storetest.Apply(t, s, j)
		day := int64(journey.DayOf(live, j.Location()))
		pre := live.AddDate(0, 0, -action.PreFrom)
		rated(t, s, "queue-qr", [5]int{12, 10, 7, 8, 3}, pre, 28)
		rated(t, s, "drink-qr", [5]int{1, 2, 6, 25, 36}, pre, 28)
		rated(t, s, "queue-qr", [5]int{30, 0, 0, 0, 0}, live.AddDate(0, 0, -action.PreTo), 3) // the days of the works are nobody's
		a, err := s.AddAction(ctx, j, planned("queue"))
		if err != nil {
			t.Fatal(err)
		}
		if a, err = s.ChangeAction(ctx, j, a.ID, a.Revision, func(a *action.Action) error { return a.GoLive(day, day) }); err != nil {
			t.Fatal(err)
		}
		early, err := s.Outcome(ctx, j, a)
		if err != nil || early.Known || early.BeforeN != 40 || early.AfterN != 0 || early.Verdict != action.Unsure || early.Needed < 20 {
			t.Errorf("on the first day: %v %+v", err, early)
		}
		// An answer before it that is counted later moves nothing.
		rated(t, s, "queue-qr", [5]int{20, 0, 0, 0, 0}, pre, 28)
		rated(t, s, "queue-qr", [5]int{1, 2, 8, 30, 39}, live, 28)
		rated(t, s, "drink-qr", [5]int{1, 2, 7, 24, 38}, live, 28)
		rated(t, s, "queue-qr", [5]int{50, 0, 0, 0, 0}, live.AddDate(0, 0, action.PostDays), 5)
		now = live.AddDate(0, 0, action.PostDays-1)
		if l, m, err := s.SettleActions(ctx); l != 0 || m != 0 || err != nil {
			t.Errorf("a day early: %d live, %d measured, %v", l, m, err)
		}
		now = live.AddDate(0, 0, action.PostDays)
		if l, m, err := s.SettleActions(ctx); l != 0 || m != 1 || err != nil {
			t.Errorf("on the day: %d live, %d measured, %v", l, m, err)
		}
		done, err := s.Action(ctx, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		o := done.Outcome
		if done.State != action.Measured || o == nil || o.Verdict != action.Worked || o.BeforeN != 40 || o.AfterN != 80 || o.Before != 37.5 ||
			!slices.Equal(o.Controls, []string{"drink"}) || o.Low <= 0 || o.Effect < 25 || o.ShortDays != 0 {
			t.Fatalf("%s %+v", done.State, o)
		}
		rated(t, s, "queue-qr", [5]int{200, 0, 0, 0, 0}, live, 28)
		if l, m, err := s.SettleActions(ctx); l != 0 || m != 0 || err != nil {
			t.Errorf("again: %d live, %d measured, %v", l, m, err)
		}
		again, err := s.Outcome(ctx, j, done)
		if d := cmp.Diff(*o, again); d != "" || err != nil {
			t.Errorf("the verdict moved: %v %s", err, d)
		}
	})
}

// TestOutcomeOnTwoNodes: two nodes that settle at the same time give one verdict.
func TestOutcomeOnTwoNodes(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		ctx, j := t.Context(), storetest.Cafe()
		now := time.Date(2026, 10, 1, 4, 0, 0, 0, time.UTC)
		clock := func() time.Time { return now }
		one := storetest.OpenAt(t, database, store.Options{Create: true, Clock: clock})
		two := storetest.OpenAt(t, database, store.Options{Clock: clock})
		storetest.Apply(t, one, j)
		a, err := one.AddAction(ctx, j, planned("queue"))
		if err != nil {
			t.Fatal(err)
		}
		today := int64(journey.DayOf(now, j.Location()))
		if _, err = one.ChangeAction(ctx, j, a.ID, 1, func(a *action.Action) error { return a.GoLive(today+2, today) }); err != nil {
			t.Fatal(err)
		}
		if l, m, err := one.SettleActions(ctx); l != 0 || m != 0 || err != nil {
			t.Errorf("before its day: %d live, %d measured, %v", l, m, err)
		}
		for _, step := range []struct {
			days           int
			live, measured int
		}{{2, 1, 0}, {2 + action.PostDays, 0, 1}} {
			now = time.Date(2026, 10, 1+step.days, 4, 0, 0, 0, time.UTC)
			var live, measured [2]int
			var both sync.WaitGroup
			for i, s := range []*store.Store{one, two} {
				both.Go(func() {
					var err error
					if live[i], measured[i], err = s.SettleActions(ctx); err != nil {
						t.Errorf("node %d: %v", i, err)
					}
				})
			}
			both.Wait()
			if live[0]+live[1] != step.live || measured[0]+measured[1] != step.measured {
				t.Errorf("after %d days: live %v, measured %v", step.days, live, measured)
			}
		}
		done, err := two.Action(ctx, a.ID)
		if err != nil || done.State != action.Measured || done.Revision != 4 || done.Outcome.Verdict != action.Unsure || done.Outcome.Known || done.Outcome.ShortDays != 28 {
			t.Errorf("%v %+v %+v", err, done, done.Outcome)
		}
	})
}

// TestBaselineFollowsTheDay: another day has another baseline; taken back, none.
func TestBaselineFollowsTheDay(t *testing.T) {
	ctx, j := t.Context(), storetest.Cafe()
	now := time.Date(2026, 10, 20, 4, 0, 0, 0, time.UTC)
	s := storetest.OpenAt(t, filepath.Join(t.TempDir(), "waymood.db"), store.Options{Create: true, Clock: func() time.Time { return now }})
	storetest.Apply(t, s, j)
	rated(t, s, "queue-qr", [5]int{0, 0, 10, 0, 0}, now.AddDate(0, 0, -35), 4)
	rated(t, s, "queue-qr", [5]int{0, 0, 0, 0, 7}, now.AddDate(0, 0, -10), 4)
	a, err := s.AddAction(ctx, j, planned("queue"))
	if err != nil {
		t.Fatal(err)
	}
	today := int64(journey.DayOf(now, j.Location()))
	for _, c := range []struct{ ago, before int64 }{{0, 7}, {10, 10}} {
		if a, err = s.ChangeAction(ctx, j, a.ID, a.Revision, func(a *action.Action) error { return a.GoLive(today-c.ago, today) }); err != nil {
			t.Fatal(err)
		}
		o, err := s.Outcome(ctx, j, a)
		if err != nil || o.BeforeN != c.before || o.Through != min(today+1, a.Closes()) {
			t.Errorf("%d days ago: %v %+v", c.ago, err, o)
		}
	}
	if a, err = s.ChangeAction(ctx, j, a.ID, a.Revision, (*action.Action).Withdraw); err != nil || a.State != action.Doing {
		t.Fatal(err)
	}
	if _, err := s.Outcome(ctx, j, a); !errors.Is(err, fault.Conflict) {
		t.Errorf("without a day: %v", err)
	}
}
