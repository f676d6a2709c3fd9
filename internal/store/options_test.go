package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// What one touchpoint's answers chose and said, apart from the others'.
func TestOptionsAndQuotesAt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, cafe := t.Context(), storetest.Cafe()
		storetest.Apply(t, s, cafe)
		day := time.Date(2026, 11, 10, 4, 0, 0, 0, time.UTC)
		for i, one := range []struct {
			code   string
			rating int
			why    []string
			text   string
		}{
			{"queue-qr", 1, []string{"wait", "staff"}, "first"}, {"queue-qr", 2, []string{"wait"}, ""},
			{"queue-kiosk", 5, nil, "newest"}, {"drink-qr", 1, []string{"taste"}, "elsewhere"},
		} {
			r := storetest.Answer(one.code, one.rating, one.text)
			if one.why != nil {
				r.Answers["why"] = one.why
			}
			r.AnsweredAt, r.ReceivedAt, r.Trusted = day.Add(time.Duration(i)*time.Hour), day.AddDate(0, 0, 1), true
			storetest.Sum(r)
			if _, err := s.AddResponse(ctx, r); err != nil {
				t.Fatal(err)
			}
		}
		on := journey.DayOf(day, cafe.Location())
		today := journey.Period{From: on, To: on + 1}
		for _, c := range []struct {
			touchpoint string
			period     journey.Period
			filter     store.Filter
			want       map[string]map[string]int64
			said       []string
		}{
			{"queue", today, store.Filter{}, map[string]map[string]int64{"rating": {"1": 1, "2": 1, "5": 1}, "why": {"wait": 2, "staff": 1}}, []string{"newest", "first"}},
			{"queue", today, store.Filter{Channel: "kiosk"}, map[string]map[string]int64{"rating": {"5": 1}}, []string{"newest"}},
			{"queue", journey.Period{From: on + 1, To: on + 9}, store.Filter{}, map[string]map[string]int64{}, nil},
			{"nowhere", today, store.Filter{}, map[string]map[string]int64{}, nil},
		} {
			got, err := s.Options(ctx, cafe, c.touchpoint, c.period, c.filter)
			if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
				t.Errorf("%s %v: %v %s", c.touchpoint, c.filter, err, diff)
			}
			quotes, err := s.QuotesAt(ctx, cafe, c.touchpoint, c.period, c.filter, 5)
			var said []string
			for _, q := range quotes {
				said = append(said, q.Text)
			}
			if diff := cmp.Diff(c.said, said); diff != "" || err != nil {
				t.Errorf("%s %v: %v %s", c.touchpoint, c.filter, err, diff)
			}
		}
		if quotes, err := s.QuotesAt(ctx, cafe, "queue", today, store.Filter{}, 1); len(quotes) != 1 || err != nil {
			t.Errorf("at most one: %v %v", quotes, err)
		}
	})
}

func TestHoursShown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for _, show := range []bool{false, true, true, false, false} {
			if err := s.ShowHours(t.Context(), "cafe", show); err != nil {
				t.Fatal(err)
			}
			got, err := s.HoursShown(t.Context(), "cafe")
			other, _ := s.HoursShown(t.Context(), "caf")
			if got != show || other || err != nil {
				t.Errorf("set to %v: %v, elsewhere %v, %v", show, got, other, err)
			}
		}
	})
}
