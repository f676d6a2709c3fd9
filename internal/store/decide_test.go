package store_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
	"pgregory.net/rapid"
)

// decide moves the newest waiting answers, some or all, perhaps of one
// touchpoint, perhaps as a part of an earlier decision.
func (w *world) decide() {
	q := store.Query{Journey: w.j.Key, Touchpoint: rapid.SampledFrom([]string{"", "queue"}).Draw(w.T, "touchpoint")}
	to := rapid.SampledFrom([]survey.State{survey.Counted, survey.LeftOut}).Draw(w.T, "decided")
	most := rapid.SampledFrom([]int{1, 3, 1000}).Draw(w.T, "most")
	earlier := store.Decision{}
	if len(w.decisions) > 0 && rapid.Bool().Draw(w.T, "goes on") {
		earlier = rapid.SampledFrom(w.decisions).Draw(w.T, "decision")
		to = earlier.State
	}
	var moved []*known
	for _, k := range slices.Backward(w.answers) {
		if k.state == survey.Quarantined && (q.Touchpoint == "" || q.Touchpoint == k.touch) && len(moved) < most {
			moved = append(moved, k)
		}
	}
	// Only those that wait may be in no decision's hands but this one's.
	if slices.ContainsFunc(moved, func(k *known) bool { return k.decision != 0 && k.decision == earlier.ID }) {
		return
	}
	n, err := w.s.Count(w.ctx, store.Query{Journey: q.Journey, Touchpoint: q.Touchpoint, States: []survey.State{survey.Quarantined}})
	if err != nil || n < int64(len(moved)) || most == 1000 && n != int64(len(moved)) {
		w.Fatalf("count: %d, %v, %d are to be moved", n, err, len(moved))
	}
	d, err := w.s.Decide(w.ctx, q, to, earlier.ID, most)
	if err != nil || d.State != to || d.Answers != int64(len(moved)) || (d.ID == 0) != (len(moved) == 0 && earlier.ID == 0) {
		w.Fatalf("decide: %+v, %v, want %d", d, err, len(moved))
	}
	for _, k := range moved {
		k.state, k.decision = to, d.ID
	}
	if earlier.ID == 0 && d.ID != 0 {
		w.decisions = append(w.decisions, d)
	}
}

// takeBack lets a decision's answers wait again.
func (w *world) takeBack() {
	if len(w.decisions) == 0 {
		return
	}
	i := rapid.IntRange(0, len(w.decisions)-1).Draw(w.T, "decision")
	d := w.decisions[i]
	w.decisions = slices.Delete(w.decisions, i, i+1)
	if left, err := w.s.TakeBack(w.ctx, w.j.Key, d.ID, 1000); err != nil || left != 0 {
		w.Fatalf("take back: %d left, %v", left, err)
	}
	for _, k := range w.answers {
		if k.decision == d.ID && k.state == d.State {
			k.state = survey.Quarantined
		}
		if k.decision == d.ID {
			k.decision = 0
		}
	}
}

// prove sends a proof of work for an answer, wanted or not.
func (w *world) prove() {
	k := w.pick()
	if k == nil {
		return
	}
	if err := w.s.Prove(w.ctx, k.r.ID); err != nil {
		w.Fatalf("prove: %v", err)
	}
	if k.state == survey.Quarantined && k.r.Doubts&survey.Earnable != 0 && k.r.Doubts&(survey.Trap|survey.Forged|survey.Worked) == 0 {
		k.state = survey.Counted
		k.r.Doubts |= survey.Worked
	}
	if got, err := w.s.Response(w.ctx, k.r.ID); err != nil || got.State != k.state || got.Doubts != k.r.Doubts {
		w.Fatalf("after a proof: %+v, %v, want state %d, doubts %s", got, err, k.state, k.r.Doubts)
	}
}

// many adds waiting answers, of which a tenth have the same respondent.
func many(t *testing.T, s *store.Store, n int) {
	t.Helper()
	rs := make([]*survey.Response, n)
	for i := range rs {
		rs[i] = doubted(1+i%5, []string{"", "queue"}[i%2], survey.Crowd)
		if i%10 == 0 {
			rs[i].Respondent = "ann"
			storetest.Sum(rs[i])
		}
	}
	storetest.Add(t, s, rs...)
	storetest.Read(t, s)
}

