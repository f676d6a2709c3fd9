package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// A touchpoint's flow has one part for each of its placements.
func TestFlowsParts(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storetest.OpenAt(t, database, store.Options{Create: true})
		j := storetest.Cafe()
		storetest.Apply(t, s, j)
		at := func(code string, day journey.Day) {
			t.Helper()
			r := storetest.Answer(code, 4, "")
			r.AnsweredAt, r.Trusted = day.Time(), true
			r.ReceivedAt = r.AnsweredAt
			storetest.Sum(r)
			storetest.Add(t, s, r)
		}
		const day = journey.Day(20500)
		at("queue-qr", day)
		at("queue-qr", day)
		at("queue-kiosk", day)
		at("queue-qr", day+2)
		read := func() map[string][3]int64 {
			t.Helper()
			flows, err := s.Flows(t.Context(), j, journey.Period{From: day - 1, To: day + 3})
			if err != nil {
				t.Fatal(err)
			}
			q := flows["queue"]
			got := map[string][3]int64{"": {q.Answers[day], q.Answers[day+2], int64(q.Last - day)}}
			for code, p := range q.Parts {
				got[code] = [3]int64{p.Answers[day], p.Answers[day+2], int64(p.Last - day)}
			}
			return got
		}
		if d := cmp.Diff(map[string][3]int64{"": {3, 1, 2}, "queue-qr": {2, 1, 2}, "queue-kiosk": {1, 0, 0}}, read()); d != "" {
			t.Error(d)
		}
		j.Stages[0].Touchpoints[0].Placements[0].Ended = true
		storetest.Apply(t, s, j)
		if d := cmp.Diff(map[string][3]int64{"": {1, 0, 2}, "queue-kiosk": {1, 0, 0}}, read()); d != "" {
			t.Error(d)
		}
	})
}
