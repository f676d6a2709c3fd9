package mood

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
	"pgregory.net/rapid"
)

// line is a journey of one stage whose touchpoints t0, t1, … got these
// 5-point ratings.
func line(counts ...[]int64) Input {
	j := &journey.Journey{
		Target: 75, Analysis: journey.Defaults(), Stages: []journey.Stage{{Key: "all"}},
		Surveys: []survey.Survey{{Key: "quick", Questions: []survey.Question{{Key: "rating", Type: survey.CSAT}}}},
	}
	in := Input{Journey: j, Current: map[string]Tally{}, Counts: map[string]map[int]int64{}}
	for i, c := range counts {
		key := fmt.Sprintf("t%d", i)
		j.Stages[0].Touchpoints = append(j.Stages[0].Touchpoints, journey.Touchpoint{Key: key, Survey: "quick"})
		in.Current[key], in.Counts[key] = marks(c...), raw(c...)
	}
	return in
}

func TestNoAnswers(t *testing.T) {
	in := line(nil, nil)
	in.Previous = map[string]Tally{}
	m := Build(in)
	p := at(t, m, "t0")
	if m.Mood != nil || m.Answers != 0 || m.Coverage != 0 || m.Pains != nil || m.Stages[0].Mood != nil || m.PeakEnd != nil || m.ReachKnown {
		t.Errorf("%+v", m)
	}
	if p.Evidence != None || p.Unhappy != nil || p.Happy != nil || p.KPI != nil || p.Missing() != 5 {
		t.Errorf("%+v", p)
	}
}

func TestEmptyJourney(t *testing.T) {
	m := Build(Input{Journey: &journey.Journey{Stages: []journey.Stage{{Key: "bare"}, {Key: "old", Archived: true}}}})
	if len(m.Stages) != 1 || m.Stages[0].Mood != nil || m.Target != 75 {
		t.Errorf("%+v", m)
	}
}

func TestOneAnswer(t *testing.T) {
	in := line([]int64{0, 0, 0, 1, 0})
	m := Build(in)
	p := at(t, m, "t0")
	if p.Mood != nil || p.Missing() != 4 || *p.Happy != 1 || m.Mood != nil {
		t.Errorf("%+v", p)
	}
	in.Journey.Analysis.MinRough = 1
	p = at(t, Build(in), "t0")
	if p.Evidence != Indicative || p.Mood == nil || p.Mood.Low != 0 || p.Mood.High != 100 {
		t.Errorf("an interval exists for a single answer: %+v", p)
	}
	near(t, "mean", p.Mood.Value, 75)
}

func TestAllEqual(t *testing.T) {
	m := Build(line([]int64{0, 0, 30, 0, 0}, []int64{0, 0, 30, 0, 0}, []int64{0, 0, 30, 0, 0}, []int64{0, 0, 30, 0, 0}))
	p := at(t, m, "t0")
	near(t, "mean", p.Mood.Value, 50)
	// s0^2 is at its floor of 0.01, drawn in with weight 4 of 33.
	near(t, "half", p.Mood.High-50, 50*quantile(33)*math.Sqrt(0.04/33/30))
	near(t, "tau at its floor", m.Spread, 50*0.05)
	if len(m.Pains) != 4 || m.Pains[0].Touchpoint.Key != "t0" || m.Pains[0].Confidence != TooClose || m.Pains[3].Confidence != "" {
		t.Errorf("ties keep the journey's order: %+v", m.Pains)
	}
	for _, p := range m.Pains {
		near(t, "each as likely the worst", *p.Worst, 0.25)
	}
}

func TestStageWithoutTouchpoints(t *testing.T) {
	in := cafe(t)
	in.Journey.Stages = append(in.Journey.Stages, journey.Stage{Key: "empty"})
	m := Build(in)
	if s := m.Stages[6]; s.Mood != nil || s.Coverage != 0 || s.Pains != nil || len(s.Points) != 0 {
		t.Errorf("%+v", s)
	}
	near(t, "journey", m.Mood.Value/50-1, 0.1793)
}

func TestReachOfNobody(t *testing.T) {
	in := line([]int64{9, 9, 2, 0, 0}, []int64{0, 0, 2, 9, 9})
	nobody := 0.0
	for i := range in.Journey.Stages[0].Touchpoints {
		in.Journey.Stages[0].Touchpoints[i].Reach = &nobody
	}
	m := Build(in)
	near(t, "all count the same", m.Mood.Value, 50)
	near(t, "coverage", m.Coverage, 1)
	if !m.ReachKnown || len(m.Pains) != 1 {
		t.Errorf("%+v", m)
	}
}

