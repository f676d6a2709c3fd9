package store

import "testing"

// Whoever has the turn to write does not wait for a stop that has begun: the
// stop may itself be waiting for those who wait for the turn.
func TestTurnWhileStopping(t *testing.T) {
	w := &writer{queue: make(chan *pending, 1)}
	w.closing.Lock()
	defer w.closing.Unlock()
	w.closed.Store(true)
	if w.direct(&pending{}) {
		t.Error("stored an answer after the end")
	}
	if !w.turn.TryLock() {
		t.Error("the turn was kept")
	}
}
