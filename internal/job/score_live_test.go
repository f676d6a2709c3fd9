package job

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
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
				if err != nil || m.Answers < 6000+before {
					t.Errorf("a map with %d answers of at least %d, %v", m.Answers, 6000+before, err)
					return
				}
				maps.Add(1)
			}
		})
		beside.Go(func() {
			for ctx.Err() == nil {
				rated(t, st, "k7q2x", "en", 4, "Quick today, and the wifi works")
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
		if maps.Load() == 0 || added.Load() == 0 || judgements.Load() == 0 {
			t.Errorf("nothing happened beside it: %d maps, %d answers, %d judgements", maps.Load(), added.Load(), judgements.Load())
		}
		t.Logf("beside it %d maps, %d answers, %d judgements", maps.Load(), added.Load(), judgements.Load())
	})
}
