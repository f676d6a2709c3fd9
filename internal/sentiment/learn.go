package sentiment

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// Learn makes a lesson of labelled texts in one language, the oldest first...
func (m *Scorer) Learn(ctx context.Context, language string, pairs []Pair) (*Lesson, error) {
	c := m.read(language, gather(pairs))
	if n, p := c.sides(); len(c.samples) < FewestPairs || min(n, p) < FewestSides {
		return nil, fmt.Errorf("%w: %d texts in %s, %d negative and %d positive", ErrTooFew, len(c.samples), language, n, p)
	}
	after := make([][2]float32, len(c.samples))
	losses := make([]float64, len(pulls()))
	for k := range folds {
		best, err := c.choose(ctx, k, losses)
		if err != nil {
			return nil, err
		}
		f, err := c.learnFrom(ctx, c.without(k, -1), best)
		if err != nil {
			return nil, err
		}
		f.round()
		for i, s := range c.samples {
			if s.fold == k {
				after[i][0], after[i][1] = f.logits(s)
			}
		}
	}
	l := &Lesson{Language: language, Model: m.model.Version, bits: m.model.Bits}
	l.Trial = c.try(after, float64(m.model.Measured[language].Accuracy))
	if !l.Trial.Better {
		return l, nil
	}
	f, err := c.learnFrom(ctx, c.without(-1, -1), pulls()[least(losses)])
	if err != nil {
		return nil, err
	}
	f.write(l)
	return l, nil
}

func least(losses []float64) int {
	best := 0
	for i, v := range losses {
		if v < losses[best] {
			best = i
		}
	}
	return best
}

func (c *corpus) choose(ctx context.Context, k int, losses []float64) (float64, error) {
	inner := (k + 1) % folds
	from := c.without(k, inner)
	mine := make([]float64, len(pulls()))
	for i, strength := range pulls() {
		f, err := c.learnFrom(ctx, from, strength)
		if err != nil {
			return 0, err
		}
		for _, s := range c.samples {
			if s.fold == inner {
				p, a := f.logits(s)
				mine[i] += float64(s.weight) * c.loss(s, p, a)
			}
		}
		losses[i] += mine[i]
	}
	return pulls()[least(mine)], nil
}

func (c *corpus) without(a, b int) []*sample {
	var out []*sample
	for _, s := range c.samples {
		if s.fold != a && s.fold != b {
			out = append(out, s)
		}
	}
	return out
}

// round keeps the largest
func (f *fit) round() (peak [2]float32) {
	size := func(i int) float32 { return max(abs(f.cells[i].w[0]), abs(f.cells[i].w[1])) }
	if len(f.cells) > mostWeights {
		order := make([]int, len(f.cells))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(size(b), size(a)), cmp.Compare(a, b)) })
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

func (f *fit) write(l *Lesson) {
	l.peak = f.round()
	l.bias = f.bias.w
	l.scale = [2]float32{1 + f.slope.w[0], 1 + f.slope.w[1]}
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
			l.buckets = append(l.buckets, f.c.buckets[i])
			l.weights = append(l.weights, b[:]...)
		}
	}
}

// try
func (c *corpus) try(after [][2]float32, shipped float64) Trial {
	var t Trial
	var before2, after2 [2][2]int // label, guess
	var gained, lost [2]float64
	var weight float64
	for i, s := range c.samples {
		t.Pairs++
		if s.hand {
			t.Hand++
		}
		w := float64(s.weight)
		weight += w
		t.LossBefore += w * c.loss(s, s.base[0], s.base[1])
		t.LossAfter += w * c.loss(s, after[i][0], after[i][1])
		if s.label != 0 && s.label != 2 {
			continue
		}
		side := s.label / 2
		b, a := guess(s.base[0]), guess(after[i][0])
		before2[side][b]++
		after2[side][a]++
		if b != side && a == side {
			gained[side]++
		}
		if b == side && a != side {
			lost[side]++
		}
	}
	t.LossBefore /= weight
	t.LossAfter /= weight
	t.Before, t.After = before2[0][0]+before2[1][1], after2[0][0]+after2[1][1]
	n := [2]int{before2[0][0] + before2[0][1], before2[1][0] + before2[1][1]}
	t.Tested = n[0] + n[1]
	t.Gained, t.Lost = int(gained[0]+gained[1]), int(lost[0]+lost[1])
	t.P = tail(t.Gained, t.Gained+t.Lost)
	t.AccuracyBefore, t.AccuracyAfter = float64(t.Before)/float64(t.Tested), float64(t.After)/float64(t.Tested)
	t.EvenBefore, t.EvenAfter = even(before2), even(after2)
	t.F1Before, t.F1After = macroF1(before2), macroF1(after2)
	d, v := 0.0, 0.0
	for k := range n {
		d += (gained[k] - lost[k]) / float64(n[k])
		v += (gained[k] + lost[k]) / float64(n[k]) / float64(n[k])
	}
	t.PEven = 1
	if v > 0 {
		t.PEven = math.Erfc(d/math.Sqrt(v)/math.Sqrt2) / 2
	}
	t.Better = t.P <= .01 && t.PEven <= .01 && t.F1After >= t.F1Before && t.LossAfter <= t.LossBefore
	a := t.EvenBefore
	if t.Better {
		a = t.EvenAfter
	}
	size := 4 / (1/float64(n[0]) + 1/float64(n[1]))
	a = (size*a + 200*shipped) / (size + 200)
	t.Reliability = max(0, 2*a-1)
	return t
}

func guess(polarity float32) int {
	if polarity < 0 {
		return 0
	}
	return 1
}

func even(m [2][2]int) float64 {
	return (float64(m[0][0])/float64(m[0][0]+m[0][1]) + float64(m[1][1])/float64(m[1][0]+m[1][1])) / 2
}

func macroF1(m [2][2]int) float64 {
	sum := 0.0
	for k := range m {
		sum += 2 * float64(m[k][k]) / float64(2*m[k][k]+m[k][1-k]+m[1-k][k])
	}
	return sum / 2
}

// tail is the chance of k or more heads in n throws.
func tail(k, n int) float64 {
	if n == 0 {
		return 1
	}
	sum := 0.0
	ln, _ := math.Lgamma(float64(n + 1))
	for i := k; i <= n; i++ {
		a, _ := math.Lgamma(float64(i + 1))
		b, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(ln - a - b - float64(n)*math.Ln2)
	}
	return min(sum, 1)
}
