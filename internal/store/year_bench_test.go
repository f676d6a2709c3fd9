package store_test

import (
	"fmt"
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// BenchmarkYear is the store's part of a map over a year of answers, of maps
// that nobody has asked for before (new) and of one that is looked at again:
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
			month, whole := journey.Period{From: end - 33, To: end - 3}, journey.Period{From: end - 365, To: end}
			for _, of := range []struct {
				name   string
				period journey.Period
				filter store.Filter
			}{
				{"map=30days/filter=none", month, store.Filter{}},
				{"map=30days/filter=persona", month, store.Filter{Persona: "office"}},
				{"map=30days/filter=persona+channel", month, store.Filter{Persona: "office", Channel: "qr"}},
				{"map=year/filter=none", whole, store.Filter{}},
				{"map=year/filter=persona", whole, store.Filter{Persona: "office"}},
			} {
				b.Run(of.name+"/again", func(b *testing.B) {
					if err := s.Read(b.Context(), j, of.period, of.filter, 5); err != nil {
						b.Fatal(err)
					}
					for b.Loop() {
						if err := s.Read(b.Context(), j, of.period, of.filter, 5); err != nil {
							b.Fatal(err)
						}
					}
				})
				b.Run(of.name+"/new", func(b *testing.B) {
					for n := 0; b.Loop(); n++ {
						p := journey.Period{From: of.period.From - journey.Day(n%300) - 1, To: of.period.To - journey.Day(n%300) - 1}
						if err := s.Read(b.Context(), j, p, of.filter, 6+n/300); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
			b.Run("series=year", func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Series(b.Context(), j, whole, store.Filter{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
