package sentiment

import "math"

const (
	mostChance = 0.01 // of P and PEven
	leastEven  = 0.6  // even accuracy that a scorer with a lesson must beat
	prior      = 200  // texts that the shipped model's accuracy counts as
)

// outcome counts texts by label and guess: 0 negative, 1 positive.
type outcome [2][2]int

func (o *outcome) of(side int) int { return o[side][0] + o[side][1] }
func (o *outcome) right() int      { return o[0][0] + o[1][1] }
func (o *outcome) texts() int      { return o.of(0) + o.of(1) }

func (o *outcome) accuracy() float64 { return float64(o.right()) / float64(o.texts()) }

// even is the mean of the two sides' shares that were right.
func (o *outcome) even() float64 {
	return (float64(o[0][0])/float64(o.of(0)) + float64(o[1][1])/float64(o.of(1))) / 2
}

func (o *outcome) f1() float64 {
	sum := 0.0
	for k := range o {
		sum += float64(2*o[k][k]) / float64(2*o[k][k]+o[k][1-k]+o[1-k][k])
	}
	return sum / 2
}

func guess(polarity float32) int {
	if polarity < 0 {
		return 0
	}
	return 1
}

// try compares the shipped model's logits of the samples with those after. Both
// sides have at least FewestSides texts. turned is how many anchors the lesson
// turns round.
func (c *corpus) try(after [][2]float32, turned int, shipped float64) Trial {
	t := Trial{Turned: turned}
	var without, with outcome
	weight, hands := 0.0, 0
	for i, s := range c.samples {
		t.Pairs++
		if s.hand {
			t.Hand++
		}
		w := float64(s.weight)
		weight += w
		t.LossBefore += w * c.loss(s, s.base[0], s.base[1])
		t.LossAfter += w * c.loss(s, after[i][0], after[i][1])
		if s.label != negative && s.label != positive {
			continue
		}
		side := s.label / 2
		b, a := guess(s.base[0]), guess(after[i][0])
		without[side][b]++
		with[side][a]++
		change := 0
		switch {
		case a == side && b != side:
			t.Gained++
			change = 1
		case a != side && b == side:
			t.Lost++
			change = -1
		}
		if s.hand {
			hands += change
		}
	}
	t.Tested, t.Before, t.After = with.texts(), without.right(), with.right()
	t.P = tail(t.Gained, t.Gained+t.Lost)
	t.AccuracyBefore, t.AccuracyAfter = without.accuracy(), with.accuracy()
	t.EvenBefore, t.EvenAfter = without.even(), with.even()
	t.F1Before, t.F1After = without.f1(), with.f1()
	t.LossBefore /= weight
	t.LossAfter /= weight
	spread := math.Sqrt(leastEven*(1-leastEven)*(1/float64(with.of(0))+1/float64(with.of(1)))) / 2
	t.PEven = math.Erfc((t.EvenAfter-leastEven)/spread/math.Sqrt2) / 2
	t.Better = t.P <= mostChance && t.PEven <= mostChance && hands >= 0 && turned <= mostTurned &&
		t.EvenAfter >= t.EvenBefore && t.F1After >= t.F1Before && t.LossAfter <= t.LossBefore
	used := &without
	if t.Better {
		used = &with
	}
	t.Reliability = reliability(used, shipped)
	return t
}

// reliability draws the even accuracy to the shipped model's. Few texts of one
// side make the even accuracy of many of the other uncertain: it counts as the
// harmonic mean of the sides, doubled, which is their sum where they are even.
func reliability(o *outcome, shipped float64) float64 {
	n := 4 / (1/float64(o.of(0)) + 1/float64(o.of(1)))
	a := (n*o.even() + prior*max(shipped, 0.5)) / (n + prior)
	// False answers may make it seem worse than it is: never below half.
	return max(2*a-1, (2*shipped-1)/2, 0)
}

// tail is the chance of k or more heads in n throws of a fair coin.
func tail(k, n int) float64 {
	choices, _ := math.Lgamma(float64(n + 1))
	sum := 0.0
	for i := k; i <= n; i++ {
		a, _ := math.Lgamma(float64(i + 1))
		b, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(choices - a - b - float64(n)*math.Ln2)
	}
	return min(sum, 1)
}
