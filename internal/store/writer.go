package store

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/waymood/waymood/internal/fault"
)

const (
	queueLength = 4096 // answers that may wait for the disk
	batchLength = 256  // answers in one transaction
)

// writer puts answers on disk, many with one sync: while a transaction is
// being written the next answers queue up, and all that have come by then
// are the next transaction. Nobody waits for a timer.
type writer struct {
	s     *Store
	queue chan *pending
	turn  sync.Mutex // whoever commits answers holds it

	coming atomic.Int64 // answers on their way, each by itself

	closing sync.RWMutex // held for reading while something is put into queue
	closed  atomic.Bool  // changed under closing, asked for without it
	done    sync.WaitGroup
}

func newWriter(s *Store) *writer {
	w := &writer{s: s, queue: make(chan *pending, queueLength)}
	w.done.Go(w.run)
	return w
}

// direct stores an answer at once when no other is on its way: one that is
// alone gains nothing from changing goroutines, others gain from going
// together.
func (w *writer) direct(p *pending) bool {
	runtime.Gosched() // others are seen that have come at the same time
	if w.coming.Load() > 1 || len(w.queue) > 0 || !w.turn.TryLock() {
		return false
	}
	defer w.turn.Unlock()
	if w.stopped() {
		return false
	}
	w.store([]*pending{p})
	return true
}

var errClosing = busy("the service is stopping", nil)

// enqueue fails when the queue is full: better to be asked again later than
// to wait for long.
func (w *writer) enqueue(p *pending) error {
	w.closing.RLock()
	defer w.closing.RUnlock()
	if w.closed.Load() {
		return errClosing
	}
	select {
	case w.queue <- p:
		return nil
	default:
		return fault.New(fault.Busy, "too many answers at once, try again in a second")
	}
}

// enqueueWaiting waits for room, for those who bring many answers.
func (w *writer) enqueueWaiting(ctx context.Context, p *pending) error {
	w.closing.RLock()
	defer w.closing.RUnlock()
	if w.closed.Load() {
		return errClosing
	}
	select {
	case w.queue <- p:
		return nil
	case <-ctx.Done():
		return busy("gave up waiting", ctx.Err())
	}
}

// stopped takes no lock: direct asks while it holds its turn, and a stop that
// waits for closing must not be able to hold that up.
func (w *writer) stopped() bool { return w.closed.Load() }

// stop takes nothing new, stores what waits, and returns when it is done.
func (w *writer) stop() {
	w.closing.Lock()
	if !w.closed.Swap(true) {
		close(w.queue)
	}
	w.closing.Unlock()
	w.done.Wait()
	w.turn.Lock() // a direct commit may be under way
	defer w.turn.Unlock()
}

func (w *writer) run() {
	batch := make([]*pending, 0, batchLength)
	for p := range w.queue {
		w.turn.Lock()
		runtime.Gosched() // answers that are nearly here come along
		batch = w.take(append(batch[:0], p))
		w.store(batch)
		w.turn.Unlock()
		for _, p := range batch {
			close(p.done)
		}
		clear(batch)
	}
}

// take adds all that waits.
func (w *writer) take(batch []*pending) []*pending {
	for len(batch) < batchLength {
		select {
		case p, ok := <-w.queue:
			if !ok {
				return batch
			}
			batch = append(batch, p)
		default:
			return batch
		}
	}
	return batch
}

// store puts a batch on disk and gives every pending its outcome. One answer
// that the database refuses does not take the others with it.
func (w *writer) store(batch []*pending) {
	err := w.s.storeBatch(batch)
	if err == nil {
		return
	}
	if len(batch) > 1 && !errors.Is(err, fault.Busy) {
		for _, p := range batch {
			w.store([]*pending{p})
		}
		return
	}
	for _, p := range batch {
		if p.refused == nil {
			p.kept, p.err = Kept{}, err
		}
	}
}
