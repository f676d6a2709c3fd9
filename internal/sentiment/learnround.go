package sentiment

import (
	"cmp"
	"slices"
)

// round keeps the largest weights, as many as a lesson holds, at the precision
// of its bytes.
func (f *fit) round() (peak [2]float32) {
	cells := f.cells[:len(f.corpus.buckets)]
	size := func(i int) float32 { return max(abs(cells[i].w[0]), abs(cells[i].w[1])) }
	if len(cells) > mostWeights {
		order := make([]int, len(cells))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int {
			return cmp.Or(cmp.Compare(size(b), size(a)), cmp.Compare(a, b))
		})
		for _, i := range order[mostWeights:] {
			cells[i].w = [2]float32{}
		}
	}
	for i := range cells {
		for p, v := range cells[i].w {
			peak[p] = max(peak[p], abs(v))
		}
	}
	for i := range cells {
		for p := range peak {
			if peak[p] > 0 {
				cells[i].w[p] = expand(Compand(cells[i].w[p]/peak[p])) * peak[p]
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
	for i, bucket := range f.corpus.buckets {
		var b [2]byte
		for p := range l.peak {
			if l.peak[p] > 0 {
				b[p] = Compand(f.cells[i].w[p] / l.peak[p])
			}
		}
		if b != [2]byte{} {
			l.buckets = append(l.buckets, bucket)
			l.weights = append(l.weights, b[:]...)
		}
	}
}
