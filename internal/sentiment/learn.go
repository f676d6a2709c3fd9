package sentiment

import (
	"context"
	"fmt"
)

// Learn makes a lesson of labelled texts in one language, given as text.Detect
// names it; the oldest pair comes first. The lesson corrects the shipped model,
// whatever lessons m uses. If the trial is not Better the lesson has no weights
// but still its reliability.
//
// It fails with ErrTooFew, or with the error of ctx once that is done. The same
// pairs give the same lesson; only which are the newest depends on their order.
// 20,000 short texts take some seconds on one core.
func (m *Scorer) Learn(ctx context.Context, language string, pairs []Pair) (*Lesson, error) {
	c, err := m.read(ctx, language, gather(pairs))
	if err != nil {
		return nil, err
	}
	if n, p := c.sides(); len(c.samples) < FewestPairs || min(n, p) < FewestSides {
		return nil, fmt.Errorf("%w: %d in %s, %d negative and %d positive", ErrTooFew, len(c.samples), language, n, p)
	}
	l := &Lesson{Language: language, Model: m.model.Version, bits: m.model.Bits}
	after := make([][2]float32, len(c.samples))
	losses := make([]float64, len(pulls))
	for fold := range folds {
		pull, err := c.choose(ctx, fold, losses)
		if err != nil {
			return nil, err
		}
		from := c.without(fold, fold)
		f, err := c.fit(ctx, from, pull, c.runs(from))
		if err != nil {
			return nil, err
		}
		f.round() // what is tried is what would be kept
		for i, s := range c.samples {
			if s.fold == fold {
				after[i][0], after[i][1] = f.logits(s)
			}
		}
	}
	f, err := c.fit(ctx, c.samples, pulls[least(losses)], c.runs(c.samples))
	if err != nil {
		return nil, err
	}
	whole := *l
	whole.Trial.Better = true
	f.write(&whole)
	l.Trial = c.try(after, m.turned(&whole), float64(m.model.Measured[language].Accuracy))
	if l.Trial.Better {
		whole.Trial = l.Trial
		return &whole, nil
	}
	return l, nil
}

// mostChosen is how many texts the pull is chosen with. The best one hardly
// depends on how many there are.
const mostChosen = 4000

// choose finds the pull for a fold without looking at it: the next fold judges
// what was learnt from the other three. It adds the losses of each pull.
func (c *corpus) choose(ctx context.Context, fold int, losses []float64) (pull float64, err error) {
	judge := (fold + 1) % folds
	from := c.without(fold, judge)
	from = from[:min(len(from), mostChosen)]
	runs := (c.runs(from) + 1) / 2 // enough to rank them
	var here [len(pulls)]float64
	for i, pull := range pulls {
		f, err := c.fit(ctx, from, pull, runs)
		if err != nil {
			return 0, err
		}
		for _, s := range c.samples {
			if s.fold == judge {
				p, a := f.logits(s)
				here[i] += float64(s.weight) * c.loss(s, p, a)
			}
		}
		losses[i] += here[i]
	}
	return pulls[least(here[:])], nil
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

// without is the samples of all folds but two.
func (c *corpus) without(a, b int) []*sample {
	var kept []*sample
	for _, s := range c.samples {
		if s.fold != a && s.fold != b {
			kept = append(kept, s)
		}
	}
	return kept
}
