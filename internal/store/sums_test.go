package store_test

import (
	"cmp"
	"slices"
	"time"

	diff "github.com/google/go-cmp/cmp"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
)

// compareSums holds what is read by day, by hour and by placement to what the
// test made of its answers.
func (w *world) compareSums() {
	day := journey.DayOf(w.now, time.UTC)
	for _, p := range []journey.Period{always, {From: day - 40, To: day + 3}, {From: day - 15, To: day + 15}, {From: day, To: day}, {From: day, To: day - 3}} {
		for _, f := range []store.Filter{{}, {Persona: "office"}, {Place: "Door"}} {
			w.compareDays(p, f)
			w.compareSources(p, f)
		}
		w.compareHours(p)
	}
}

// each calls f for all answers that count in a period and pass a filter.
func (w *world) each(p journey.Period, f store.Filter, do func(k *known, day journey.Day)) {
	for _, k := range w.counted() {
		if day := journey.DayOf(k.answered(), w.j.Location()); day >= p.From && day < p.To && w.passes(k, f) {
			do(k, day)
		}
	}
}

func (w *world) compareDays(p journey.Period, f store.Filter) {
	want := map[string][]mood.Day{}
	w.each(p, f, func(k *known, day journey.Day) {
		days := want[k.touch]
		i, found := slices.BinarySearchFunc(days, day, func(d mood.Day, day journey.Day) int { return cmp.Compare(d.Day, day) })
		if !found {
			days = slices.Insert(days, i, mood.Day{Day: day})
		}
		days[i].Add(w.contribution(k))
		want[k.touch] = days
	})
	got, err := w.s.Series(w.ctx, w.j, p, f)
	if err != nil {
		w.Fatalf("series: %v", err)
	}
	if d := diff.Diff(want, got); d != "" {
		w.Fatalf("series of %v %+v (-want +got):\n%s", p, f, d)
	}
}

func (w *world) compareSources(p journey.Period, f store.Filter) {
	want := map[string]mood.Tally{}
	w.each(p, f, func(k *known, _ journey.Day) {
		if k.touch == "queue" {
			t := want[k.r.Code]
			t.Add(w.contribution(k))
			want[k.r.Code] = t
		}
	})
	sources, err := w.s.Sources(w.ctx, w.j, "queue", p, f)
	if err != nil {
		w.Fatalf("sources: %v", err)
	}
	got := map[string]mood.Tally{}
	for _, source := range sources {
		code := ""
		if source.Placement != nil {
			code = source.Placement.Code
		}
		got[code] = source.Tally
	}
	if d := diff.Diff(want, got); d != "" {
		w.Fatalf("sources of %v %+v (-want +got):\n%s", p, f, d)
	}
}

func (w *world) compareHours(p journey.Period) {
	for _, touch := range []string{"queue", "order"} {
		type cell struct {
			weekday time.Weekday
			hour    int
		}
		sums := map[cell]mood.Tally{}
		w.each(store.Months(p), store.Filter{}, func(k *known, _ journey.Day) {
			if k.touch == touch {
				at := k.answered().In(w.j.Location())
				t := sums[cell{at.Weekday(), at.Hour()}]
				t.Add(w.contribution(k))
				sums[cell{at.Weekday(), at.Hour()}] = t
			}
		})
		var want []store.Hour
		for at, t := range sums {
			want = append(want, store.Hour{Weekday: at.weekday, Hour: at.hour, Answers: t.Answers, Omega: t.All.Omega, OmegaE: t.All.OmegaE, Unhappy: t.All.Unhappy})
		}
		slices.SortFunc(want, func(a, b store.Hour) int {
			return cmp.Or(cmp.Compare(a.Weekday, b.Weekday), cmp.Compare(a.Hour, b.Hour))
		})
		got, err := w.s.Hours(w.ctx, w.j, touch, p)
		if err != nil {
			w.Fatalf("hours: %v", err)
		}
		if d := diff.Diff(want, got); d != "" {
			w.Fatalf("hours of %s in %v (-want +got):\n%s", touch, p, d)
		}
	}
}
