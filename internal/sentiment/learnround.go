package sentiment

import (
	"cmp"
	"slices"
)

// round keeps the largest weights, as many as a lesson holds, at the precision
// of its bytes.
func (f *fit) round() (peak [2]float32) {
	size := func(i int) float32 { return max(abs(f.cells[i].w[0]), abs(f.cells[i].w[1])) }
	if len(f.cells) > mostWeights {
		order := make([]int, len(f.cells))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int {
			return cmp.Or(cmp.Compare(size(b), size(a)), cmp.Compare(a, b))
		})
		for _, i := range order[mostWeights:] {
			f.cells[i].w = [2]float32{}
		}
	}
	for i := range f.cells {
		for p, v := range f.cells[i].w {
			peak[p] = max(peak[p], abs(v))
		}
	}
	for i := range f.cells {
		for p := range peak {
			if peak[p] > 0 {
				f.cells[i].w[p] = expand(Compand(f.cells[i].w[p]/peak[p])) * peak[p]
			}
		}
	}
	return peak
}

// write puts what was learnt into a lesson.
func (f *fit) write(l *Lesson) {
	l.peak = f.round()
	l.bias = f.bias.w
	l.scale = [2]float32{1 + f.scale.w[0], 1 + f.scale.w[1]}
	for i := range f.dense {
		l.dense[i] = f.dense[i].w
	}
	for i := range f.cells {
		var b [2]byte
		for p := range l.peak {
			if l.peak[p] > 0 {
				b[p] = Compand(f.cells[i].w[p] / l.peak[p])
			}
		}
		if b != [2]byte{} {
			l.buckets = append(l.buckets, f.corpus.buckets[i])
			l.weights = append(l.weights, b[:]...)
		}
	}
}
