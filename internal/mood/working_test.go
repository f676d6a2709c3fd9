package mood

import (
	"math"
	"testing"

	"github.com/waymood/waymood/internal/journey"
)

// TestWorking holds each step of a figure to the worked example.
func TestWorking(t *testing.T) {
	var c1 struct {
		Output struct {
			Current map[string]struct {
				N, Mean float64
				Var     float64 `json:"var_mod"`
				DF      float64
			}
		}
	}
	fixture(t, "C1_touchpoints", &c1)
	var c2 struct {
		Output struct {
			Mu, Tau2 float64
			Theta, B map[string]float64
			SD       map[string]float64 `json:"post_sd"`
		}
	}
	fixture(t, "C2_shrinkage", &c2)
	var e2 struct {
		Output struct {
			Pain map[string]struct {
				Pull  float64
				Below float64 `json:"P_below"`
			}
		}
	}
	fixture(t, "E2_pain", &e2)
	var f1 struct {
		Output map[string]struct{ Delta, SE, DF, P float64 }
	}
	fixture(t, "F1_trend_bh", &f1)
	in := cafe(t)
	m := Build(in)
	near(t, "pooled", m.Pooled, 0.2961)
	for key := range c2.Output.Theta {
		p := at(t, m, key)
		w := p.Working
		if w == nil {
			t.Errorf("%s has no working", key)
			continue
		}
		near(t, key+" n", w.N, c1.Output.Current[key].N)
		near(t, key+" mean", w.Mean, c1.Output.Current[key].Mean)
		near(t, key+" s0^2", w.Pooled, 0.2961)
		near(t, key+" moderated", w.Moderated, ((w.N-1)*w.Variance+w.Nu0*w.Pooled)/(w.N-1+w.Nu0))
		near(t, key+" v", w.Error2, w.Moderated/w.N)
		near(t, key+" half", w.Half, w.Quantile*math.Sqrt(w.Error2))
		near(t, key+" low", math.Max(-1, w.Mean-w.Half), p.Mood.Low/50-1)
		near(t, key+" mu", w.Others, c2.Output.Mu)
		near(t, key+" B", w.Drawn, c2.Output.B[key])
		near(t, key+" theta", w.Theta, c2.Output.Theta[key])
		near(t, key+" theta again", w.Theta, w.Drawn*w.Others+(1-w.Drawn)*w.Mean)
		near(t, key+" sd", w.Error, c2.Output.SD[key])
		near(t, key+" pull", w.Pull, e2.Output.Pain[key].Pull)
		near(t, key+" pull again", w.Pull, 50*w.Weight*max(0, w.Target-w.Theta))
		near(t, key+" below", w.Below, e2.Output.Pain[key].Below)
		near(t, key+" priority", w.Priority, w.Pull*w.Importance)
		want, told := f1.Output[key]
		if (w.Comparison != nil) != told {
			t.Errorf("%s: compared %v, want %v", key, w.Comparison != nil, told)
			continue
		}
		if !told {
			continue
		}
		near(t, key+" difference", w.Comparison.Difference, want.Delta)
		near(t, key+" se", w.Comparison.Error, want.SE)
		near(t, key+" df", w.Comparison.Freedom, want.DF)
		near(t, key+" p", p.Change.P, want.P)
		if w.Comparison.Family != 5 {
			t.Errorf("%s is one of a family of %d", key, w.Comparison.Family)
		}
	}
	queue := at(t, m, "queue").Working
	near(t, "queue s~^2", queue.Moderated, 0.4229)
	near(t, "queue weight", queue.Weight, 1/4.4)
	if at(t, m, "email").Working != nil {
		t.Error("four answers have a working")
	}
}

// TestHalves scores ratings and texts apart, and says that they differ only
// where they surely do.
func TestHalves(t *testing.T) {
	in := cafe(t)
	say := func(key string, times int, sentiment float64) {
		tally := in.Current[key]
		c := Contribution{HasText: true, TextOmega: units(0.4), TextE: units(sentiment), Omega: units(0.4), E: units(sentiment)}
		for range times {
			tally.Text.apply(c.TextOmega, c.TextE, Unhappy, 1)
		}
		in.Current[key] = tally
	}
	say("pay", 20, -0.4)   // far below the marks
	say("queue", 20, -0.3) // as the marks
	say("menu", 4, -0.9)   // too few
	m := Build(in)
	pay := at(t, m, "pay").Halves
	near(t, "marks", pay.Rating.Mood.Value, 73.5)
	near(t, "words", pay.Text.Mood.Value, 30)
	if !pay.Differ || pay.Rating.Answers != 50 || pay.Text.Answers != 20 {
		t.Errorf("pay: %+v", pay)
	}
	if at(t, m, "queue").Halves.Differ {
		t.Error("words at the queue are said to differ")
	}
	menu := at(t, m, "menu").Halves
	if menu.Text.Mood != nil || menu.Text.Answers != 4 || menu.Differ {
		t.Errorf("four texts are scored: %+v", menu)
	}
	if drink := at(t, m, "drink").Halves; drink.Text.Mood != nil || drink.Text.Answers != 0 {
		t.Errorf("no texts are scored: %+v", drink)
	}
}

// TestOf scores a part of a touchpoint as the whole is.
func TestOf(t *testing.T) {
	in := cafe(t)
	m := Build(in)
	whole := Of(journey.Defaults(), in.Current["queue"].All, m.Pooled)
	if whole.Mood == nil || *whole.Mood != *at(t, m, "queue").Mood || whole.Answers != 40 {
		t.Errorf("the whole queue: %+v", whole)
	}
	if few := Of(journey.Defaults(), marks(1, 1, 1, 1).All, m.Pooled); few.Mood != nil || few.Answers != 4 {
		t.Errorf("four answers: %+v", few)
	}
	if none := Of(journey.Defaults(), Part{}, m.Pooled); none.Mood != nil || none.Answers != 0 {
		t.Errorf("no answers: %+v", none)
	}
}
