package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// A server that hangs, and so closes no connection, costs everybody a refusal
// within ten seconds, for nobody waits where others wait already; when it goes
// on, so do we. The limits are those of a machine that stands still for some
// seconds itself: one more who waited would take sixteen.
func TestServerHangs(t *testing.T) {
	s := storetest.OpenAt(t, storetest.Postgres(t), store.Options{Create: true})
	storetest.Apply(t, s, storetest.Cafe())
	storetest.Add(t, s, typical(1))
	thaw := storetest.Freeze(t)
	within := func(what string, limit time.Duration, f func() error) {
		began := time.Now()
		if err := f(); !errors.Is(err, fault.Busy) {
			t.Errorf("%s: not busy: %v", what, err)
		}
		if took := time.Since(began); took > limit {
			t.Errorf("%s took %v", what, took)
		}
	}
	var wait sync.WaitGroup
	for i := range 30 {
		wait.Go(func() {
			within("an answer", 15*time.Second, func() error {
				_, err := s.AddResponse(t.Context(), typical(i))
				return err
			})
		})
		wait.Go(func() {
			within("a page", 15*time.Second, func() error {
				_, err := s.Users(t.Context())
				return err
			})
		})
	}
	wait.Go(func() { within("ready", 7*time.Second, func() error { return s.Ready(t.Context()) }) })
	wait.Wait()
	thaw()
	for s.Ready(t.Context()) != nil {
		time.Sleep(20 * time.Millisecond)
	}
	storetest.Add(t, s, typical(2))
}
