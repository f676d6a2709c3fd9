package sentiment

import "math"

// DenseSize is the number of features that are no n-grams: what the word lists,
// the emoji and the shape of the text say, the same in every language.
const DenseSize = 40

// squash maps 0..∞ to 0..1, odd.
func squash(v float32) float32 {
	if v < 0 {
		return v / (1.5 - v)
	}
	return v / (1.5 + v)
}

func flag(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// summarize fills Dense from the hits and the state.
func (x *Extractor) summarize() {
	st := &x.state
	if st.opens > 0 {
		st.sads += st.opens
	}
	var ownGood, ownBad, good, bad float32
	var first, last, lastSentence, after, before, most, least, sum float32
	var flipGood, flipBad float32
	lastClause := -1
	for i := range x.hits {
		lastClause = max(lastClause, x.hits[i].clause)
	}
	for i := range x.hits {
		h := &x.hits[i]
		if h.own > 0 {
			ownGood += h.own
		} else {
			ownBad -= h.own
		}
		if h.general > 0 {
			good += h.general
		} else {
			bad -= h.general
		}
		v := h.value()
		sum += v
		most, least = max(most, v), min(least, v)
		if h.clause == x.hits[0].clause {
			first += v
		}
		if h.clause == lastClause {
			last += v
		}
		if h.sentence == x.hits[len(x.hits)-1].sentence {
			lastSentence += v
		}
		if st.but {
			if i >= st.butAt {
				after += v
			} else {
				before += v
			}
		}
		if h.negated {
			if h.positive {
				flipGood++
			} else {
				flipBad++
			}
		}
	}
	n := float32(len(x.hits))
	size := float32(0)
	for g := range x.Hashes {
		if g != GroupLetters {
			size += float32(len(x.Hashes[g]))
		}
	}
	balance := (good + ownGood - bad - ownBad) / (good + ownGood + bad + ownBad + 1)
	exclaims := float32(min(st.exclaims, 3)) / 3
	x.Dense = [DenseSize]float32{
		squash(ownGood), squash(ownBad), (ownGood - ownBad) / (ownGood + ownBad + 0.5), flag(ownGood > 0), flag(ownBad > 0),
		squash(good), squash(bad), (good - bad) / (good + bad + 0.5), flag(good > 0), flag(bad > 0),
		sum / (n + 1) / 2, most / 4, least / 4, squash(first), squash(last),
		squash(lastSentence), squash(after), squash(before), flag(st.but), squash(flipGood),
		squash(flipBad), squash(float32(st.negators)), squash(st.pictureGood), squash(st.pictureBad), float32(min(st.smiles, 3)) / 3,
		float32(min(st.sads, 3)) / 3, exclaims, exclaims * balance, float32(min(st.questions, 3)) / 3, squash(float32(st.dots)),
		float32(math.Log1p(float64(size))) / 6, flag(n == 0), flag(n == 0 && size < 12), flag(st.numbers > 0), squash(float32(st.boosters)) * balance,
		squash(float32(st.negators)) * flag(n == 0), squash((ownGood + good) / (1 + size/8)), squash((ownBad + bad) / (1 + size/8)), flag(st.pictureCount > 0), balance,
	}
}
