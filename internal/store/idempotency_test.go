package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

func TestSameIDAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		r := storetest.Answer("queue-qr", 2, "too slow")
		first, err := s.AddResponse(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		later := *r
		later.ReceivedAt = r.ReceivedAt.Add(time.Hour)
		again, err := s.AddResponse(t.Context(), &later)
		if err != nil || !again.Again || !again.ReceivedAt.Equal(first.ReceivedAt) || again.Receipt != first.Receipt {
			t.Errorf("again: %+v, %v, first %+v", again, err, first)
		}
		other := *r
		other.Answers = survey.Answers{"rating": 3}
		storetest.Sum(&other)
		if _, err := s.AddResponse(t.Context(), &other); !errors.Is(err, fault.Conflict) {
			t.Errorf("other content: %v", err)
		}
		if err := s.Erase(t.Context(), r.ID); err != nil {
			t.Fatal(err)
		}
		for _, r := range []*survey.Response{r, &other} {
			if _, err := s.AddResponse(t.Context(), r); !errors.Is(err, fault.Gone) {
				t.Errorf("erased: %v", err)
			}
		}
		if _, err := s.Response(t.Context(), r.ID); !errors.Is(err, fault.Gone) {
			t.Errorf("read erased: %v", err)
		}
		if err := s.SetState(t.Context(), r.ID, survey.Counted); !errors.Is(err, fault.Gone) {
			t.Errorf("count erased: %v", err)
		}
		if _, err := s.Response(t.Context(), uuid.New()); !errors.Is(err, fault.NotFound) {
			t.Errorf("read unknown: %v", err)
		}
		if len(tallies(t, s, store.Filter{})) != 0 {
			t.Error("an erased answer still counts")
		}
	})
}

// One batch may hold the same id several times, with the same content and
// with other content.
func TestSameIDInOneBatch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		a, b := storetest.Answer("queue-qr", 1, ""), storetest.Answer("drink-qr", 5, "lovely")
		same, other := *a, *a
		other.Sum++
		lost := storetest.Answer("no-such", 1, "")
		added := s.AddResponses(t.Context(), []*survey.Response{a, &same, b, &other, lost, b})
		for i, want := range []error{nil, nil, nil, fault.Conflict, fault.NotFound, nil} {
			if !errors.Is(added[i].Err, want) {
				t.Errorf("%d: %v, want %v", i, added[i].Err, want)
			}
		}
		if added[0].Kept.Again || !added[1].Kept.Again || added[2].Kept.Again || !added[5].Kept.Again {
			t.Errorf("again: %+v", added)
		}
		if sums := tallies(t, s, store.Filter{}); sums["queue"].Answers != 1 || sums["drink"].Answers != 1 {
			t.Errorf("%+v", sums)
		}
		mustRebuildSame(t, s)
	})
}

// Two nodes, or two processes beside one file, take answers with the same
// ids and respondents at once.
func TestTwoStoresAtOnce(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		one := storetest.OpenAt(t, database, store.Options{Create: true})
		two := storetest.OpenAt(t, database, store.Options{Create: true})
		storetest.Apply(t, one, storetest.Cafe())
		const n = 120
		var rs []*survey.Response
		for i := range n {
			r := typical(i)
			r.Trusted = true // other processes' journeys are looked up at once
			if i%4 == 0 {
				r.Respondent = []string{"ann", "bo", "cy"}[i/4%3]
			}
			storetest.Sum(r)
			rs = append(rs, r)
		}
		var fresh, again atomic.Int64
		var wait sync.WaitGroup
		for _, s := range []*store.Store{one, two} {
			for part := range 2 {
				wait.Go(func() {
					for i := range n {
						r := *rs[(i+part*n/2)%n]
						kept, err := s.AddResponse(context.Background(), &r)
						if err != nil {
							t.Errorf("add: %v", err)
							return
						}
						if kept.Again {
							again.Add(1)
						} else {
							fresh.Add(1)
						}
					}
				})
			}
		}
		wait.Wait()
		if fresh.Load() != n || again.Load() != 3*n {
			t.Errorf("%d new, %d again", fresh.Load(), again.Load())
		}
		mustRebuildSame(t, one)
		sums := tallies(t, two, store.Filter{})
		if got := sums["queue"].Answers + sums["drink"].Answers; got >= n || got < n*3/4 {
			t.Errorf("%d answers count: a quarter is of three people, who count once a day at each touchpoint", got)
		}
	})
}

