package sentiment

// word emits a word, its pairs and triples with the words before, its letter
// n-grams, and looks it up.
func (x *Extractor) word(w []rune, c byte) {
	f := x.folded[:0]
	f = append(f, ' ')
	var last rune
	same := 0
	for _, r := range w {
		if c == slavic {
			if r = slavicLetter(r); r == 0 {
				continue
			}
		}
		if r == last {
			if same++; same >= 2 {
				continue // sooo is soo
			}
		} else {
			same = 0
		}
		last = r
		f = append(f, r)
		if len(f) > longestWord {
			break
		}
	}
	f = append(f, ' ')
	x.folded = f
	stem := f[1 : len(f)-1]
	if c == slavic {
		stem = slavicStem(stem)
	}
	h := uint32(kindWord)
	for _, r := range stem {
		h = step(h, r)
	}
	x.emit(GroupWord, h)
	if x.state.gap > 0 && x.state.negated {
		x.emit(GroupWord, h^kindNegated)
	}
	x.pair(h)
	x.letters(f)
	if c == slavic {
		x.lookUp(w, stem)
	} else {
		x.lookUp(w, nil)
	}
	x.state.gap -= 4
}

// letters emits the 3-5-grams of a word between its two spaces.
func (x *Extractor) letters(f []rune) {
	out := x.Hashes[GroupLetters]
	for i := 0; i+3 <= len(f); i++ {
		h := step(step(step(kindLetters, f[i]), f[i+1]), f[i+2])
		out = append(out, h)
		if i+4 <= len(f) {
			h = step(h, f[i+3])
			out = append(out, h)
			if i+5 <= len(f) {
				out = append(out, step(h, f[i+4]))
			}
		}
	}
	x.Hashes[GroupLetters] = out
}

// lookUp finds the longest phrase that ends in the word w, or w, or the longest
// known prefix of w, or else its stem, and records it.
func (x *Extractor) lookUp(w, stem []rune) {
	if x.lexicon == nil {
		return
	}
	key := wordKey(w)
	var best, self *Entry
	rank := 0
	consider := func(e *Entry, r int) {
		if e != nil && r > rank && (e.General != 0 || e.Own != 0 || e.Concept != 0 || e.Role&roleMask != 0) {
			best, rank = e, r
		}
	}
	self = x.lexicon.find(key)
	if self != nil && self.Role&roleMask != 0 {
		consider(self, 195) // доволі смачно is not доволен
	} else {
		consider(self, 100)
	}
	if x.starter[0] {
		pair := join(x.pending[0], key)
		consider(x.lexicon.find(pair), 200)
		if x.starter[1] {
			consider(x.lexicon.find(join(join(x.pending[1], x.pending[0]), key)), 300)
		}
	}
	h := uint32(hashBasis)
	for i, r := range w {
		h = step(h, r)
		if i < 2 && len(w) > 2 {
			continue
		}
		p := h | 1 ^ kindPrefix
		if e := x.lexicon.find(p); e != nil {
			r := 10 + i
			if e.Own != 0 || e.Concept != 0 {
				r += 80 // the service list knows better than a translated one
				if self != nil && self.Own == 0 {
					r += 50
				}
			}
			consider(e, r)
		}
		if x.starter[0] {
			consider(x.lexicon.find(join(x.pending[0], p)), 200)
			if x.starter[1] {
				consider(x.lexicon.find(join(join(x.pending[1], x.pending[0]), p)), 300)
			}
		}
	}
	if best == nil && len(stem) > shortestStem {
		best = x.lexicon.find(stemKey(stem))
	}
	x.shift(key, self != nil && self.Role&flagStarter != 0 || x.starterPair(key))
	if best == nil {
		return
	}
	if rank >= 200 {
		// The phrase has its negator inside: не раджу is not раджу negated.
		x.state.gap = 0
	}
	x.meet(best, 4)
}

// starterPair reports whether the word before and key begin a phrase of three.
func (x *Extractor) starterPair(key uint32) bool {
	if !x.starter[0] || x.pending[0] == 0 {
		return false
	}
	e := x.lexicon.find(join(x.pending[0], key))
	return e != nil && e.Role&flagStarter != 0
}
