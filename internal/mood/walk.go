package mood

import "iter"

// All is every point in the order of the journey.
func (m *Map) All() iter.Seq[*Point] {
	return func(yield func(*Point) bool) {
		for i := range m.Stages {
			for k := range m.Stages[i].Points {
				if !yield(&m.Stages[i].Points[k]) {
					return
				}
			}
		}
	}
}

// Bare is true of a quote of one word, which says how somebody feels but not
// why.
func (q *Quote) Bare() bool { return bare(q.Text) }
