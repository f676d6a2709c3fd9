package mood

// SeamPoints is the least fall of the curve between neighbours that is worth a
// word, in points of 100.
const SeamPoints = 15

// Seam is how far the curve falls from one point to the next, in points of 100;
// 0 when it rises, when the fall is below SeamPoints, or when one of the two is
// not solid.
func Seam(from, to *Point) float64 {
	if from.Evidence != Solid || to.Evidence != Solid {
		return 0
	}
	if fall := from.Mood.Value - to.Mood.Value; fall >= SeamPoints {
		return fall
	}
	return 0
}
