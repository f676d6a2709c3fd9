package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/theme"
	"github.com/waymood/waymood/templates"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// cafe is a store with the sample journey and n answers that have words.
func cafe(t *testing.T, st *store.Store, texts ...string) *Scoring {
	t.Helper()
	src, err := templates.FS.ReadFile("journeys/dawn.yaml")
	if err != nil {
		t.Fatal(err)
	}
	journeys, _, err := journey.Parse("dawn.yaml", src)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Apply(t.Context(), journeys, false); err != nil {
		t.Fatal(err)
	}
	var rs []*survey.Response
	for _, text := range texts {
		a := survey.Answers{"rating": 2, "comment": text}
		rs = append(rs, &survey.Response{
			ID: uuid.New(), Code: "k7q2x", Answers: a, Language: "en", ReceivedAt: time.Now(),
			Sum: survey.ContentSum("k7q2x", a, "en", "", "", nil, nil),
		})
	}
	for _, added := range st.AddResponses(t.Context(), rs) {
		if added.Err != nil {
			t.Fatal(added.Err)
		}
	}
	scorer, err := sentiment.Load()
	if err != nil {
		t.Fatal(err)
	}
	themes, err := theme.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &Scoring{Store: st, Scorer: scorer, Themes: themes, Log: slog.New(slog.DiscardHandler)}
}

func many(n int) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf("Twenty minutes in line, far too slow (%d)", i)
	}
	return texts
}

// queue is the tally of the last days at the sample's queue.
func queue(t *testing.T, st *store.Store) mood.Tally {
	t.Helper()
	j, err := st.Journey(t.Context(), "dawn")
	if err != nil {
		t.Fatal(err)
	}
	today := journey.DayOf(time.Now(), j.Location())
	tallies, err := st.Tallies(t.Context(), j, journey.Period{From: today - 2, To: today + 2}, store.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return tallies["queue"]
}

func TestScoresWhatWaits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := cafe(t, st, "Far too slow, terrible.", "Lovely, thank you!", "排隊太久了，很失望", "🙂", "12345")
		if q := queue(t, st); q.Waiting != 5 {
			t.Fatalf("%d texts wait", q.Waiting)
		}
		n, err := s.Run(t.Context())
		if err != nil || n != 5 {
			t.Fatalf("%d texts stored, %v", n, err)
		}
		q := queue(t, st)
		if q.Answers != 5 || q.Waiting != 0 || q.Negative != 2 || q.Positive != 1 || q.Neutral != 0 {
			t.Errorf("%+v, want two negative, one positive, and two that say nothing", q)
		}
		if n, err := s.Run(t.Context()); err != nil || n != 0 {
			t.Errorf("again %d texts stored, %v", n, err)
		}
		if n, err := s.RunAll(t.Context()); err != nil || n < 3 {
			t.Errorf("all over again %d texts stored, %v", n, err)
		}
		if again := queue(t, st); again != q {
			t.Errorf("scored again the tally is %+v, it was %+v", again, q)
		}
		if _, differed, err := st.Rebuild(t.Context()); err != nil || differed != 0 {
			t.Errorf("%d tallies differed, %v", differed, err)
		}
	})
}

// Whoever comes second is told that somebody is at it, and no text counts
// twice.
func TestOneAtATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := cafe(t, st, many(3000)...)
		var stored, busy atomic.Int64
		var nodes sync.WaitGroup
		for range 4 {
			nodes.Go(func() {
				for {
					n, err := s.Run(t.Context())
					stored.Add(int64(n))
					switch {
					case errors.Is(err, fault.Busy):
						busy.Add(1)
						time.Sleep(time.Millisecond)
						continue
					case err != nil:
						t.Error(err)
					}
					return
				}
			})
		}
		nodes.Wait()
		if q := queue(t, st); stored.Load() != 3000 || q.Waiting != 0 || q.Negative+q.Neutral+q.Positive != 3000 {
			t.Errorf("%d stored, tally %+v", stored.Load(), q)
		}
		t.Logf("told %d times that somebody is at it", busy.Load())
	})
}

// A pass that is stopped in the middle gives its lease back and leaves the
// rest to the next.
func TestStoppedInTheMiddle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := cafe(t, st, many(scoreBatch+100)...)
		ctx, cancel := context.WithCancel(t.Context())
		s.Progress = func(int) { cancel() }
		first, err := s.Run(ctx)
		if !errors.Is(err, context.Canceled) || first == 0 {
			t.Fatalf("%d texts stored, %v", first, err)
		}
		s.Progress = nil
		rest, err := s.Run(t.Context())
		if err != nil || first+rest != scoreBatch+100 {
			t.Errorf("%d and %d texts stored, %v", first, rest, err)
		}
	})
}

func TestClassify(t *testing.T) {
	scorer, err := sentiment.Load()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"": unknown, "🙂": unknown, "Terrible, never again.": "negative", "Чудова кава, дякую!": "positive", "等太久了，很失望": "negative"} {
		if v := Classify(scorer, text, ""); v.Label != want {
			t.Errorf("%q is %+v, want %s", text, v, want)
		}
	}
	if v := Classify(scorer, "", "en"); v != (Verdict{Language: unknown, Label: unknown}) {
		t.Errorf("of nothing it says %+v", v)
	}
}