func TestFewTouchpointsShrink(t *testing.T) {
	in := line([]int64{9, 9, 2, 0, 0}, []int64{0, 0, 2, 9, 9})
	half := 0.5
	in.Journey.Stages[0].Touchpoints[1].Reach = &half
	m := Build(in)
	// tau^2 is 0.10, and the mean is weighted by reach 1 and 0.5.
	a := marks(9, 9, 2, 0, 0)
	b := marks(0, 0, 2, 9, 9)
	list := []score{measure(a.All), measure(b.All)}
	complete(journey.Defaults()).moderate(list)
	mu := (list[0].mean + 0.5*list[1].mean) / 1.5
	shrunk := list[0].v / (list[0].v + 0.10)
	near(t, "theta", *at(t, m, "t0").Shrunk/50-1, shrunk*mu+(1-shrunk)*list[0].mean)
	near(t, "spread is not known", m.Spread, 0)
}

func TestLowCoverageHidesTheMood(t *testing.T) {
	in := line([]int64{0, 0, 2, 9, 9}, nil)
	if m := Build(in); m.Mood != nil || m.Coverage != 0.5 || m.Stages[0].Mood != nil {
		t.Errorf("%+v", m)
	}
}

func TestMomentOfTruth(t *testing.T) {
	in := cafe(t)
	in.Journey.Stages[2].Touchpoints[0].MomentOfTruth = true
	p := at(t, Build(in), "queue").Pain
	near(t, "priority", p.Priority, 2*8.2615)
	near(t, "points lost", p.PointsLost, 8.2615)
}

func TestDivided(t *testing.T) {
	if p := at(t, Build(line([]int64{10, 0, 0, 0, 25})), "t0"); !p.Divided {
		t.Errorf("loved and hated: %+v", p)
	}
}

// A text that the scorer cannot judge counts as an answer and not as a point.
func TestTextsWithoutQuality(t *testing.T) {
	in := line(nil)
	var tally Tally
	for range 6 {
		tally.Add(Contribute(journey.Analysis{}, nil, &Text{Sentiment: 1, Tokens: 9}), TextPositive)
	}
	in.Current["t0"] = tally
	p := at(t, Build(in), "t0")
	if p.Answers != 6 || p.Evidence != None || p.Happy != nil || p.Text != (TextCounts{Scored: 6, Positive: 6}) || p.Missing() != 0 {
		t.Errorf("%+v", p)
	}
}

func TestCompareByRatingsAlone(t *testing.T) {
	in := line([]int64{0, 0, 0, 30, 0})
	t0 := in.Current["t0"]
	for range 30 {
		t0.Add(Contribute(journey.Analysis{}, nil, &Text{Sentiment: -1, Tokens: 9, Quality: 1}), TextNegative)
	}
	in.Current["t0"] = t0
	in.Previous = map[string]Tally{"t0": marks(0, 0, 0, 30, 0)}
	if c := at(t, Build(in), "t0").Change; c.From <= c.To+10 || !c.Confirmed {
		t.Errorf("with texts: %+v", c)
	}
	in.RatingsOnly = true
	p := at(t, Build(in), "t0")
	if c := p.Change; c.From != 75 || c.To != 75 || c.Confirmed || p.Mood.Value > 70 {
		t.Errorf("ratings alone: %+v", c)
	}
}

func TestArchivedIsLeftOut(t *testing.T) {
	in := cafe(t)
	in.Journey.Stages[0].Archived = true
	in.Journey.Stages[2].Touchpoints[0].Archived = true
	m := Build(in)
	if m.Answers != 226-24-40 || len(m.Stages) != 5 || len(m.Stages[1].Points) != 1 {
		t.Errorf("%d answers, %d stages", m.Answers, len(m.Stages))
	}
}

func TestWorstOfVeryUnequalSpreads(t *testing.T) {
	for _, c := range []struct {
		spots []*spot
		want  []float64
	}{
		{[]*spot{{unclamped: 1, sd: 1}}, []float64{1}},
		{[]*spot{{unclamped: 1, sd: 0}, {unclamped: 1, sd: 1}}, []float64{0.5, 0.5}},
		{[]*spot{{unclamped: 1, sd: 0}, {unclamped: 2, sd: 0}}, []float64{0, 1}},
		{[]*spot{{unclamped: 1, sd: 1e-7}, {unclamped: 0, sd: 1}}, []float64{0.841345, 0.158655}},
		{[]*spot{{unclamped: 0, sd: 0}, {unclamped: 0, sd: 0}}, []float64{0.5, 0.5}},
		{[]*spot{{unclamped: 0, sd: 1}, {unclamped: 0, sd: 1}, {unclamped: -50, sd: 1}}, []float64{0.5, 0.5, 0}},
	} {
		for i, p := range worstOf(c.spots) {
			if math.Abs(p-c.want[i]) > 1e-3 {
				t.Errorf("%v: spot %d got %.5f", c.want, i, p)
			}
		}
	}
}

