package staff

import (
	"sync"
	"time"
)

const (
	triesAllowed = 10
	triesWindow  = 15 * time.Minute
	triesKept    = 50_000 // names remembered at once; a flood of made-up names must not fill memory
)

// tries counts failed attempts to sign in, by account, address and known
// device. Each node counts for itself.
type tries struct {
	clock func() time.Time
	mu    sync.Mutex
	made  map[string][]time.Time
}

func newTries(clock func() time.Time) *tries {
	return &tries{clock: clock, made: map[string][]time.Time{}}
}

// take notes a try under each name before it is made, so that many at once
// cannot slip through. It says how long to wait when one of the names has
// used up its tries; then nothing is noted.
func (t *tries) take(names ...string) (wait time.Duration) {
	now := t.clock()
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, n := range names {
		recent := t.recent(n, now)
		if len(recent) >= triesAllowed {
			wait = max(wait, recent[0].Add(triesWindow).Sub(now))
		}
	}
	if wait > 0 {
		return wait
	}
	if len(t.made) > triesKept {
		t.sweep(now)
	}
	for _, n := range names {
		t.made[n] = append(t.made[n], now)
	}
	return 0
}

// forgive takes back the newest try of each name: it was no failure.
func (t *tries) forgive(names ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, n := range names {
		if made := t.made[n]; len(made) > 1 {
			t.made[n] = made[:len(made)-1]
		} else {
			delete(t.made, n)
		}
	}
}

// clear forgets a name's tries.
func (t *tries) clear(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.made, name)
}

func (t *tries) recent(name string, now time.Time) []time.Time {
	made := t.made[name]
	for len(made) > 0 && now.Sub(made[0]) >= triesWindow {
		made = made[1:]
	}
	if len(made) == 0 {
		delete(t.made, name)
		return nil
	}
	t.made[name] = made
	return made
}

// sweep forgets what is over; if that is not enough, everything: better a
// few more tries for an attacker than a service that stops.
func (t *tries) sweep(now time.Time) {
	for n := range t.made {
		t.recent(n, now)
	}
	if len(t.made) > triesKept {
		clear(t.made)
	}
}
