package store_test

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// A server that ends every connection while answers pour in costs refusals,
// never an acknowledged answer, and is forgotten as soon as it is back.
func TestConnectionsLost(t *testing.T) {
	database := storetest.Postgres(t)
	s := storetest.OpenAt(t, database, store.Options{Create: true})
	storetest.Apply(t, s, storetest.Cafe())
	admin, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	var mu sync.Mutex
	var kept []uuid.UUID
	ctx, stop := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				k, err := s.AddResponse(context.Background(), typical(i))
				if err != nil && !errors.Is(err, fault.Busy) {
					t.Errorf("neither kept nor busy: %v", err)
					return
				}
				if err == nil {
					mu.Lock()
					kept = append(kept, k.ID)
					mu.Unlock()
				}
			}
		})
	}
	end := func() (left int) {
		t.Helper()
		if err := admin.QueryRowContext(t.Context(), "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()").Scan(&left); err != nil {
			t.Fatal(err)
		}
		return left
	}
	for range 10 {
		end()
		if _, err := admin.ExecContext(t.Context(), "select pg_sleep(0.05)"); err != nil {
			t.Error(err)
		}
	}
	stop()
	wait.Wait()
	for end() > 0 { // what is told to end may take its time
	}
	if _, err := s.AddResponse(t.Context(), typical(1)); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	for _, id := range kept {
		if _, err := s.Response(t.Context(), id); err != nil {
			t.Fatalf("lost one of %d: %v", len(kept), err)
		}
	}
	mustRebuildSame(t, s)
}

// A clock that jumps, even far, makes no answer impossible and no id twice.
func TestClockJumps(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		storetest.Apply(t, s, storetest.Cafe())
		for _, jump := range []time.Duration{0, 400 * 24 * time.Hour, -800 * 24 * time.Hour} {
			c.move(jump)
			r := storetest.Answer("queue-qr", 4, "")
			r.ReceivedAt = time.Time{}
			if _, err := s.AddResponse(t.Context(), r); err != nil {
				t.Error(err)
			}
		}
		if sums := tallies(t, s, store.Filter{}); sums["queue"].Answers != 3 {
			t.Errorf("%+v", sums)
		}
	})
}
