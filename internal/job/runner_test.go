package job

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waymood/waymood/internal/fault"
)

func every(t *testing.T, spec string) Schedule {
	t.Helper()
	s, err := ParseSchedule(spec)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// run runs jobs for a while of bubble time.
func run(d time.Duration, jobs ...Job) {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	NewRunner(slog.New(slog.DiscardHandler), jobs...).Run(ctx)
}

func TestRunsAtOnceAndOnSchedule(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int64
		run(10*time.Minute+time.Second, Job{"count", every(t, "@every 1m"), func(context.Context) error { n.Add(1); return nil }})
		if got := n.Load(); got != 11 {
			t.Errorf("ran %d times, want once at the start and ten times after", got)
		}
	})
}

func TestNeverTwiceAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var busy, most, n atomic.Int64
		run(time.Hour, Job{"slow", every(t, "@every 1m"), func(context.Context) error {
			most.Store(max(most.Load(), busy.Add(1)))
			defer busy.Add(-1)
			time.Sleep(5*time.Minute + time.Second)
			n.Add(1)
			return nil
		}})
		if most.Load() != 1 || n.Load() < 9 {
			t.Errorf("%d at once, %d runs", most.Load(), n.Load())
		}
	})
}

func TestSurvivesPanicAndError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int64
		run(10*time.Minute+time.Second, Job{"bad", every(t, "@every 1m"), func(context.Context) error {
			if n.Add(1)%2 == 0 {
				panic("boom")
			}
			return errors.New("no")
		}})
		if got := n.Load(); got != 11 {
			t.Errorf("ran %d times, want 11", got)
		}
	})
}

func TestTakesOverFromADeadNode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var done time.Duration
		run(2*time.Minute, Job{"lease", every(t, "@every 1h"), func(context.Context) error {
			if time.Since(start) < leaseTime { // the other node's lease lapses then
				return fault.New(fault.Busy, "another node is at it")
			}
			if done == 0 {
				done = time.Since(start)
			}
			return nil
		}})
		if done == 0 || done > time.Minute {
			t.Errorf("taken over after %v, want at most a minute", done)
		}
	})
}

func TestWaitsForWorkUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ended atomic.Bool
		run(time.Second, Job{"last", every(t, "@every 1m"), func(ctx context.Context) error {
			<-ctx.Done()
			time.Sleep(3 * time.Second) // puts its things away
			ended.Store(true)
			return ctx.Err()
		}})
		if !ended.Load() {
			t.Error("Run returned before its job")
		}
	})
}
