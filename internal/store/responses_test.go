package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// always is a period that holds everything.
var always = journey.Period{From: -100000, To: 100000}

func tallies(t *testing.T, s *store.Store, f store.Filter) map[string]mood.Tally {
	t.Helper()
	j, err := s.Journey(t.Context(), "cafe")
	if err != nil {
		t.Fatal(err)
	}
	sums, err := s.Tallies(t.Context(), j, always, f)
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

func mustRebuildSame(t *testing.T, s *store.Store) {
	t.Helper()
	_, differed, err := s.Rebuild(t.Context())
	if err != nil || differed != 0 {
		t.Fatalf("rebuild: %d rows differed, %v", differed, err)
	}
}

func TestAnswerIsCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		r := storetest.Answer("QUEUE-qr", 2, "too slow")
		r.Answers["why"] = []string{"wait", "staff"}
		r.Persona = "office"
		kept, err := s.AddResponse(t.Context(), r)
		if err != nil || kept.ID != r.ID || kept.Again {
			t.Fatal(kept, err)
		}
		storetest.Add(t, s, storetest.Answer("queue-kiosk", 5, ""), storetest.Answer("drink-qr", 4, "lovely"), storetest.Answer("order-web", 9, ""))
		sums := tallies(t, s, store.Filter{})
		if q := sums["queue"]; q.Answers != 2 || q.Waiting != 1 || q.Rating.OmegaE != mood.Unit/2 || q.Rating.Unhappy != 1 || q.Rating.Happy != 1 {
			t.Errorf("queue: %+v", q)
		}
		for f, want := range map[store.Filter]int64{
			{Persona: "office"}:                  1,
			{Place: "Door"}:                      1,
			{Channel: "kiosk", Place: "Counter"}: 0,
			{Channel: "qr"}:                      1,
			{Language: "uk"}:                     0,
			{Language: "en"}:                     2,
		} {
			if got := tallies(t, s, f)["queue"].Answers; got != want {
				t.Errorf("%+v: %d answers, want %d", f, got, want)
			}
		}
		j, _ := s.Journey(t.Context(), "cafe")
		counts, err := s.RatingCounts(t.Context(), j, always, store.Filter{})
		if err != nil || counts["queue"][2] != 1 || counts["queue"][5] != 1 || counts["order"][9] != 1 {
			t.Error(counts, err)
		}
		texts, err := s.Unscored(t.Context(), 0, 10)
		if err != nil || len(texts) != 2 || texts[0].Text != "too slow" || texts[0].Language != "en" {
			t.Fatal(texts, err)
		}
		n, err := s.SetScores(t.Context(), []store.Scored{{Seq: texts[0].Seq, Revision: texts[0].Revision, Hash: store.TextHash("too slow"), Language: "en", Model: "m1",
			Label: mood.TextNegative, Text: mood.Text{Sentiment: -0.8, Tokens: 5, Quality: 0.8}}})
		if err != nil || n != 1 {
			t.Fatal(n, err)
		}
		if q := tallies(t, s, store.Filter{})["queue"]; q.Waiting != 0 || q.Negative != 1 || q.Text.Omega != 40_000_000 {
			t.Errorf("queue: %+v", q)
		}
		rec, err := s.Receipt(t.Context(), kept.Receipt)
		if err != nil || rec.Text != "too slow" || rec.Answers["comment"] != "too slow" || *rec.Rating != 2 || *rec.Score != -0.8 || rec.Persona != "office" || rec.Placement != "queue-qr" {
			t.Error(rec, err)
		}
		quotes, err := s.Quotes(t.Context(), j, always, store.Filter{}, 3)
		if err != nil || len(quotes["queue"]) != 1 || quotes["queue"][0].Text != "too slow" || quotes["queue"][0].Class != mood.Unhappy {
			t.Error(quotes, err)
		}
		mustRebuildSame(t, s)
		if err := s.SetState(t.Context(), r.ID, survey.LeftOut); err != nil {
			t.Fatal(err)
		}
		if q := tallies(t, s, store.Filter{})["queue"]; q.Answers != 1 || q.Negative != 0 {
			t.Errorf("queue: %+v", q)
		}
		mustRebuildSame(t, s)
		list, next, err := s.Responses(t.Context(), store.Query{Journey: "cafe", Limit: 3})
		if err != nil || len(list) != 3 || next == "" {
			t.Fatal(list, next, err)
		}
		rest, next, err := s.Responses(t.Context(), store.Query{Journey: "cafe", Limit: 3, Cursor: next})
		if err != nil || len(rest) != 1 || next != "" || rest[0].ID != r.ID {
			t.Fatal(rest, next, err)
		}
		_ = time.Now
	})
}

// A correction stays at the place of its answer.
func TestCorrectElsewhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		first := storetest.Answer("queue-qr", 4, "fine")
		storetest.Add(t, s, first)
		for _, code := range []string{"drink-qr", "queue-kiosk", "order-web"} {
			r := storetest.Answer(code, 1, "awful")
			r.ID = first.ID
			if _, err := s.Correct(t.Context(), r); !errors.Is(err, fault.Conflict) {
				t.Errorf("corrected from %s: %v", code, err)
			}
		}
		rec, err := s.Response(t.Context(), first.ID)
		if err != nil || *rec.Rating != 4 || rec.Text != "fine" {
			t.Errorf("after refused corrections: %+v %v", rec, err)
		}
		r := storetest.Answer("QUEUE-QR", 5, "better")
		r.ID = first.ID
		if _, err := s.Correct(t.Context(), r); err != nil {
			t.Errorf("in its own place: %v", err)
		}
		if rec, err = s.Response(t.Context(), first.ID); err != nil || *rec.Rating != 5 || rec.Text != "better" {
			t.Errorf("corrected: %+v %v", rec, err)
		}
		mustRebuildSame(t, s)
	})
}
