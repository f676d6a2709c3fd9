package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// Answers are counted by the channel they came through, under a filter too.
func TestChannels(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, cafe := t.Context(), storetest.Cafe()
		storetest.Apply(t, s, cafe)
		for i, code := range []string{"queue-qr", "queue-qr", "queue-kiosk", "drink-qr", ""} {
			r := storetest.Answer(code, 3, "")
			if code == "" {
				r.Journey, r.Touchpoint, r.Trusted = "cafe", "queue", true
			}
			if i == 1 {
				r.Persona = "student"
			}
			if _, err := s.AddResponse(ctx, r); err != nil {
				t.Fatal(err)
			}
		}
		for f, want := range map[store.Filter]map[string]map[journey.Channel]int64{
			{}:                   {"queue": {"qr": 2, "kiosk": 1, "import": 1}, "drink": {"qr": 1}},
			{Persona: "student"}: {"queue": {"qr": 1}},
			{Channel: "import"}:  {"queue": {"import": 1}},
			{Place: "Counter"}:   {"queue": {"qr": 2}, "drink": {"qr": 1}},
		} {
			got, err := s.Channels(ctx, cafe, journey.Period{From: 0, To: 30000}, f)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("under %+v:\n%s", f, diff)
			}
		}
	})
}
