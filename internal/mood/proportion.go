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
