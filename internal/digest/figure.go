package digest

// chance writes a probability that was computed. It is never certain, so it
// never reads as nothing or all.
func (s speech) chance(x float64) string {
	if x >= 0.995 {
		return s.T("digest.more_than", "Share", s.Percent(0.99))
	}
	return s.Percent(max(x, 0.01))
}
