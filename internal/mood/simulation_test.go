package mood

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/waymood/waymood/internal/journey"
)

// What the rules promise is tried here on made-up customers, whose true
// feelings are known. Each figure has a reference, found by thirty times as
// many runs, and must lie within four of its standard errors of that: a right
// program misses one figure in sixteen thousand.
// WAYMOOD_TEST_SIMULATION=30 finds the references again.

// check compares a mean over runs, whose standard deviation in one run is sd.
func check(t *testing.T, what string, got, sd float64, runs int, want float64) {
	t.Helper()
	se := sd / math.Sqrt(float64(runs))
	t.Logf("%-52s %7.4f ± %.4f (%.4f)", what, got, se, want)
	if math.Abs(got-want) > 4*se {
		t.Errorf("%s: %.4f, more than %.4f from the reference %.4f", what, got, 4*se, want)
	}
}

// checkShare compares a share of runs.
func checkShare(t *testing.T, what string, hits, runs int, want float64) {
	t.Helper()
	check(t, what, float64(hits)/float64(runs), math.Sqrt(want*(1-want)), runs, want)
}

// runs is how often something is tried.
func runs(t *testing.T, n int) int {
	t.Helper()
	times, err := strconv.Atoi(os.Getenv("WAYMOOD_TEST_SIMULATION"))
	if err != nil {
		return n
	}
	return n * times
}

// crowd is what customers at a touchpoint answer on five faces: the chance of
// each.
type crowd [5]float64

var (
	keen    = crowd{0.01, 0.01, 0.03, 0.10, 0.85}
	pleased = crowd{0.02, 0.05, 0.13, 0.35, 0.45}
	mixed   = crowd{0.10, 0.20, 0.40, 0.20, 0.10}
	annoyed = crowd{0.30, 0.30, 0.20, 0.15, 0.05}
	split   = crowd{0.45, 0.05, 0.00, 0.05, 0.45} // they love it or hate it
)

func (c crowd) mean() float64 {
	var m float64
	for i, p := range c {
		m += p * (float64(i)/2 - 1)
	}
	return m
}

// felt is a crowd whose feelings are normal around a mean and who choose the
// nearest face. With the spread of 0.6 their answers have about the variance
// of the café's, 0.30.
func felt(mean float64) crowd {
	var c crowd
	below := 0.0
	for face := range 4 {
		upTo := phi(float64(face)/2-0.75-mean, 0.6)
		c[face], below = upTo-below, upTo
	}
	c[4] = 1 - below
	return c
}

// feel is the crowd whose answers have a mean.
func feel(mean float64) crowd {
	low, high := -3.0, 3.0
	for range 50 {
		if m := (low + high) / 2; felt(m).mean() < mean {
			low = m
		} else {
			high = m
		}
	}
	return felt(high)
}

// answer draws n answers.
func (c crowd) answer(r *rand.Rand, n int) Part {
	p := Part{Answers: int64(n), Omega: int64(n) * Unit, Omega2: int64(n) * Unit}
	for range n {
		x, face := r.Float64(), 0
		for x -= c[0]; x >= 0 && face < 4; x -= c[face] {
			face++
		}
		e := int64(face-2) * Unit / 2
		p.OmegaE += e
		p.OmegaE2 += e * e / Unit
		if face < 2 {
			p.Unhappy++
		}
	}
	return p
}

