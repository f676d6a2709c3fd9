package mood

import (
	"math"

	"github.com/waymood/waymood/internal/survey"
)

// kpi is the classic figure of a question type from raw ratings; nothing
// without ratings.
func kpi(kind survey.Type, counts map[int]int64) map[string]KPI {
	scale, ok := kind.Scale()
	if !ok {
		return nil
	}
	var name string
	var k KPI
	switch kind {
	case survey.NPS:
		promoters, n := share(scale, counts, 9)
		happy, _ := share(scale, counts, 7)
		name, k = "nps", nps(promoters, happy-promoters, n-happy)
	case survey.CES:
		name, k = "ces", ces(scale, counts)
	case survey.YesNo:
		yes, n := share(scale, counts, 1)
		name, k = "yes_no", wilsonKPI(yes, n)
	default:
		two, n := share(scale, counts, int(scale.Max)-1)
		name, k = string(kind), wilsonKPI(two, n)
		if kind == survey.Smiley4 || kind == survey.Smiley5 {
			name = "smiley"
		}
	}
	if k.Answers == 0 {
		return nil
	}
	return map[string]KPI{name: k}
}

// wilsonKPI is a share with Wilson's interval, all 0..1.
func wilsonKPI(x, n int64) KPI {
	if n == 0 {
		return KPI{}
	}
	low, high := Wilson(x, n)
	return KPI{Value: float64(x) / float64(n), Low: low, High: high, Answers: n}
}

// nps is 100 times promoters' minus detractors' share, with the adjusted Wald
// interval (Rocks 2016): 3/4 promoter, 3/4 detractor and 1 1/2 passives more.
func nps(promoters, passives, detractors int64) KPI {
	answers := promoters + passives + detractors
	if answers == 0 {
		return KPI{}
	}
	n := float64(answers) + 3
	p, d := (float64(promoters)+0.75)/n, (float64(detractors)+0.75)/n
	half := z95 * math.Sqrt(max(0, p+d-(p-d)*(p-d))/n)
	return KPI{
		Value:   100 * float64(promoters-detractors) / float64(answers),
		Low:     100 * within(p-d-half, -1, 1),
		High:    100 * within(p-d+half, -1, 1),
		Answers: answers,
	}
}

// ces is the mean mark with Student's interval, drawn into the scale. One
// answer alone says nothing about the error: its interval is the whole scale.
func ces(scale survey.Scale, counts map[int]int64) KPI {
	var n int64
	var sum, squares float64
	for v := int(scale.Min); v <= int(scale.Max); v++ {
		c, x := float64(counts[v]), float64(v)
		n += counts[v]
		sum += c * x
		squares += c * x * x
	}
	if n == 0 {
		return KPI{}
	}
	mean := sum / float64(n)
	half := math.Inf(1)
	if n > 1 {
		df := float64(n - 1)
		half = quantile(df) * math.Sqrt(max(0, squares-sum*mean)/df/float64(n))
	}
	return KPI{
		Value:   mean,
		Low:     within(mean-half, scale.Min, scale.Max),
		High:    within(mean+half, scale.Min, scale.Max),
		Answers: n,
	}
}
