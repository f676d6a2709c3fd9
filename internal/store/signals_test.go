package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// visits are a day's answers at the queue and the drink, an hour after local
// midnight in Taipei.
func visits(day journey.Day, queue, drink int) []*survey.Response {
	var list []*survey.Response
	for i, rating := range []int{queue, queue - 1, drink} {
		r := storetest.Answer([]string{"queue-qr", "queue-kiosk", "drink-qr"}[i], rating, "")
		r.AnsweredAt, r.Trusted = day.Time().Add(-7*time.Hour), true
		r.ReceivedAt = r.AnsweredAt
		storetest.Sum(r)
		list = append(list, r)
	}
	return list
}

// A queue that is good for four months and then bad: the map says so from the
// day on which it is sure, and says the same of the days as they are counted
// in another zone.
func TestSignals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		j := storetest.Cafe()
		storetest.Apply(t, s, j)
		const monday = journey.Day(4 + 28*730) // 2026, where a period of the grid begins
		fell := monday + 140
		var all []*survey.Response
		for day := monday; day < monday+168; day++ {
			queue := 5
			if day >= fell {
				queue = 2
			}
			all = append(all, visits(day, queue, 4+int(day)%2)...)
		}
		storetest.Add(t, s, all...)
		read := func(from, to journey.Day, f store.Filter) *mood.Map {
			t.Helper()
			m, err := s.Map(t.Context(), j, journey.Period{From: from, To: to}, f, 0)
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		m := read(fell, fell+28, store.Filter{})
		if len(m.Signals) != 1 {
			t.Fatalf("%d signals: %+v", len(m.Signals), m.Signals)
		}
		signal := m.Signals[0]
		if signal.Touchpoint.Key != "queue" || !signal.Down || signal.Since != fell || signal.Day < fell || signal.Day > fell+3 || signal.From != 87.5 {
			t.Errorf("%+v", signal)
		}
		if p := m.Stages[0].Points[0]; p.Signal == nil || *p.Signal != signal || !p.Change.Confirmed || p.Change.Since != fell {
			t.Errorf("%+v, %+v", p.Signal, p.Change)
		}
		if m := read(fell-28, fell, store.Filter{}); len(m.Signals) != 0 {
			t.Errorf("before it fell: %+v", m.Signals)
		}
		if m := read(fell, fell+28, store.Filter{Channel: "qr"}); m.Signals != nil {
			t.Errorf("under a filter: %+v", m.Signals)
		}
		for _, p := range []journey.Period{{From: fell, To: fell + 28}, {From: fell + 5, To: fell + 6}, {From: monday, To: monday + 168}, {From: monday - 3000, To: fell + 28}} {
			m := read(p.From, p.To, store.Filter{})
			if told := p.From <= signal.Day && signal.Day < p.To; told != (len(m.Signals) == 1) || told && m.Signals[0] != signal {
				t.Errorf("%v: %+v", p, m.Signals)
			}
		}
		// In Kyiv the same answers were given the day before.
		j.Timezone = "Europe/Kyiv"
		storetest.Apply(t, s, j)
		m = read(fell, fell+28, store.Filter{})
		if len(m.Signals) != 1 || m.Signals[0].Day != signal.Day-1 || m.Signals[0].Since != fell-1 {
			t.Errorf("in another zone: %+v", m.Signals)
		}
	})
}

// BenchmarkSignals is a whole map without a filter, signals and all: a year and
// more of twelve touchpoints.
func BenchmarkSignals(b *testing.B) {
	s := storetest.Open(b)
	j := storetest.Cafe()
	for i := range 9 {
		tp := j.Stages[0].Touchpoints[0]
		tp.Key = fmt.Sprintf("more-%d", i)
		tp.Placements = nil
		j.Stages[0].Touchpoints = append(j.Stages[0].Touchpoints, tp)
	}
	storetest.Apply(b, s, j)
	to := journey.DayOf(time.Now(), time.UTC)
	var batch []*survey.Response
	for i := range j.Stages {
		for _, tp := range j.Stages[i].Touchpoints {
			for day := to - 450; day < to; day++ {
				r := &survey.Response{ID: uuid.New(), Journey: j.Key, Touchpoint: tp.Key, Trusted: true, Language: "en", State: survey.Counted,
					Answers: survey.Answers{"rating": 1 + int(day)%5}, ReceivedAt: time.Now(), AnsweredAt: day.Time().Add(time.Hour)}
				if tp.Key == "order" {
					r.Answers = survey.Answers{"recommend": 1 + int(day)%5}
				}
				storetest.Sum(r)
				batch = append(batch, r)
			}
		}
	}
	for _, a := range s.AddResponses(b.Context(), batch) {
		if a.Err != nil {
			b.Fatal(a.Err)
		}
	}
	p := journey.Period{From: to - 28, To: to}
	b.Run("map", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Map(b.Context(), j, p, store.Filter{}, 0); err != nil {
				b.Fatal(err)
			}
		}
	})
}