func TestClosedPlacements(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		j := storetest.Cafe()
		place := &j.Stages[0].Touchpoints[0].Placements[0]
		place.Open = &journey.Open{From: "2026-01-01", Until: "2026-01-31"}
		j.Stages[1].Touchpoints[0].Placements[0].Ended = true
		storetest.Apply(t, s, j)
		queued := storetest.Answer("queue-qr", 4, "")
		queued.ReceivedAt = time.Date(2026, 2, 10, 0, 0, 0, 0, time.UTC)
		late := *queued
		late.ID = uuid.New()
		queued.AnsweredAt = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
		if _, err := s.AddResponse(t.Context(), queued); err != nil {
			t.Errorf("queued off line before the end: %v", err)
		}
		if _, err := s.AddResponse(t.Context(), &late); !errors.Is(err, fault.Gone) {
			t.Errorf("after the end: %v", err)
		}
		if _, err := s.AddResponse(t.Context(), storetest.Answer("drink-qr", 4, "")); !errors.Is(err, fault.Gone) {
			t.Errorf("ended: %v", err)
		}
		if _, err := s.Spot(t.Context(), "drink-qr"); err != nil {
			t.Errorf("an ended placement still has a page that says so: %v", err)
		}
		imported := storetest.Answer("drink-qr", 4, "")
		imported.Imported = true
		if _, err := s.AddResponse(t.Context(), imported); err != nil {
			t.Errorf("imported from before the end: %v", err)
		}
		j.Stages[0].Touchpoints[0].Placements[0].Ended = true
		storetest.Apply(t, s, j)
		if kept, err := s.AddResponse(t.Context(), queued); err != nil || !kept.Again {
			t.Errorf("sent again after the end: %v, %v", kept.Again, err)
		}
		if added := s.AddResponses(t.Context(), []*survey.Response{queued}); added[0].Err != nil || !added[0].Kept.Again {
			t.Errorf("sent again in a batch after the end: %v", added[0])
		}
		other := *queued
		other.Sum++
		if _, err := s.AddResponse(t.Context(), &other); !errors.Is(err, fault.Gone) {
			t.Errorf("other content after the end: %v", err)
		}
		j.Stages = j.Stages[:1]
		storetest.Apply(t, s, j)
		if _, err := s.AddResponse(t.Context(), storetest.Answer("drink-qr", 4, "")); !errors.Is(err, fault.NotFound) {
			t.Errorf("archived: %v", err)
		}
	})
}

// A journey that another process changes closes its placement for answers
// that were already on their way.
func TestJourneyChangedElsewhere(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		one := storetest.OpenAt(t, database, store.Options{Create: true})
		two := storetest.OpenAt(t, database, store.Options{Create: true})
		j := storetest.Cafe()
		storetest.Apply(t, one, j)
		if _, err := two.AddResponse(t.Context(), func() *survey.Response { r := storetest.Answer("queue-qr", 4, ""); r.Trusted = true; return r }()); err != nil {
			t.Fatal(err)
		}
		j.Timezone = "America/St_Johns"
		j.Stages[1].Touchpoints[0].Placements[0].Ended = true
		storetest.Apply(t, one, j)
		r := storetest.Answer("queue-qr", 1, "")
		if _, err := two.AddResponse(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if _, err := two.AddResponse(t.Context(), storetest.Answer("drink-qr", 4, "")); !errors.Is(err, fault.Gone) {
			t.Errorf("ended elsewhere: %v", err)
		}
		mustRebuildSame(t, one)
	})
}

func TestCodesBelongToOneJourney(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		other := storetest.Cafe()
		other.Key = "other"
		fine := storetest.Cafe()
		fine.Key = "zz"
		for i := range fine.Stages {
			for k := range fine.Stages[i].Touchpoints {
				fine.Stages[i].Touchpoints[k].Placements = nil
			}
		}
		if _, err := s.Apply(t.Context(), []*journey.Journey{fine, other}, false); !errors.Is(err, fault.Invalid) {
			t.Errorf("taken code: %v", err)
		}
		if _, err := s.Journey(t.Context(), "zz"); !errors.Is(err, fault.NotFound) {
			t.Errorf("half applied: %v", err)
		}
		applied, err := s.Apply(t.Context(), []*journey.Journey{fine}, true)
		if err != nil || len(applied) != 1 || len(applied[0].Changes) == 0 {
			t.Errorf("dry run: %v %v", applied, err)
		}
		if _, err := s.Journey(t.Context(), "zz"); !errors.Is(err, fault.NotFound) {
			t.Errorf("a dry run left something: %v", err)
		}
		if again := storetest.Apply(t, s, storetest.Cafe()); len(again[0].Changes) != 0 {
			t.Errorf("applying the same file again changed %v", again[0].Changes)
		}
	})
}

func TestTypeOfAnsweredQuestionStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		j := storetest.Cafe()
		storetest.Apply(t, s, j)
		j.Surveys[0].Questions[0].Type = survey.Stars
		if _, err := s.Apply(t.Context(), []*journey.Journey{j}, true); err != nil {
			t.Errorf("without answers: %v", err)
		}
		storetest.Add(t, s, storetest.Answer("drink-qr", 4, ""))
		if _, err := s.Apply(t.Context(), []*journey.Journey{j}, true); !errors.Is(err, fault.Invalid) {
			t.Errorf("with answers: %v", err)
		}
	})
}

// Answers whose senders have gone are stored all the same, and closing waits
// for them.
func TestCloseStoresWhatWaits(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		s, err := store.Open(t.Context(), database, store.Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		storetest.Apply(t, s, storetest.Cafe())
		var acknowledged sync.Map
		var wait sync.WaitGroup
		for range 16 {
			wait.Go(func() {
				for i := range 1000 {
					r := typical(i)
					if _, err := s.AddResponse(context.Background(), r); err != nil {
						if !errors.Is(err, fault.Busy) {
							t.Errorf("while closing: %v", err)
						}
						return
					}
					acknowledged.Store(r.ID, true)
				}
			})
		}
		gone, leave := context.WithCancel(t.Context())
		leave()
		for range 20 {
			s.AddResponse(gone, typical(1)) // an answer in spite of it, or fault.Busy
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		wait.Wait()
		s = storetest.OpenAt(t, database, store.Options{})
		acknowledged.Range(func(id, _ any) bool {
			if _, err := s.Response(t.Context(), id.(uuid.UUID)); err != nil {
				t.Errorf("lost %v: %v", id, err)
				return false
			}
			return true
		})
		mustRebuildSame(t, s)
	})
}