// worstOf agrees with the plain way of computing the integral: for each spot
// Simpson's rule on 4001 nodes over eight standard deviations on either side.
func TestWorstAgainstSimpson(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		var spots []*spot
		for range 2 + r.IntN(13) {
			spots = append(spots, &spot{unclamped: 10*r.Float64() - 2, sd: 0.1 + 2*r.Float64()})
		}
		for k, got := range worstOf(spots) {
			s := spots[k]
			var sum float64
			for i := range 4001 {
				z := -8 + 16*float64(i)/4000
				y := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
				for j, o := range spots {
					if j != k {
						y *= phi(s.unclamped+z*s.sd-o.unclamped, o.sd)
					}
				}
				switch {
				case i == 0 || i == 4000:
				case i%2 == 1:
					y *= 4
				default:
					y *= 2
				}
				sum += y * 16 / 4000 / 3
			}
			if math.Abs(got-sum) > 1e-5 {
				t.Errorf("spot %d of %d: %.7f, Simpson %.7f", k, len(spots), got, sum)
			}
		}
	}
}

// No input whatever makes a number that is none, an interval upside down or
// a probability beyond 0..1.
func TestNumbersStayNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 9).Draw(t, "touchpoints")
		in := line(make([][]int64, n)...)
		in.Previous = map[string]Tally{}
		in.Journey.Target = rapid.Float64Range(0, 100).Draw(t, "target")
		in.RatingsOnly = rapid.Bool().Draw(t, "ratings only")
		for i := range in.Journey.Stages[0].Touchpoints {
			tp := &in.Journey.Stages[0].Touchpoints[i]
			if rapid.Bool().Draw(t, "reach known") {
				r := rapid.Float64Range(0, 1).Draw(t, "reach")
				tp.Reach = &r
			}
			for _, tallies := range []map[string]Tally{in.Current, in.Previous} {
				var tally Tally
				c := rapid.SliceOfN(contributions(), 0, 5).Draw(t, "answers")
				times := rapid.SampledFrom([]int{1, 1, 7, 2000}).Draw(t, "times")
				for _, c := range c {
					for range times {
						tally.Add(c, NoText)
					}
				}
				tallies[tp.Key] = tally
			}
			in.Counts[tp.Key] = map[int]int64{rapid.IntRange(-2, 9).Draw(t, "value"): rapid.Int64Range(0, 1e12).Draw(t, "count")}
		}
		m := Build(in)
		// JSON has no word for NaN or infinity and refuses them.
		if _, err := json.Marshal(m); err != nil {
			t.Fatal(err)
		}
		for _, s := range m.Stages {
			for _, p := range s.Points {
				if i := p.Mood; i != nil && (i.Low < 0 || i.Low > i.Value || i.High < i.Value || i.High > 100) {
					t.Fatalf("%+v", i)
				}
				if p.Pain != nil && p.Pain.Worst != nil && (*p.Pain.Worst < 0 || *p.Pain.Worst > 1) {
					t.Fatalf("%+v", p.Pain)
				}
			}
		}
	})
}

// many is a journey of n touchpoints in stages of ten, the same on every run.
func many(n int) Input {
	in := line(make([][]int64, n)...)
	all := in.Journey.Stages[0].Touchpoints
	in.Journey.Stages = nil
	in.Previous = map[string]Tally{}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range all {
		if i%10 == 0 {
			in.Journey.Stages = append(in.Journey.Stages, journey.Stage{Key: fmt.Sprint(i / 10)})
		}
		s := &in.Journey.Stages[i/10]
		s.Touchpoints = append(s.Touchpoints, all[i])
		c := []int64{1 + r.Int64N(9), 1 + r.Int64N(9), 1 + r.Int64N(9), 1 + r.Int64N(9), 1 + r.Int64N(9)}
		in.Current[all[i].Key], in.Counts[all[i].Key] = marks(c...), raw(c...)
		in.Previous[all[i].Key] = marks(c[4], c[1], c[2], c[3], c[0])
	}
	return in
}

func TestTenThousandTouchpoints(t *testing.T) {
	m := Build(many(10_000))
	var sum float64
	for _, p := range m.Pains {
		sum += *p.Worst
	}
	if len(m.Pains) < 1000 || sum <= 0 || sum > 1+1e-9 { // what is not listed may be the worst, too
		t.Errorf("%d pains, worst sums to %f", len(m.Pains), sum)
	}
}

func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{12, 100, 10_000} {
		in := many(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Build(in)
			}
		})
	}
}
