package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// yearSizes are the numbers of answers to measure on: those of
// WAYMOOD_BENCH_ANSWERS, parted by spaces, else a hundred thousand.
func yearSizes(b *testing.B) []int {
	var sizes []int
	for _, word := range strings.Fields(os.Getenv("WAYMOOD_BENCH_ANSWERS")) {
		n, err := strconv.Atoi(word)
		if err != nil {
			b.Fatalf("WAYMOOD_BENCH_ANSWERS: %v", err)
		}
		sizes = append(sizes, n)
	}
	if len(sizes) == 0 {
		return []int{100_000}
	}
	return sizes
}

// year is a store with a year of answers, kept in WAYMOOD_BENCH_DIR for the
// next time where that is set.
func year(b *testing.B, answers int) *store.Store {
	if s := filledStores[answers]; s != nil {
		return s
	}
	dir := os.Getenv("WAYMOOD_BENCH_DIR")
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "waymood-bench-"); err != nil {
			b.Fatal(err)
		}
		filledDirs = append(filledDirs, dir)
	}
	path := filepath.Join(dir, fmt.Sprintf("year-%d.db", answers))
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		part := path + ".part"
		s, err := store.Open(context.Background(), part, store.Options{Create: true})
		if err != nil {
			b.Fatal(err)
		}
		storetest.FillYear(b, s, answers)
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		if err := os.Rename(part, path); err != nil {
			b.Fatal(err)
		}
	}
	s, err := store.Open(context.Background(), path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	filledStores[answers] = s
	return s
}

// BenchmarkYear is the store's part of a page over a year of answers:
//
//	WAYMOOD_BENCH_DIR=/tmp/years WAYMOOD_BENCH_ANSWERS='1000000 10000000' go test -run xxx -bench Year -timeout 3h ./internal/store
func BenchmarkYear(b *testing.B) {
	for _, answers := range yearSizes(b) {
		b.Run(fmt.Sprintf("answers=%d", answers), func(b *testing.B) {
			s := year(b, answers)
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
