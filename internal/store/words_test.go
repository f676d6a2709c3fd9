package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// catchUp makes a store look at the journeys as they are now.
func catchUp(t *testing.T, s *store.Store) {
	t.Helper()
	r := storetest.Answer("nowhere", 4, "")
	r.Trusted = true
	if _, err := s.AddResponse(t.Context(), r); !errors.Is(err, fault.NotFound) {
		t.Fatalf("an answer that belongs nowhere: %v", err)
	}
}

func of(persona, code string, rating int) *survey.Response {
	r := storetest.Answer(code, rating, "")
	r.Persona = persona
	storetest.Sum(r)
	return r
}

// A running server learns the words that another process brings with its
// journeys.
func TestWordsOfAnotherProcess(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		server := storetest.OpenAt(t, database, store.Options{Create: true})
		other := storetest.OpenAt(t, database, store.Options{})
		j := storetest.Cafe()
		storetest.Apply(t, other, j)
		storetest.Add(t, other, of("student", "queue-qr", 4), of("office", "queue-qr", 2))
		catchUp(t, server)
		counts, err := server.RatingCounts(t.Context(), j, always, store.Filter{})
		if err != nil || counts["queue"][4] != 1 || counts["queue"][2] != 1 {
			t.Errorf("counts %v %v", counts, err)
		}
		m, err := server.Map(t.Context(), j, always, store.Filter{Persona: "student", Language: "en"}, 1)
		if err != nil || m.Answers != 1 {
			t.Errorf("map of a persona: %+v %v", m, err)
		}
	})
}

// Words come with answers too, without any change of a journey. One that is
// not there is looked for, but not every time.
func TestWordsWithoutNews(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		j := storetest.Cafe()
		other := storetest.OpenAt(t, database, store.Options{Create: true})
		storetest.Apply(t, other, j)
		now := time.Now()
		server := storetest.OpenAt(t, database, store.Options{Clock: func() time.Time { return now }})
		count := func(persona string) int64 {
			t.Helper()
			sums, err := server.Tallies(t.Context(), j, always, store.Filter{Persona: persona})
			if err != nil {
				t.Fatal(err)
			}
			found, _, err := server.Responses(t.Context(), store.Query{Filter: store.Filter{Persona: persona}})
			if err != nil || int64(len(found)) != sums["queue"].Answers {
				t.Errorf("%d answers of %s, the tally has %d (%v)", len(found), persona, sums["queue"].Answers, err)
			}
			return sums["queue"].Answers
		}
		storetest.Add(t, other, of("guest", "queue-qr", 4))
		if n := count("guest"); n != 1 {
			t.Errorf("%d answers of a new persona", n)
		}
		now = now.Add(time.Second)
		if n := count("nobody"); n != 0 {
			t.Errorf("%d answers of nobody", n)
		}
		storetest.Add(t, other, of("nobody", "queue-qr", 4))
		if n := count("nobody"); n != 0 {
			t.Errorf("looked again within a second: %d", n)
		}
		now = now.Add(time.Second)
		if n := count("nobody"); n != 1 {
			t.Errorf("%d answers a second later", n)
		}
	})
}

// A word that was learnt stays known while others read the list.
func TestWordsLearntTogether(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storetest.OpenAt(t, database, store.Options{Create: true})
		j := storetest.Cafe()
		storetest.Apply(t, s, j)
		var wait sync.WaitGroup
		for i := range 8 {
			wait.Go(func() {
				for k := range 10 {
					persona := string(rune('a'+i)) + string(rune('a'+k))
					if _, err := s.AddResponse(t.Context(), of(persona, "queue-qr", 4)); err != nil {
						t.Error(err)
						return
					}
					sums, err := s.Tallies(t.Context(), j, always, store.Filter{Persona: persona})
					if err != nil || sums["queue"].Answers != 1 {
						t.Errorf("persona %s: %v %v", persona, sums, err)
					}
				}
			})
		}
		wait.Wait()
	})
}