// Does the 95 % interval hold the true mean? Five touchpoints with n answers
// each. The interval that borrows some variance from the others keeps its
// promise even on five answers; Student's t alone fails where all five are
// equal. Hardest for ours are customers who love it or hate it.
func TestSimulationCoverage(t *testing.T) {
	a, r := complete(journey.Defaults()), rand.New(rand.NewPCG(1, 1))
	crowds := []crowd{keen, pleased, mixed, annoyed, split}
	for _, c := range []struct {
		n           int
		ours, plain [5]float64
	}{
		{5, [5]float64{0.9997, 0.9845, 0.9718, 0.9519, 0.9140}, [5]float64{0.5571, 0.8991, 0.9628, 0.9225, 0.9381}},
		{8, [5]float64{0.9996, 0.9749, 0.9659, 0.9489, 0.9254}, [5]float64{0.7228, 0.9050, 0.9387, 0.9308, 0.9299}},
		{20, [5]float64{0.9821, 0.9565, 0.9542, 0.9486, 0.9346}, [5]float64{0.8725, 0.9311, 0.9456, 0.9460, 0.9445}},
		{40, [5]float64{0.9447, 0.9514, 0.9525, 0.9506, 0.9405}, [5]float64{0.8871, 0.9406, 0.9502, 0.9493, 0.9475}},
	} {
		n := runs(t, 2000)
		wide, bare := quantile(float64(c.n-1)+a.Nu0), quantile(float64(c.n-1))
		var ours, plain [5]int
		for range n {
			list := make([]score, len(crowds))
			for i, who := range crowds {
				list[i] = measure(who.answer(r, c.n))
			}
			s0 := pooled(list)
			for i := range list {
				s := &list[i]
				a.vary(s, s0)
				off := math.Abs(s.mean - crowds[i].mean())
				if off <= wide*math.Sqrt(s.v) {
					ours[i]++
				}
				if off <= bare*math.Sqrt(s.sum/(s.n-1)/s.n) {
					plain[i]++
				}
			}
		}
		for i := range crowds {
			checkShare(t, fmt.Sprintf("n %d, crowd %d, ours", c.n, i), ours[i], n, c.ours[i])
			checkShare(t, fmt.Sprintf("n %d, crowd %d, plain t", c.n, i), plain[i], n, c.plain[i])
		}
	}
}

// twelve are the touchpoints of a journey, some liked and some not, as
// different as the café's (tau 0.41): the first stands at 0.35.
func twelve() []crowd {
	list := []crowd{feel(0.35)}
	for i := range 11 {
		list = append(list, feel(-0.3+0.1*float64(i)))
	}
	return list
}

// changes compares two periods of n answers at each touchpoint.
func (a analysis) changes(r *rand.Rand, before, now []crowd, n int) []*Change {
	score := func(crowds []crowd) []score {
		list := make([]score, len(crowds))
		for i, c := range crowds {
			list[i] = measure(c.answer(r, n))
		}
		s0 := pooled(list)
		for i := range list {
			a.vary(&list[i], s0)
		}
		return list
	}
	was, is := score(before), score(now)
	var family []*Change
	for i := range was {
		family = append(family, a.change(is[i], was[i]))
	}
	a.confirm(family)
	return family
}

// Where nothing changed, how many journeys show a change all the same? The
// test allows one in ten; at p 0.05 alone it would be almost every other.
func TestSimulationFalseChanges(t *testing.T) {
	a, r := complete(journey.Defaults()), rand.New(rand.NewPCG(2, 2))
	crowds, n := twelve(), runs(t, 3000)
	var confirmed, uncorrected int
	for range n {
		any, bare := false, false
		for _, c := range a.changes(r, crowds, crowds, 30) {
			any = any || c.Confirmed
			bare = bare || c.P <= 0.05 && math.Abs(c.To-c.From) >= 7.5
		}
		if any {
			confirmed++
		}
		if bare {
			uncorrected++
		}
	}
	checkShare(t, "some change confirmed where there is none", confirmed, n, 0.0960)
	checkShare(t, "some change at p 0.05 alone", uncorrected, n, 0.4537)
}

// How often is a real fall at one of twelve touchpoints found by comparing two
// periods? A small shop misses small falls.
func TestSimulationPower(t *testing.T) {
	a, r := complete(journey.Defaults()), rand.New(rand.NewPCG(3, 3))
	for _, c := range []struct {
		fall  float64
		n     int
		found float64
	}{{0.66, 30, 0.9698}, {0.32, 30, 0.3436}, {0.32, 60, 0.6944}} {
		crowds := twelve()
		fallen := append([]crowd{feel(0.35 - c.fall)}, crowds[1:]...)
		n, found := runs(t, 2000), 0
		for range n {
			if a.changes(r, crowds, fallen, c.n)[0].Confirmed {
				found++
			}
		}
		checkShare(t, fmt.Sprintf("a fall of %.2f on %d answers is found", c.fall, c.n), found, n, c.found)
	}
}

