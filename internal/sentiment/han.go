package sentiment

// hanRun emits the 1-3-grams of a run of Chinese characters and looks up the
// longest known word at each place. Chinese needs no segmentation for this: the
// n-grams of a word are among those of its sentence.
func (x *Extractor) hanRun(run []rune) {
	out := x.Hashes[GroupHan]
	for i, r := range run {
		h := step(kindHan, r)
		out = append(out, h)
		if i+1 < len(run) {
			h = step(h, run[i+1])
			out = append(out, h)
			if i+2 < len(run) {
				h = step(h, run[i+2])
				out = append(out, h)
			}
		}
	}
	x.Hashes[GroupHan] = out
	x.breakWords()
	if x.lexicon == nil {
		return
	}
	for i := 0; i < len(run); {
		n := x.hanWord(run[i:])
		x.state.gap -= n
		i += n
	}
}

// hanWord looks up the longest known word that run begins with, records it and
// returns its length, 1 where none is known.
func (x *Extractor) hanWord(run []rune) int {
	if run[0] >= 0x10000 {
		return 1
	}
	n := min(int(x.lexicon.longest[run[0]]), len(run))
	if n == 0 {
		return 1
	}
	var keys [longestHanWord]uint32
	h := uint32(hashBasis)
	for i := 0; i < n; i++ {
		h = step(h, run[i])
		keys[i] = h | 1
	}
	for ; n > 0; n-- {
		if e := x.lexicon.find(keys[n-1]); e != nil && (e.General != 0 || e.Own != 0 || e.Concept != 0 || e.Role&roleMask != 0) {
			x.meet(e, 3*n)
			return n
		}
	}
	return 1
}
