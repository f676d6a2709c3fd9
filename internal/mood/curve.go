package mood

import "gonum.org/v1/gonum/interp"

// Curve is a smooth line through the points (x ascending, at least two of
// them) that never runs above or below its neighbours (Fritsch & Butland's
// monotone cubic, known as PCHIP).
func Curve(x, y []float64) func(float64) float64 {
	var c interp.FritschButland
	if err := c.Fit(x, y); err != nil || len(x) < 2 {
		return func(float64) float64 { return 0 }
	}
	return c.Predict
}
