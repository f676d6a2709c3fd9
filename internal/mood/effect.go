package mood

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/waymood/waymood/internal/journey"
)

// Verdict says in a word whether an action worked.
type Verdict string

// The verdicts.
const (
	Worked   Verdict = "worked" // surely better, and by at least 5 points
	Worse    Verdict = "worse"  // surely worse
	NoChange Verdict = "none"   // surely less than is worth telling
	Open     Verdict = "open"   // not enough answers yet
)

const (
	leastGain = 0.10 // on -1..1, for Worked
	power     = 0.80 // of the sample that NeedAbout names
	reach     = 10   // times the answers that there are: who would need more will not have them
)

var (
	z90 = distuv.UnitNormal.Quantile(0.95) // of 90 % intervals
	z80 = distuv.UnitNormal.Quantile(power)
)

// Effect is what became of a touchpoint after an action, on 0..100, beside
// what became of the touchpoints that were left alone. It is no proof: other
// things may have changed there as well.
type Effect struct {
	Verdict   Verdict
	NeedAbout int  // answers in each period with which it could be told; 0 unless Open, and where no number within reach would do, see control
	Measured  bool // false: too few answers on a side, and all figures below are 0

	BeforeAnswers, AfterAnswers int64
	Before, After               float64
	Controls                    int     // touchpoints compared with; 0: with nothing, Control is 0
	Control                     float64 // their change, in points
	Luck                        float64 // points taken off, because who is chosen for being low rises by itself
	Value, Low, High            float64 // After-Before-Control-Luck in points, with its 90 % interval (normal)
}

// Trial is what Measure looks at.
type Trial struct {
	Touchpoint  string
	Before      Baseline
	After       map[string]Tally // of the days since the action, by touchpoint key
	Untouched   []string         // keys of touchpoints without an action of their own in these days
	Expected    float64          // points the action hopes for; 0: the least that is worth telling
	RatingsOnly bool             // texts are between two models
}

// Measure compares before and after with the untouched touchpoints
// (difference in differences). Of the period before it takes the mean drawn
// to the others', so that the worst of many, having been chosen for its bad
// luck too, is not called better when the luck is over. What the untouched
// touchpoints did meanwhile is taken off, see control. A verdict other than
// Open needs solid evidence on both sides.
func Measure(j *journey.Journey, t Trial) *Effect {
	a := complete(j.Analysis)
	before, part := t.Before.All, func(t Tally) Part { return t.All }
	if t.RatingsOnly {
		before, part = t.Before.Rating, func(t Tally) Part { return t.Rating }
	}
	after := levels(j, t.After, part)
	was, now := before[t.Touchpoint], after[t.Touchpoint]
	e := &Effect{Verdict: Open, BeforeAnswers: was.Answers, AfterAnswers: t.After[t.Touchpoint].Answers}
	e.NeedAbout = max(int(math.Ceil(a.MinSolid)), SampleSize(spreadOf(was), max(t.Expected/50, a.Effect)))
	if was.Answers == 0 || now.Answers == 0 {
		return e
	}
	others := slices.DeleteFunc(slices.Clone(t.Untouched), func(key string) bool { return key == t.Touchpoint })
	meanwhile := control(before, after, others)
	e.Controls = meanwhile.n
	value := now.Mean - was.Drawn - meanwhile.mean
	variance := now.Variance + was.Error + meanwhile.variance
	half := z90 * math.Sqrt(variance)
	e.Measured = true
	e.Before, e.After, e.Control = Points(was.Mean), Points(now.Mean), 50*meanwhile.mean
	e.Luck, e.Value, e.Low, e.High = 50*(was.Drawn-was.Mean), 50*value, 50*(value-half), 50*(value+half)
	size := min(was.Size, now.Size)
	if size >= a.MinSolid-tiny {
		e.Verdict = a.verdict(value, half)
	}
	switch {
	case e.Verdict != Open:
		e.NeedAbout = 0
	case size >= float64(e.NeedAbout):
		// As many as were planned, and still it cannot be told: so many that the
		// interval lies inside what is worth telling or, where that would be a
		// verdict, leaves out 0. Answers narrow only what they are the cause of.
		narrow := a.Effect - math.Abs(value)
		if value < 0 || value >= leastGain {
			narrow = max(narrow, math.Abs(value))
		}
		e.NeedAbout = 0
		if spare := narrow*narrow/(z90*z90) - meanwhile.lasting; spare > 0 {
			if need := size * (variance - meanwhile.lasting) / spare; need <= reach*size {
				e.NeedAbout = int(math.Ceil(need))
			}
		}
	}
	return e
}

func (a analysis) verdict(value, half float64) Verdict {
	switch {
	case value-half > 0 && value >= leastGain-tiny:
		return Worked
	case value+half < 0:
		return Worse
	case value-half >= -a.Effect-tiny && value+half <= a.Effect+tiny:
		return NoChange
	}
	return Open
}

func spreadOf(l Level) float64 {
	if l.Answers == 0 {
		return math.Sqrt(pooledDefault)
	}
	return l.Spread
}

// SampleSize is how many answers each of two periods needs for a difference
// of d to be found in 8 of 10 cases (two-sided 5 %), where single answers
// spread by sd; both on -1..1.
func SampleSize(sd, d float64) int {
	if d <= 0 {
		return math.MaxInt32
	}
	z := (z95 + z80) * sd / d
	return int(math.Ceil(min(2*z*z, math.MaxInt32)))
}
