package store_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// doubted is an answer that is kept with doubts.
func doubted(rating int, comment string, d survey.Doubt) *survey.Response {
	r := storetest.Answer("queue-qr", rating, comment)
	r.Doubt(d)
	return r
}

// Doubts stay with an answer whatever happens to it, until it is erased.
func TestDoubtsStay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		quick, hint, both := doubted(1, "bad", survey.Quick|survey.Crowd), doubted(2, "", survey.Repeat), doubted(3, "", survey.Trap|survey.Repeat)
		storetest.Add(t, s, quick, hint, both, doubted(4, "", 0))
		if n := tallies(t, s, store.Filter{})["queue"].Answers; n != 2 {
			t.Errorf("%d answers count, want those two without a doubt that holds them", n)
		}
		want := func(what string, r *survey.Response, state survey.State, d survey.Doubt) {
			t.Helper()
			got, err := s.Response(t.Context(), r.ID)
			if err != nil || got.State != state || got.Doubts != d {
				t.Fatalf("%s: %+v, %v", what, got, err)
			}
		}
		want("kept", quick, survey.Quarantined, survey.Quick|survey.Crowd)
		want("kept", hint, survey.Counted, survey.Repeat)
		storetest.Read(t, s)
		want("read", quick, survey.Quarantined, survey.Quick|survey.Crowd)
		for _, state := range []survey.State{survey.Counted, survey.LeftOut, survey.Quarantined, survey.Counted} {
			if err := s.SetState(t.Context(), quick.ID, state); err != nil {
				t.Fatal(err)
			}
			want("decided", quick, state, survey.Quick|survey.Crowd)
			mustRebuildSame(t, s)
		}
		other := *both
		other.Answers, other.Doubts, other.State = survey.Answers{"rating": 5}, 0, survey.Counted
		storetest.Sum(&other)
		if _, err := s.Correct(t.Context(), &other); err != nil {
			t.Fatal(err)
		}
		want("corrected", both, survey.Quarantined, survey.Trap|survey.Repeat)

		for d, ids := range map[survey.Doubt][]uuid.UUID{
			survey.Repeat:                {both.ID, hint.ID},
			survey.Crowd:                 {quick.ID},
			survey.Trap | survey.Crowd:   {both.ID, quick.ID},
			survey.Forged | survey.Flood: nil,
		} {
			records, _, err := s.Responses(t.Context(), store.Query{Journey: "cafe", Doubts: d})
			var got []uuid.UUID
			for _, r := range records {
				got = append(got, r.ID)
			}
			if err != nil || !slices.Equal(got, ids) {
				t.Errorf("with %s: %v, %v, want %v", d, got, err, ids)
			}
		}
		if err := s.Erase(t.Context(), both.ID); err != nil {
			t.Fatal(err)
		}
		if records, _, err := s.Responses(t.Context(), store.Query{Doubts: survey.Trap, States: []survey.State{survey.Erased}}); err != nil || len(records) != 0 {
			t.Errorf("an erased answer keeps its doubts: %+v, %v", records, err)
		}
		mustRebuildSame(t, s)
	})
}
