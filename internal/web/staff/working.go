package staff

import (
	"fmt"
	"math"
	"strings"

	"github.com/waymood/waymood/internal/mood"
)

// workView is a step of how a figure was computed: a sentence, and the formula
// with the numbers put in.
type workView struct{ Text, Formula string }

// figure writes a number for a formula, whose minus is not a hyphen.
func (pg *page) figure(x float64, decimals int) string {
	return strings.Replace(pg.number(x, decimals), "-", "−", 1)
}

// working says how a touchpoint's figures came about.
func (v *viewer) working(p *mood.Point) []workView {
	w := p.Working
	if w == nil {
		return nil
	}
	f := v.figure
	step := func(id, formula string, args ...any) workView {
		return workView{v.T("panel.work_"+id, args...), formula}
	}
	list := []workView{
		step("mean", fmt.Sprintf("m = Σωe / Σω = %s,  50 · (m + 1) = %s", f(w.Mean, 4), f(mood.Points(w.Mean), 1)),
			"Answers", v.answers(p.Answers), "Mean", f(w.Mean, 2), "Score", f(mood.Points(w.Mean), 1)),
		step("n", fmt.Sprintf("n = (Σω)² / Σω² = %s", f(w.N, 1)), "N", f(w.N, 1)),
		step("variance", fmt.Sprintf("s² = %s,  s₀² = %s,  s̃² = ((n − 1) · s² + %s · s₀²) / (n − 1 + %[3]s) = %[4]s",
			f(w.Variance, 4), f(w.Pooled, 4), f(w.Nu0, 0), f(w.Moderated, 4)), "Count", whole(w.Nu0), "N", f(w.Nu0, 0)),
		step("interval", fmt.Sprintf("v = s̃² / n = %s,  df = %s,  t = %s,  m ± t · √v = %s … %s",
			f(w.Error2, 5), f(w.Freedom, 1), f(w.Quantile, 3), f(max(-1, w.Mean-w.Half), 4), f(min(1, w.Mean+w.Half), 4)),
			"Low", f(p.Mood.Low, 1), "High", f(p.Mood.High, 1)),
		step("rank", fmt.Sprintf("B = v / (v + τ²) = %s,  μ = %s,  θ = B · μ + (1 − B) · m = %s",
			f(w.Drawn, 4), f(w.Others, 4), f(w.Theta, 4)), "Share", v.percent(w.Drawn), "Score", f(mood.Points(w.Theta), 1)),
		step("lost", fmt.Sprintf("50 · %s · max(0, %s − (%s)) = %s", f(w.Weight, 4), f(w.Target, 2), f(w.Theta, 4), f(w.Pull, 2)),
			"Share", v.percent(w.Weight), "Target", f(mood.Points(w.Target), 0), "Count", tenths(w.Pull), "Points", f(w.Pull, 1)),
		step("below", fmt.Sprintf("Φ((%s − (%s)) / %s) %s %s", f(w.Target, 2), f(w.Theta, 4), f(w.Error, 4), nearly(w.Below), f(min(w.Below, 0.9999), 4)),
			"Share", v.chance(w.Below), "Target", f(mood.Points(w.Target), 0)),
	}
	if w.Importance != 1 {
		list = append(list, step("importance", fmt.Sprintf("%s · %s = %s", f(w.Pull, 2), f(w.Importance, 2), f(w.Priority, 2)), "Times", f(w.Importance, 1)))
	}
	if c := w.Comparison; c != nil && v.compared && p.Change != nil {
		list = append(list,
			step("change", fmt.Sprintf("D = %s − (%s) = %s,  √(v + v₀) = %s,  df = %s,  p %s",
				f(c.Mean, 4), f(c.MeanBefore, 4), f(c.Difference, 4), f(c.Error, 4), f(c.Freedom, 1), v.probability(p.Change.P)),
				"N", f(c.N, 0), "Before", f(c.NBefore, 0)),
			step(map[bool]string{true: "confirmed", false: "chance"}[p.Change.Confirmed],
				fmt.Sprintf("p ≤ %s?  |D| · 50 = %s ≥ %s?", f(0.1, 2), f(50*math.Abs(c.Difference), 1), f(50*v.m.Journey.Analysis.Effect, 1)),
				"Count", c.Family, "P", v.probability(p.Change.PAdjusted)))
	}
	return list
}

// nearly is the sign before a probability that is shown as at most 0.9999.
func nearly(p float64) string {
	if p > 0.9999 {
		return ">"
	}
	return "="
}

// probability writes a p-value after its sign; it is never nothing.
func (pg *page) probability(p float64) string {
	if p < 0.0001 {
		return "< " + pg.number(0.0001, 4)
	}
	return "= " + pg.number(p, 4)
}
