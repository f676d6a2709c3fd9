package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// Old words go, numbers stay: the sums are the same before and after, a
// second pass finds nothing, and what is not yet due is left alone.
func TestRetention(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		due := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		old := make([]*survey.Response, 2500)
		for i := range old {
			old[i] = storetest.Answer("order-web", 1+i%5, fmt.Sprintf("words %d", i))
			old[i].Answers["mail"] = "anna@example.org"
			old[i].Fields = map[string]string{"order": "A-12"}
			old[i].ReceivedAt = due.Add(-time.Hour)
			storetest.Sum(old[i])
		}
		young := storetest.Answer("order-web", 2, "still here")
		young.Answers["mail"] = "anna@example.org"
		young.ReceivedAt = due
		storetest.Sum(young)
		storetest.Add(t, s, append(old, young)...)
		scoreAll(t, s, "", "old")
		before := tallies(t, s, store.Filter{})

		if n, err := s.BlankContacts(t.Context(), due); n != len(old) || err != nil {
			t.Fatalf("contacts of %d answers, %v", n, err)
		}
		if r := record(t, s, old[0].ID); r.Answers["mail"] != nil || r.Text != "words 0" || r.Fields["order"] != "A-12" {
			t.Errorf("only the address should be gone: %v %q %v", r.Answers, r.Text, r.Fields)
		}
		if n, err := s.BlankTexts(t.Context(), due); n != len(old) || err != nil {
			t.Fatalf("texts of %d answers, %v", n, err)
		}
		r := record(t, s, old[1].ID)
		if r.Text != "" || len(r.Fields) != 0 || r.Answers["comment"] != nil || r.Rating == nil || *r.Rating != 2 || r.Score == nil {
			t.Errorf("words gone, numbers there: %+v", r)
		}
		if r := record(t, s, young.ID); r.Text != "still here" || r.Answers["mail"] == nil {
			t.Errorf("not due yet: %v", r.Answers)
		}
		for _, again := range []func() (int, error){
			func() (int, error) { return s.BlankContacts(t.Context(), due) },
			func() (int, error) { return s.BlankTexts(t.Context(), due) },
		} {
			if n, err := again(); n != 0 || err != nil {
				t.Errorf("a second pass blanked %d, %v", n, err)
			}
		}
		if after := tallies(t, s, store.Filter{}); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("the sums moved:\n%v\n%v", before, after)
		}
		mustRebuildSame(t, s)
		if kept, err := s.AddResponse(t.Context(), old[0]); err != nil || !kept.Again {
			t.Errorf("sent again: %v, %v", kept.Again, err)
		}
	})
}

// A text that is blanked before it was scored no longer waits.
func TestRetentionOfUnscored(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		r := storetest.Answer("queue-qr", 2, "never read")
		r.ReceivedAt = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		storetest.Add(t, s, r)
		if n, err := s.BlankTexts(t.Context(), time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		if got := record(t, s, r.ID).Sentiment; got != mood.NoText {
			t.Errorf("sentiment %v", got)
		}
		if waiting, err := s.Unscored(t.Context(), 0, 10); len(waiting) != 0 || err != nil {
			t.Errorf("still waits: %v, %v", waiting, err)
		}
		mustRebuildSame(t, s)
	})
}

func record(t *testing.T, s *store.Store, id uuid.UUID) *store.Record {
	t.Helper()
	r, err := s.Response(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// unread are the texts that wait, and those read with other versions if a
// model is named.
func unread(t *testing.T, s *store.Store, v store.Versions) []store.Unscored {
	t.Helper()
	texts, err := s.Unscored(t.Context(), 0, 10_000)
	if err == nil && v.Model != "" {
		var outdated []store.Unscored
		outdated, err = s.Outdated(t.Context(), v, 0, 10_000)
		texts = append(texts, outdated...)
	}
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// scoreAll lets a model give every waiting text the same feeling, and every
// text that another model than against scored.
func scoreAll(t *testing.T, s *store.Store, against, model string) {
	t.Helper()
	waiting := unread(t, s, store.Versions{Model: against})
	scored := make([]store.Scored, len(waiting))
	for i, u := range waiting {
		scored[i] = store.Scored{Seq: u.Seq, Revision: u.Revision, Hash: store.TextHash(u.Text), Language: "en", Model: model,
			Label: mood.TextNegative, Text: mood.Text{Sentiment: -0.5, Tokens: 4, Quality: 0.8}}
	}
	if n, err := s.SetScores(t.Context(), scored); n != len(waiting) || err != nil {
		t.Fatal(n, err)
	}
}
