package job

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// While a new model reads everything again, maps are drawn, answers come in and
// staff judge; no answer is missing from any map, and afterwards every sum is
// what the answers make.
func TestNewModelUnderTraffic(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := cafe(t, st, many(6000)...)
		if _, err := s.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		j, err := st.Journey(t.Context(), "dawn")
		if err != nil {
			t.Fatal(err)
		}
		judged, _, err := st.Responses(t.Context(), store.Query{Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		var beside sync.WaitGroup
		var maps, added, judgements atomic.Int64
		beside.Go(func() {
			for ctx.Err() == nil {
				before := added.Load()
				m, err := st.Map(context.WithoutCancel(ctx), j, journey.Period{From: 0, To: 100_000}, store.Filter{}, 3)
				if err != nil {
					t.Error(err)
					return
				}
				if m.Answers < 6000+before {
					t.Errorf("a map with %d answers of at least %d", m.Answers, 6000+before)
					return
				}
				maps.Add(1)
			}
		})
		beside.Go(func() {
			for ctx.Err() == nil {
				a := survey.Answers{"rating": 4, "comment": "Quick today, and the wifi works"}
				r := &survey.Response{ID: uuid.New(), Code: "k7q2x", Answers: a, Language: "en", ReceivedAt: time.Now(), Sum: survey.ContentSum("k7q2x", a, "en", "", "", nil, nil)}
				if _, err := st.AddResponse(context.WithoutCancel(ctx), r); err != nil {
					t.Error(err)
					return
				}
				added.Add(1)
			}
		})
		beside.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				j := store.Judgement{Sentiment: []mood.Sentiment{mood.TextPositive, mood.NoText, mood.TextNeutral}[i%3], Author: "u1"}
				if err := st.Judge(context.WithoutCancel(ctx), judged[i%len(judged)].ID, j); err != nil {
					t.Error(err)
					return
				}
				judgements.Add(1)
			}
		})
		n, err := s.RunAll(t.Context())
		stop()
		beside.Wait()
		if err != nil || n < 5900 {
			t.Errorf("%d texts read again, %v", n, err)
		}
		if _, err := s.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		answers, differed, err := st.Rebuild(t.Context())
		if err != nil || differed != 0 || answers != 6000+added.Load() {
			t.Errorf("%d answers of %d, %d sums differ, %v", answers, 6000+added.Load(), differed, err)
		}
		t.Logf("beside it %d maps, %d answers, %d judgements", maps.Load(), added.Load(), judgements.Load())
	})
}