func waiting(t *testing.T, s *store.Store) int64 {
	t.Helper()
	n, err := s.Count(t.Context(), store.Query{Journey: "cafe", States: []survey.State{survey.Quarantined}})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestDecideMany goes through more answers than one transaction and one call
// take: in, out of sight of what comes later, back, and in again.
func TestDecideMany(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		storetest.Add(t, s, storetest.Answer("queue-qr", 5, ""))
		before := tallies(t, s, store.Filter{})
		many(t, s, 700)
		upto, err := s.Now(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		late := doubted(1, "", survey.Quick)
		storetest.Add(t, s, late)
		q := store.Query{Journey: "cafe", Cursor: upto}
		decide := func(id int64, most int, want, left int64) store.Decision {
			t.Helper()
			d, err := s.Decide(t.Context(), q, survey.Counted, id, most)
			if err != nil || waiting(t, s) != left {
				t.Fatalf("%+v, %v, %d wait, want %d", d, err, waiting(t, s), left)
			}
			whole, err := s.Decision(t.Context(), "cafe", d.ID)
			if err != nil || whole.Answers != want || whole.State != survey.Counted {
				t.Fatalf("the decision is about %+v, %v, want %d", whole, err, want)
			}
			mustRebuildSame(t, s)
			return d
		}
		d := decide(0, 500, 500, 201)
		decide(d.ID, 500, 700, 1)
		decide(d.ID, 500, 700, 1) // pressed once more
		// 70 answers of ann's count as one.
		if n := tallies(t, s, store.Filter{})["queue"].Answers; n != 1+700-69 {
			t.Errorf("%d count", n)
		}
		records, _, err := s.Responses(t.Context(), store.Query{Journey: "cafe", Limit: 3})
		if err != nil || records[0].ID != late.ID || records[0].State != survey.Quarantined {
			t.Fatalf("what came later was decided too: %+v, %v", records[0], err)
		}
		if err := s.SetState(t.Context(), records[1].ID, survey.LeftOut); err != nil { // somebody decides anew
			t.Fatal(err)
		}
		for _, want := range []int64{300, 0} {
			left, err := s.TakeBack(t.Context(), "cafe", d.ID, 400)
			if err != nil || left != want {
				t.Fatalf("take back: %d left, %v, want %d", left, err, want)
			}
			mustRebuildSame(t, s)
		}
		if n := waiting(t, s); n != 1+700-1 {
			t.Errorf("%d wait, want all but the one that was left out", n)
		}
		if after := tallies(t, s, store.Filter{}); after["queue"] != before["queue"] {
			t.Errorf("taken back: %+v, want %+v", after["queue"], before["queue"])
		}
		again, err := s.Decide(t.Context(), q, survey.LeftOut, 0, 5000)
		if err != nil || again.Answers != 699 || again.ID == d.ID {
			t.Errorf("left out: %+v, %v", again, err)
		}
		mustRebuildSame(t, s)
	})
}

// TestDecisionsAreKept for the journey they were made in, and for a month.
func TestDecisionsAreKept(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		storetest.Apply(t, s, storetest.Cafe())
		many(t, s, 3)
		q := store.Query{Journey: "cafe"}
		d, err := s.Decide(t.Context(), q, survey.LeftOut, 0, 10)
		if err != nil || d.Answers != 3 {
			t.Fatal(d, err)
		}
		for _, err := range []error{
			second(s.TakeBack(t.Context(), "other", d.ID, 10)),
			second(s.TakeBack(t.Context(), "cafe", d.ID+1, 10)),
			second(s.Decide(t.Context(), q, survey.LeftOut, d.ID+1, 10)),
		} {
			if !errors.Is(err, fault.NotFound) {
				t.Errorf("another's decision: %v", err)
			}
		}
		if _, err := s.Decide(t.Context(), q, survey.Counted, d.ID, 10); !errors.Is(err, fault.Conflict) {
			t.Errorf("the opposite in one decision: %v", err)
		}
		c.move(31 * 24 * time.Hour)
		many(t, s, 1)
		if _, err := s.Decide(t.Context(), q, survey.LeftOut, 0, 10); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Decision(t.Context(), "cafe", d.ID); !errors.Is(err, fault.NotFound) {
			t.Errorf("after a month: %v", err)
		}
		if err := s.Prove(t.Context(), uuid.New()); !errors.Is(err, fault.NotFound) {
			t.Errorf("a proof for nothing: %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

// TestDecideTogether: two people press the same button, a third takes it back
// and answers pour in; every answer ends in one place and the tallies fit.
func TestDecideTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		many(t, s, 600)
		var together sync.WaitGroup
		for i := range 4 {
			together.Go(func() {
				d, err := s.Decide(t.Context(), store.Query{Journey: "cafe"}, []survey.State{survey.Counted, survey.LeftOut}[i%2], 0, 5000)
				if err == nil && d.ID != 0 && i == 2 {
					_, err = s.TakeBack(t.Context(), "cafe", d.ID, 5000)
				}
				if err != nil {
					t.Error(err)
				}
			})
			together.Go(func() {
				for _, added := range s.AddResponses(t.Context(), []*survey.Response{doubted(2, "", survey.Flood), doubted(3, "", 0)}) {
					if added.Err != nil {
						t.Error(added.Err)
					}
				}
			})
		}
		together.Wait()
		mustRebuildSame(t, s)
		n, err := s.Count(t.Context(), store.Query{Journey: "cafe"})
		if err != nil || n != 608 {
			t.Errorf("%d answers, %v", n, err)
		}
	})
}
