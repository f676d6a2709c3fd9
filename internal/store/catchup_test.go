package store_test

import (
	"testing"
	"time"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// TestCatchUp: a node of the version before the sums by block and hour takes
// answers while this one runs. The map tells them once this one has caught up,
// and also where it was looked at before.
func TestCatchUp(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		ctx, j := t.Context(), storetest.Cafe()
		s := storetest.OpenAt(t, database, store.Options{Create: true})
		storetest.Apply(t, s, j)
		storetest.Add(t, s, storetest.Answer("queue-qr", 5, "quick"), storetest.Answer("queue-qr", 1, ""))
		today := journey.DayOf(time.Now(), j.Location())
		p := journey.Period{From: today - 40, To: today + 2}
		answers := func() int64 {
			t.Helper()
			m, err := s.Map(ctx, j, p, store.Filter{}, 3)
			if err != nil {
				t.Fatal(err)
			}
			return m.Answers
		}
		hours := func() (n int64) {
			t.Helper()
			all, err := s.Hours(ctx, j, "queue", p)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range all {
				n += h.Answers
			}
			return n
		}
		mustBe := func(when string, wantAnswers, wantHours, wantRows int64) {
			t.Helper()
			rows, err := s.CatchUp(ctx)
			if err != nil || rows != wantRows || answers() != wantAnswers || hours() != wantHours {
				t.Errorf("%s: %d answers, %d in hours, %d rows, %v", when, answers(), hours(), rows, err)
			}
		}
		mustBe("nothing to do", 2, 2, 0)

		// What the older node knows of is written, what it does not is not.
		db := raw(t, database)
		kept := map[string]string{"block_tallies": "", "block_options": "", "block_themes": "", "hours": ""}
		for table := range kept {
			if _, err := db.Exec("create table saved_" + table + " as select * from " + table); err != nil {
				t.Fatal(err)
			}
		}
		storetest.Add(t, s, storetest.Answer("queue-qr", 2, "slow"))
		for table := range kept {
			if _, err := db.Exec("delete from " + table); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec("insert into " + table + " select * from saved_" + table); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := db.Exec("update responses set hour = -1 where seq = (select max(seq) from responses)"); err != nil {
			t.Fatal(err)
		}
		if n := answers(); n != 2 {
			t.Fatalf("the test is blind: the map knows of %d answers", n)
		}
		if rows, err := s.CatchUp(ctx); err != nil || rows < 3 {
			t.Errorf("caught up with %d rows, %v", rows, err)
		}
		mustBe("caught up", 3, 3, 0)
		mustRebuildSame(t, s)
	})
}
