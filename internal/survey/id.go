package survey

import (
	"sync"

	"github.com/google/uuid"
)

// idGroup is how many ids in a row begin alike.
const idGroup = 256

// IDs gives answers their ids: UUIDs of version 4, with 82 of their 122 bits
// drawn for each, and the first 40 for each group. Ids that come together so
// stand together in the index of a database, and a batch of answers changes one
// of its pages instead of one for every answer. Nothing but the company that an
// id came in can be read from it, no time. The zero value is ready; many may
// use it at once.
type IDs struct {
	mu    sync.Mutex
	begin [5]byte
	left  int
}

// New id.
func (g *IDs) New() uuid.UUID {
	id := uuid.New()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.left == 0 {
		g.begin, g.left = [5]byte(id[:]), idGroup
	}
	g.left--
	copy(id[:], g.begin[:])
	return id
}
