package digest

import "math"

// chance writes a probability that was computed. It is never certain, so it
// never reads as nothing or all.
func (s speech) chance(x float64) string {
	if x >= 0.995 {
		return s.T("digest.more_than", "Share", s.Percent(0.99))
	}
	return s.Percent(max(x, 0.01))
}

// signed writes a difference in points with its sign, which is never a hyphen.
func (s speech) signed(x float64) string {
	n := s.Number(math.Abs(x), 0)
	switch {
	case math.Round(x) > 0:
		return "+" + n
	case math.Round(x) < 0:
		return "−" + n
	}
	return "±" + n
}
