package store_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// read gives every text that another model than against read a feeling and a
// theme.
func read(t *testing.T, s *store.Store, model string, label mood.Sentiment, themes ...string) {
	t.Helper()
	texts := unread(t, s, store.Versions{Model: model, Lists: "l1"})
	scored := make([]store.Scored, len(texts))
	for i, u := range texts {
		scored[i] = store.Scored{Seq: u.Seq, Revision: u.Revision, Hash: store.TextHash(u.Text), Language: "en", Model: model, Lists: "l1", Themes: themes,
			Label: label, Text: mood.Text{Sentiment: float64(label-mood.TextNeutral) * 0.5, Tokens: 4, Quality: 0.8}}
	}
	if n, err := s.SetScores(t.Context(), scored); n != len(texts) || err != nil {
		t.Fatal(n, err)
	}
}

func judge(t *testing.T, s *store.Store, id uuid.UUID, j store.Judgement) {
	t.Helper()
	if err := s.Judge(t.Context(), id, j); err != nil {
		t.Fatal(err)
	}
}

// What staff say of an answer stands, also when another model reads it, until
// they take it back; then what the newest model found stands.
func TestJudge(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		r := storetest.Answer("queue-qr", 2, "well, thank you very much")
		storetest.Add(t, s, r)
		read(t, s, "m1", mood.TextPositive, "staff", "wait")
		at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
		said := store.Judgement{Sentiment: mood.TextNegative, NotAbout: []string{"wait"}, Author: "u1", At: at}
		for _, model := range []string{"m1", "m2"} {
			if model == "m1" {
				judge(t, s, r.ID, said)
			} else {
				read(t, s, model, mood.TextPositive, "staff", "wait", "price")
			}
			got := record(t, s, r.ID)
			want := map[string][]string{"m1": {"staff"}, "m2": {"staff", "price"}}[model]
			if got.Sentiment != mood.TextNegative || *got.Score != -1 || got.Mixed {
				t.Errorf("%s: %v %v mixed %v", model, got.Sentiment, *got.Score, got.Mixed)
			}
			if d := cmp.Diff(want, got.Themes); d != "" {
				t.Errorf("%s: themes %s", model, d)
			}
			if d := cmp.Diff(&said, got.Judgement); d != "" {
				t.Errorf("%s: judgement %s", model, d)
			}
			mustRebuildSame(t, s)
		}
		judge(t, s, r.ID, store.Judgement{})
		got := record(t, s, r.ID)
		if got.Judgement != nil || got.Sentiment != mood.TextPositive || *got.Score != 0.5 || len(got.Themes) != 3 || got.Model != "m2" {
			t.Errorf("taken back: %+v", got)
		}
		mustRebuildSame(t, s)
	})
}

// A text is judged before it is scored, or never; an erased answer takes what
// was said of it along, and so does a text that its visitor replaced.
func TestJudgeAtTheEdges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		early, bare, gone, replaced := storetest.Answer("queue-qr", 2, "so so"), storetest.Answer("queue-qr", 4, ""), storetest.Answer("queue-qr", 1, "slow"), storetest.Answer("queue-qr", 1, "slow")
		storetest.Add(t, s, early, bare, gone, replaced)
		negative := store.Judgement{Sentiment: mood.TextNegative, Author: "u1", At: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)}
		for _, r := range []*survey.Response{early, gone, replaced} {
			judge(t, s, r.ID, negative)
		}
		if err := s.Judge(t.Context(), bare.ID, negative); !errors.Is(err, fault.Conflict) {
			t.Errorf("an answer without a text: %v", err)
		}
		if err := s.Judge(t.Context(), uuid.New(), negative); !errors.Is(err, fault.NotFound) {
			t.Errorf("no such answer: %v", err)
		}
		if err := s.Erase(t.Context(), gone.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.Judge(t.Context(), gone.ID, negative); !errors.Is(err, fault.Gone) {
			t.Errorf("an erased answer: %v", err)
		}
		other := storetest.Answer("queue-qr", 5, "quick")
		other.ID = replaced.ID
		if _, err := s.Correct(t.Context(), other); err != nil {
			t.Fatal(err)
		}
		read(t, s, "m1", mood.TextPositive)
		if got := record(t, s, early.ID); got.Sentiment != mood.TextNegative || got.Judgement == nil {
			t.Errorf("judged early: %+v", got)
		}
		if got := record(t, s, replaced.ID); got.Sentiment != mood.TextPositive || got.Judgement != nil {
			t.Errorf("replaced: %+v", got)
		}
		mustRebuildSame(t, s)
	})
}

