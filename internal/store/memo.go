package store

import (
	"context"
	"database/sql"
	"sync"

	"github.com/waymood/waymood/internal/journey"
)

// memo remembers sums that were read, of each touchpoint by itself, and the
// marks that its blocks had just before. While they have the same marks, no
// answer behind the sums has changed, on whatever node. What is in it is never
// changed, only replaced.
type memo[V any] struct {
	mu      sync.Mutex
	entries map[question]*remembered[V]
	most    int // touchpoints in all entries together
	held    int
	turn    int64 // grows with every use
}

// question is what was asked.
type question struct {
	journey string
	catalog int64 // the revision: which placements a filter means
	period  journey.Period
	filter  Filter
	persona int64 // its number then: of one that nobody had named there is none
	tongue  int64 // the language's
	quotes  int
}

// mark tells whether what was read of a touchpoint is still true: it has the
// same answers, and the same question is its rating.
type mark struct{ answers, rating int64 }

// remembered is what was read for one question.
type remembered[V any] struct {
	marks  map[int64]mark
	values map[int64]V
	used   int64
}

// Touchpoints whose sums are remembered. Of a map one takes some 3 kB, of a
// year's days 80 kB, of what is watched for signals 20 kB.
const (
	mostMapped   = 4096
	mostFollowed = 128
	mostWatched  = 512
)

func newMemo[V any](most int) *memo[V] {
	return &memo[V]{entries: map[question]*remembered[V]{}, most: most}
}

func (m *memo[V]) get(key question) *remembered[V] {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.entries[key]
	if r != nil {
		m.turn++
		r.used = m.turn
	}
	return r
}

// put replaces what was remembered, and forgets what was not used for longest
// when there is too much.
func (m *memo[V]) put(key question, r *remembered[V]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.drop(key)
	if len(r.marks) > m.most {
		return
	}
	m.turn++
	r.used = m.turn
	m.entries[key] = r
	m.held += len(r.marks)
	for m.held > m.most {
		oldest := key
		for k, r := range m.entries {
			if r.used < m.entries[oldest].used {
				oldest = k
			}
		}
		m.drop(oldest)
	}
}

func (m *memo[V]) drop(key question) {
	if r := m.entries[key]; r != nil {
		m.held -= len(r.marks)
		delete(m.entries, key)
	}
}

// recall gives what load gave before of all touchpoints whose answers in a
// period are still the same, and loads the others. Touchpoints without an
// answer in the period are neither loaded nor in the result.
func recall[V any](ctx context.Context, s *Store, m *memo[V], sc *scope, key question, load func(*scope) (map[int64]V, error)) (map[int64]V, error) {
	key.catalog, key.filter, key.persona, key.tongue = sc.revision, sc.filter, sc.persona, sc.language
	marks, err := s.marks(ctx, sc, key.period) // before the sums, so that these are no older
	if err != nil {
		return nil, err
	}
	have := m.get(key)
	part := *sc
	part.touchpoints = nil
	values := make(map[int64]V, len(marks))
	for _, id := range sc.touchpoints {
		now, some := marks[id]
		switch {
		case !some:
		case have != nil && have.marks[id] == now:
			if v, ok := have.values[id]; ok {
				values[id] = v
			}
		default:
			part.touchpoints = append(part.touchpoints, id)
		}
	}
	if len(part.touchpoints) == 0 {
		return values, nil
	}
	loaded, err := load(&part)
	if err != nil {
		return nil, err
	}
	for id, v := range loaded {
		values[id] = v
	}
	m.put(key, &remembered[V]{marks: marks, values: values})
	return values, nil
}

const marksSQL = `select touchpoint, cast(sum(mark) as bigint) from block_tallies`

// marks are numbers that change with every change of an answer in a period, by
// touchpoint; those without an answer have none.
func (s *Store) marks(ctx context.Context, sc *scope, p journey.Period) (map[int64]mark, error) {
	var where clause
	where.in("touchpoint", sc.touchpoints)
	inBlocks(&where, p)
	marks := make(map[int64]mark, len(sc.touchpoints))
	rows, err := s.dialect.read.QueryContext(ctx, marksSQL+where.String()+" group by touchpoint", where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id, answers int64
		err := rows.Scan(&id, &answers)
		marks[id] = mark{answers, sc.rating[id]}
		return err
	})
	return marks, s.dialect.explain("read", err)
}
