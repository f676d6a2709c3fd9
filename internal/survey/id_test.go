package survey

import (
	"bytes"
	"sync"
	"testing"

	"github.com/google/uuid"
)

// Ids never repeat, also when several ask at once, and come in groups that
// begin alike.
func TestIDs(t *testing.T) {
	var (
		ids  IDs
		mu   sync.Mutex
		all  sync.WaitGroup
		seen = map[uuid.UUID]bool{}
		many = map[[5]byte]int{}
	)
	for range 8 {
		all.Go(func() {
			for range idGroup {
				id := ids.New()
				mu.Lock()
				seen[id] = true
				many[[5]byte(id[:])]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(seen) != 8*idGroup {
		t.Errorf("%d ids for %d answers", len(seen), 8*idGroup)
	}
	if len(many) != 8 {
		t.Errorf("%d groups, not 8", len(many))
	}
	for id := range seen {
		if id.Version() != 4 || id.Variant() != uuid.RFC4122 {
			t.Fatalf("%s is of version %d and variant %s", id, id.Version(), id.Variant())
		}
		if bytes.Equal(id[5:], make([]byte, 11)) {
			t.Fatalf("%s has nothing of its own", id)
		}
	}
}
