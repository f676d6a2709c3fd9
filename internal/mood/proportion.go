package mood

import "math"

// Wilson is the 95 % interval of a share of x in n (Wilson 1927), inside 0..1;
// without observations it is 0..1.
func Wilson(x, n int64) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	k, p, z2 := float64(n), float64(x)/float64(n), z95*z95
	centre := (p + z2/(2*k)) / (1 + z2/k)
	half := z95 * math.Sqrt(max(0, p*(1-p)/k+z2/(4*k*k))) / (1 + z2/k)
	return max(0, centre-half), min(1, centre+half)
}

// Difference is what two shares differ by.
type Difference struct {
	Value     float64 // x1/n1 - x0/n0
	Low, High float64 // 95 % (Newcombe 1998, method 10)
	Z, P      float64 // pooled test, two-sided
}

// Compare sets a share of x1 in n1 against one of x0 in n0. Without
// observations on either side nothing is known: -1..1, P 1.
func Compare(x1, n1, x0, n0 int64) Difference {
	if n1 <= 0 || n0 <= 0 {
		return Difference{Low: -1, High: 1, P: 1}
	}
	a, b := float64(n1), float64(n0)
	p1, p0 := float64(x1)/a, float64(x0)/b
	d := Difference{Value: p1 - p0, P: 1}
	low1, high1 := Wilson(x1, n1)
	low0, high0 := Wilson(x0, n0)
	d.Low = d.Value - math.Hypot(p1-low1, high0-p0)
	d.High = d.Value + math.Hypot(high1-p1, p0-low0)
	p := float64(x1+x0) / (a + b)
	if se := math.Sqrt(p * (1 - p) * (1/a + 1/b)); se > 0 {
		d.Z = d.Value / se
		d.P = 2 * phi(-math.Abs(d.Z), 1)
	}
	return d
}
