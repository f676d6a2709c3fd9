package storetest

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

	"github.com/waymood/waymood/internal/store"
)

// YearSizes are the numbers of answers to measure a Year on: those of
// WAYMOOD_BENCH_ANSWERS, parted by spaces, else a hundred thousand.
func YearSizes(b testing.TB) []int {
	b.Helper()
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

// OpenYear is a store with FillYear's answers, kept in the folder
// WAYMOOD_BENCH_DIR for the next time where that is set: ten million take a
// quarter of an hour and 2 GB.
func OpenYear(b testing.TB, answers int) *store.Store {
	b.Helper()
	dir := os.Getenv("WAYMOOD_BENCH_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	path := filepath.Join(dir, fmt.Sprintf("year-%d.db", answers))
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		part := path + ".part"
		s, err := store.Open(context.Background(), part, store.Options{Create: true})
		if err != nil {
			b.Fatal(err)
		}
		FillYear(b, s, answers)
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		if err := os.Rename(part, path); err != nil {
			b.Fatal(err)
		}
	}
	return OpenAt(b, path, store.Options{})
}
