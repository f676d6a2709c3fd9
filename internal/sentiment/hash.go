package sentiment

// Features are hashed: a feature is the 32-bit hash of its characters, and the
// leading bits of the mixed hash name the bucket that holds its weights. Two
// features may share a bucket; with two million of them it rarely matters.

const (
	hashBasis = 2166136261
	hashPrime = 16777619

	// What keeps features of the same characters and another kind apart.
	kindHan     = 0x3C6EF372
	kindWord    = 0x1B873593
	kindPair    = 0x85EBCA6B
	kindTriple  = 0xC2B2AE35
	kindLetters = 0x27D4EB2F
	kindConcept = 0x165667B1
	kindNegated = 0x9E3779B1
	kindPrefix  = 0x5BD1E995
)

// step adds one character to a running hash.
func step(h uint32, r rune) uint32 { return (h ^ uint32(r)) * hashPrime }

// mix spreads a hash over all its bits (the finalizer of MurmurHash3).
func mix(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85EBCA6B
	h ^= h >> 13
	h *= 0xC2B2AE35
	return h ^ h>>16
}

// join makes one hash of two words in their order.
func join(a, b uint32) uint32 { return (a*31 ^ b) * hashPrime }