// The list of answers can be narrowed to a feeling, to a theme, and to those
// whose rating and words disagree.
func TestResponsesByWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		happy := storetest.Answer("queue-qr", 5, "terrible queue, never again here")
		storetest.Add(t, s, happy)
		read(t, s, "m1", mood.TextNegative, "queue")
		judge(t, s, happy.ID, store.Judgement{Sentiment: mood.TextNegative, Author: "u1"})
		unhappy := storetest.Answer("drink-qr", 1, "terrible")
		storetest.Add(t, s, unhappy)
		read(t, s, "m1", mood.TextNegative)
		ids := func(q store.Query) []uuid.UUID {
			t.Helper()
			found, _, err := s.Responses(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			var ids []uuid.UUID
			for _, r := range found {
				ids = append(ids, r.ID)
			}
			return ids
		}
		day := journey.DayOf(happy.ReceivedAt, storetest.Cafe().Location())
		for name, c := range map[string]struct {
			q    store.Query
			want []uuid.UUID
		}{
			"theme":           {store.Query{Theme: "queue"}, []uuid.UUID{happy.ID}},
			"theme, day":      {store.Query{Theme: "queue", From: day, To: day + 1}, []uuid.UUID{happy.ID}},
			"theme, day off":  {store.Query{Theme: "queue", From: day + 1}, nil},
			"theme elsewhere": {store.Query{Theme: "queue", Journey: "cafe", Touchpoint: "drink"}, nil},
			"no such theme":   {store.Query{Theme: "nothing"}, nil},
			"mixed":           {store.Query{Mixed: true}, []uuid.UUID{happy.ID}},
			"negative":        {store.Query{Sentiment: mood.TextNegative}, []uuid.UUID{unhappy.ID, happy.ID}},
			"positive":        {store.Query{Sentiment: mood.TextPositive}, nil},
		} {
			if d := cmp.Diff(c.want, ids(c.q)); d != "" {
				t.Errorf("%s: %s", name, d)
			}
		}
	})
}

// A rebuild finds theme sums and mentions that are wrong, and mends them.
func TestRebuildMendsThemes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "waymood.db")
	s := storetest.OpenAt(t, path, store.Options{Create: true})
	storetest.Apply(t, s, storetest.Cafe())
	storetest.Add(t, s, storetest.Answer("queue-qr", 2, "slow"), storetest.Answer("queue-qr", 1, "slow as ever"))
	read(t, s, "m1", mood.TextNegative, "wait", "queue")
	for _, harm := range []string{
		"update theme_tallies set omega_e = omega_e + 1", "delete from theme_tallies",
		"delete from mentions where seq = (select min(seq) from mentions)", "update mentions set seq = seq + 7", "update theme_tallies set day = day + 1",
	} {
		db, err := sql.Open("sqlite3", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(harm); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if _, differed, err := s.Rebuild(t.Context()); differed == 0 || err != nil {
			t.Errorf("after %q nothing differed, %v", harm, err)
		}
		mustRebuildSame(t, s)
		found, _, err := s.Responses(t.Context(), store.Query{Theme: "wait"})
		if len(found) != 2 || err != nil {
			t.Errorf("after %q: %d answers name waiting, %v", harm, len(found), err)
		}
	}
}
