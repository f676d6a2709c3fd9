package store

import (
	"context"
	"sync"
	"sync/atomic"
)

// refusal remembers that the last write came to nothing for a reason that the
// next one will meet too, such as a full disk.
type refusal struct {
	last  atomic.Pointer[error]
	mu    sync.Mutex
	trial chan struct{} // closed when the trial that is under way has ended; nil when there is none
}

// note what became of a write.
func (r *refusal) note(d *dialect, err error) {
	if err == nil {
		r.last.Store(nil)
		return
	}
	switch d.trouble(err) {
	case full, disk, away, locked, refused, broken:
		err = d.explain("write", err)
		r.last.Store(&err)
	}
}

const (
	addTrialSQL  = `insert into settings (name, value) values ('trial', $1) on conflict (name) do update set value = excluded.value`
	dropTrialSQL = `delete from settings where name = 'trial'`
)

// trialLength is about what a batch of answers needs: a disk that has room
// for a few bytes may have none for answers.
const trialLength = 64 << 10

// still is why nothing can be written, nil when the last write succeeded or a
// trial does. Nobody waits longer for a trial than its context allows.
func (r *refusal) still(ctx context.Context, s *Store) error {
	if r.last.Load() == nil {
		return nil
	}
	r.mu.Lock()
	if r.trial == nil {
		ended := make(chan struct{})
		r.trial = ended
		go func() {
			s.try(context.WithoutCancel(ctx))
			r.mu.Lock()
			r.trial = nil
			r.mu.Unlock()
			close(ended)
		}()
	}
	ended := r.trial
	r.mu.Unlock()
	select {
	case <-ended:
	case <-ctx.Done():
	}
	if last := r.last.Load(); last != nil {
		return *last
	}
	return nil
}

// try writes something and takes it away again; what becomes of it is noted.
func (s *Store) try(ctx context.Context) {
	if s.write(ctx, func(tx *tx) error { return tx.exec(addTrialSQL, make([]byte, trialLength)) }) == nil {
		s.write(ctx, func(tx *tx) error { return tx.exec(dropTrialSQL) })
	}
}
