package store_test

import (
	"fmt"
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// BenchmarkYear is the store's part of a page over a year of answers:
//
//	WAYMOOD_BENCH_DIR=/tmp/years WAYMOOD_BENCH_ANSWERS='1000000 10000000' go test -run xxx -bench Year -timeout 3h ./internal/store
func BenchmarkYear(b *testing.B) {
	for _, answers := range storetest.YearSizes(b) {
		b.Run(fmt.Sprintf("answers=%d", answers), func(b *testing.B) {
			s := storetest.OpenYear(b, answers)
			j, err := s.Journey(b.Context(), "year")
			if err != nil {
				b.Fatal(err)
			}
			end := storetest.YearEnd
			for _, of := range []struct {
				name   string
				period journey.Period
				filter store.Filter
			}{
				{"map=30days/filter=none", journey.Period{From: end - 33, To: end - 3}, store.Filter{}},
				{"map=30days/filter=persona", journey.Period{From: end - 33, To: end - 3}, store.Filter{Persona: "office"}},
				{"map=30days/filter=persona+channel", journey.Period{From: end - 33, To: end - 3}, store.Filter{Persona: "office", Channel: "qr"}},
				{"map=year/filter=none", journey.Period{From: end - 365, To: end}, store.Filter{}},
				{"map=year/filter=persona", journey.Period{From: end - 365, To: end}, store.Filter{Persona: "office"}},
			} {
				b.Run(of.name, func(b *testing.B) {
					for b.Loop() {
						if _, err := s.Map(b.Context(), j, of.period, of.filter, 5); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
			b.Run("series=year", func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Series(b.Context(), j, journey.Period{From: end - 365, To: end}, store.Filter{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
