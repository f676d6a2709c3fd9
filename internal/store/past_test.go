package store_test

import (
	"testing"
	"time"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// A touchpoint that the file no longer names keeps its past, which can be told
// from the whole journey's.
func TestPasts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, cafe := t.Context(), storetest.Cafe()
		storetest.Apply(t, s, cafe)
		if _, known, err := s.FirstDay(ctx, cafe); known || err != nil {
			t.Fatalf("a first day before the first answer: %v", err)
		}
		first := time.Date(2026, 10, 31, 17, 30, 0, 0, time.UTC) // the day after in Taipei
		for i, code := range []string{"drink-qr", "queue-qr", "drink-qr"} {
			r := storetest.Answer(code, 2, "Too slow for me today")
			r.AnsweredAt, r.ReceivedAt, r.Trusted, r.Persona = first.AddDate(0, 0, 3*i), first.AddDate(0, 0, 9), true, "student"
			if _, err := s.AddResponse(ctx, r); err != nil {
				t.Fatal(err)
			}
		}
		if got, known, err := s.FirstDay(ctx, cafe); got.String() != "2026-11-01" || !known || err != nil {
			t.Errorf("the first answer is of %s (%v, %v)", got, known, err)
		}

		without := storetest.Cafe()
		without.Stages = without.Stages[:1]
		storetest.Apply(t, s, without)
		j, err := s.Journey(ctx, "cafe")
		if err != nil {
			t.Fatal(err)
		}
		pasts, err := s.Pasts(ctx, j, []string{"drink", "order", "nowhere"})
		if err != nil {
			t.Fatal(err)
		}
		if p := pasts["drink"]; p.Answers != 2 || p.First.String() != "2026-11-01" || p.Last.String() != "2026-11-07" || len(pasts) != 1 {
			t.Errorf("the past is %+v", pasts)
		}
		quotes, err := s.Quotes(ctx, j, journey.Period{From: pasts["drink"].First, To: pasts["drink"].Last + 1}, store.Filter{}, 5)
		if err != nil {
			t.Fatal(err)
		}
		if q := quotes["queue"]; len(q) != 1 || q[0].Persona != "student" {
			t.Errorf("quotes %+v", quotes)
		}
	})
}
