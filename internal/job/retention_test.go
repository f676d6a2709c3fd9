package job_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/job"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// Contacts go after their months, texts after theirs; the answer stays.
func TestBlanking(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		given := time.Date(2025, 3, 31, 12, 0, 0, 0, time.UTC)
		r := storetest.Answer("order-web", 2, "cold soup")
		r.Answers["mail"] = "anna@example.org"
		r.ReceivedAt = given
		storetest.Sum(r)
		storetest.Add(t, s, r)
		for _, c := range []struct {
			now             time.Time
			texts, contacts int
		}{
			{given.AddDate(0, 5, 0), 0, 0},
			{given.AddDate(0, 7, 0), 0, 1},
			{given.AddDate(0, 8, 0), 0, 0},
			{given.AddDate(0, 13, 0), 1, 0},
			{given.AddDate(0, 14, 0), 0, 0},
		} {
			b := &job.Blanking{Store: s, Keep: job.Retention{Texts: 12, Contacts: 6}, Log: slog.New(slog.DiscardHandler), Clock: func() time.Time { return c.now }}
			texts, contacts, err := b.Run(t.Context())
			if texts != c.texts || contacts != c.contacts || err != nil {
				t.Errorf("at %s: %d texts, %d contacts, %v", c.now, texts, contacts, err)
			}
		}
		after, err := s.Response(t.Context(), r.ID)
		if err != nil || after.Text != "" || after.Rating == nil {
			t.Errorf("%+v, %v", after, err)
		}
	})
}
