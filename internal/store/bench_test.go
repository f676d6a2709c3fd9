package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3", for the floor
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// comment is a text of 105 bytes.
var comment = strings.Repeat("The line was long and nobody said why. ", 3)[:105]

// typical is an answer to three questions.
func typical(i int) *survey.Response {
	r := storetest.Answer([]string{"queue-qr", "queue-kiosk", "drink-qr"}[i%3], i%5+1, comment)
	r.Answers["why"] = []string{"wait"}
	r.Persona = []string{"office", "student", ""}[i/3%3]
	return r
}

// unnamed is an answer whose sender left the id to the service.
func unnamed(ids *survey.IDs, i int) *survey.Response {
	r := typical(i)
	r.ID = ids.New()
	return r
}

// BenchmarkAdd is answers acknowledged after they are on disk, beside the
// floor: the same bytes in one plain transaction each on one connection.
func BenchmarkAdd(b *testing.B) {
	for _, clients := range []int{1, 8, 64, 256} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			s := storetest.Open(b)
			storetest.Apply(b, s, storetest.Cafe())
			var ids survey.IDs
			spread(b, clients, func(i int) error {
				_, err := s.AddResponse(context.Background(), unnamed(&ids, i))
				return err
			})
		})
	}
	for _, clients := range []int{1, 64} {
		b.Run(fmt.Sprintf("floor/clients=%d", clients), func(b *testing.B) {
			db, err := sql.Open("sqlite3", "file:"+filepath.Join(b.TempDir(), "floor.db")+"?_journal_mode=wal&_synchronous=full&_busy_timeout=10000&_txlock=immediate&_stmt_cache_size=8")
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			db.SetMaxOpenConns(1)
			if _, err := db.Exec("create table plain (seq integer primary key, id blob, answers text)"); err != nil {
				b.Fatal(err)
			}
			var ids survey.IDs
			spread(b, clients, func(i int) error {
				r := unnamed(&ids, i)
				tx, err := db.Begin()
				if err != nil {
					return err
				}
				if _, err := tx.Exec("insert into plain (id, answers) values ($1, $2)", r.ID[:], string(r.Answers.JSON())); err != nil {
					return err
				}
				return tx.Commit()
			})
		})
	}
}

// spread does b.N things in several goroutines.
func spread(b *testing.B, clients int, do func(i int) error) {
	var next atomic.Int64
	var wait sync.WaitGroup
	b.ResetTimer()
	began := time.Now()
	for range clients {
		wait.Go(func() {
			for i := int(next.Add(1)); i <= b.N; i = int(next.Add(1)) {
				if err := do(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	b.ReportMetric(float64(b.N)/time.Since(began).Seconds(), "answers/s")
}

// BenchmarkImport is many answers given at once, and what they take on disk.
func BenchmarkImport(b *testing.B) {
	path := filepath.Join(b.TempDir(), "waymood.db")
	s, err := store.Open(b.Context(), path, store.Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	storetest.Apply(b, s, storetest.Cafe())
	var ids survey.IDs
	b.ResetTimer()
	for n := 0; n < b.N; {
		var rs []*survey.Response
		for ; n < b.N && len(rs) < 4096; n++ {
			rs = append(rs, unnamed(&ids, n))
		}
		storetest.Add(b, s, rs...)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
	b.StopTimer()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	if info, err := os.Stat(path); err == nil {
		b.ReportMetric(float64(info.Size())/float64(b.N), "B/answer")
	}
}

// BenchmarkSetScores is scores stored, tallies moved.
func BenchmarkSetScores(b *testing.B) {
	s := storetest.Open(b)
	storetest.Apply(b, s, storetest.Cafe())
	for n := 0; n < b.N; {
		var rs []*survey.Response
		for ; n < b.N && len(rs) < 4096; n++ {
			rs = append(rs, typical(n))
		}
		storetest.Add(b, s, rs...)
	}
	b.ResetTimer()
	for n := 0; n < b.N; {
		texts, err := s.Unscored(b.Context(), 0, 1000)
		if err != nil || len(texts) == 0 {
			b.Fatal(len(texts), err)
		}
		scored := make([]store.Scored, len(texts))
		for i, u := range texts {
			scored[i] = store.Scored{Seq: u.Seq, Revision: u.Revision, Hash: store.TextHash(u.Text), Language: "en", Model: "m1", Lists: "l1", Themes: []string{"wait", "staff"}[:i%3], Label: mood.TextNegative, Text: mood.Text{Sentiment: -0.5, Tokens: 20, Quality: 0.8}}
		}
		stored, err := s.SetScores(b.Context(), scored)
		if err != nil || stored == 0 {
			b.Fatal(stored, err)
		}
		n += stored
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "scores/s")
}

// BenchmarkMap is the store's part of a map of 30 days with a filter, over
// few and over many answers, spread over a year.
func BenchmarkMap(b *testing.B) {
	for _, answers := range []int{100_000, 1_000_000} {
		if testing.Short() && answers > 100_000 {
			continue
		}
		b.Run(fmt.Sprintf("answers=%d", answers), func(b *testing.B) {
			s := filled(b, answers)
			j, err := s.Journey(b.Context(), "cafe")
			if err != nil {
				b.Fatal(err)
			}
			to := journey.DayOf(time.Now(), time.UTC)
			p := journey.Period{From: to - 130, To: to - 100}
			for _, f := range []store.Filter{{}, {Persona: "office", Channel: "qr"}} {
				b.Run(fmt.Sprintf("filtered=%v", !f.Empty()), func(b *testing.B) {
					for b.Loop() {
						if _, err := s.Tallies(b.Context(), j, p, f); err != nil {
							b.Fatal(err)
						}
						if _, err := s.RatingCounts(b.Context(), j, p, f); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}

// stores that were filled, since filling takes longer than measuring.
var (
	filledStores = map[int]*store.Store{}
	filledDirs   []string
)

func emptyBenchmarks() {
	for _, s := range filledStores {
		s.Close()
	}
	for _, dir := range filledDirs {
		os.RemoveAll(dir)
	}
}

func filled(b *testing.B, answers int) *store.Store {
	if s := filledStores[answers]; s != nil {
		return s
	}
	dir, err := os.MkdirTemp("", "waymood-bench-")
	if err != nil {
		b.Fatal(err)
	}
	filledDirs = append(filledDirs, dir)
	s, err := store.Open(context.Background(), filepath.Join(dir, "waymood.db"), store.Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	filledStores[answers] = s
	storetest.Apply(b, s, storetest.Cafe())
	random := rand.New(rand.NewPCG(1, 2))
	now := time.Now()
	for n := 0; n < answers; {
		var rs []*survey.Response
		for ; n < answers && len(rs) < 4096; n++ {
			r := typical(random.IntN(45))
			r.Trusted, r.AnsweredAt = true, now.Add(-time.Duration(random.IntN(365*24))*time.Hour)
			rs = append(rs, r)
		}
		storetest.Add(b, s, rs...)
	}
	return s
}