// Who picks the lowest of twelve and does nothing sees it rise all the same;
// much less so where it is compared with a mean drawn to the others. Here the
// touchpoints stand in even steps, so the lowest is drawn a little too weakly.
func TestSimulationPickingTheWorst(t *testing.T) {
	r, crowds := rand.New(rand.NewPCG(4, 4)), twelve()
	in := line(make([][]int64, len(crowds))...)
	for _, c := range []struct {
		n            int
		plain, drawn float64
	}{{10, 0.1425, 0.0223}, {20, 0.0808, 0.0170}, {40, 0.0414, 0.0083}} {
		n := runs(t, 600)
		var plain, drawn, plain2, drawn2 float64
		for range n {
			for i, who := range crowds {
				in.Current[fmt.Sprintf("t%d", i)] = Tally{Answers: int64(c.n), All: who.answer(r, c.n)}
			}
			all := levels(in.Journey, in.Current, func(t Tally) Part { return t.All })
			worst, at := all["t0"], 0
			for i := range crowds {
				if l := all[fmt.Sprintf("t%d", i)]; l.Mean < worst.Mean {
					worst, at = l, i
				}
			}
			rise, fair := crowds[at].mean()-worst.Mean, crowds[at].mean()-worst.Drawn
			plain, drawn = plain+rise, drawn+fair
			plain2, drawn2 = plain2+rise*rise, drawn2+fair*fair
		}
		k := float64(n)
		check(t, fmt.Sprintf("rise of the worst of twelve by %d answers", c.n), plain/k, math.Sqrt(plain2/k), n, c.plain)
		check(t, "the same, drawn to the others", drawn/k, math.Sqrt(drawn2/k), n, c.drawn)
	}
}

// drifting is what an action seems to have done that did nothing, where each of
// six touchpoints drifts by itself: the share of verdicts that say it worked or
// made things worse.
func (a analysis) drifting(r *rand.Rand, sd float64, answers, runs int) (wrong int) {
	in := line(make([][]int64, 6)...)
	crowds := []crowd{feel(-0.2), feel(0), feel(0.1), feel(0.2), feel(0.3), feel(0.4)}
	var others []string
	for _, tp := range in.Journey.Walk() {
		others = append(others, tp.Key)
	}
	for range runs {
		now := map[string]Tally{}
		for i, c := range crowds {
			key := fmt.Sprintf("t%d", i)
			in.Current[key] = Tally{Answers: int64(answers), All: c.answer(r, answers)}
			now[key] = Tally{Answers: int64(answers), All: feel(c.mean()+sd*r.NormFloat64()).answer(r, answers)}
		}
		e := Measure(in.Journey, Trial{Touchpoint: "t3", Before: Freeze(in.Journey, in.Current), After: now, Untouched: others})
		if e.Verdict == Worked || e.Verdict == Worse {
			wrong++
		}
	}
	return wrong
}

// How often does an action that did nothing get a verdict, good or bad? The
// interval of 90 % allows a tenth. Where touchpoints drift by themselves it is
// somewhat more, since five of them tell only roughly how far; it would be about
// twice as much if only the error of their mean were counted.
func TestSimulationDrift(t *testing.T) {
	a, r := complete(journey.Defaults()), rand.New(rand.NewPCG(8, 8))
	for _, c := range []struct {
		sd      float64
		answers int
		wrong   float64
	}{{0, 120, 0.0764}, {0.1, 120, 0.1506}, {0.1, 400, 0.1714}} {
		n := runs(t, 500)
		checkShare(t, fmt.Sprintf("verdict on nothing, drift %.2f, %d answers", c.sd, c.answers), a.drifting(r, c.sd, c.answers, n), n, c.wrong)
	}
}
