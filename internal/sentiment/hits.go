package sentiment

// A hit is a word with a valence, as it stands in its clause.
type hit struct {
	own, general float32 // -4..4, negation and boosters applied
	clause       int
	sentence     int
	negated      bool
	positive     bool // before negation
}

func (h *hit) value() float32 {
	if h.own != 0 {
		return h.own
	}
	return h.general
}

// state is what the extractor remembers within a text.
type state struct {
	gap      int // how far the last negator still reaches, 4 to a word, 1 to a Han character
	negated  bool
	boost    float32 // 0 none, else a factor
	clause   int
	sentence int
	butAt    int // hits before the last contrast
	but      bool

	negators, boosters                    int
	exclaims, questions, dots             int
	opens, smiles, sads, numbers          int
	pictureGood, pictureBad, pictureCount float32
}

const (
	wordReach = 20 // four words after the negator, which counts itself
	hanReach  = 8
	flip      = -0.7 // a negated word is a little weaker than its opposite
)

// meet records an entry of the lexicon at the current place. reach is that of
// the entry if it negates: 4 for a word, 3 to a Han character.
func (x *Extractor) meet(e *Entry, size int) {
	st := &x.state
	switch e.Role & roleMask {
	case roleNegator:
		st.negators++
		st.negated = true
		st.gap = wordReach
		if size != 4 {
			st.gap = hanReach
		}
		if e.Own == 0 && e.General == 0 {
			return
		}
	case roleBooster:
		st.boosters++
		st.boost = 1.3
		return
	case roleDamper:
		st.boost = 0.6
		return
	case roleBut:
		st.but, st.butAt = true, len(x.hits)
		x.endClause()
		return
	}
	factor := float32(1.0 / 25)
	negated := st.negated && st.gap > 0
	if negated && e.Role&roleMask != roleNegator {
		factor *= flip
		st.gap, st.negated = 0, false
	} else {
		negated = false
	}
	if st.boost != 0 {
		factor *= st.boost
		st.boost = 0
	}
	if e.Concept != 0 {
		h := step(kindConcept, rune(e.Concept))
		if negated {
			h ^= kindNegated
		}
		x.emit(GroupConcept, h)
	}
	if e.Own == 0 && e.General == 0 {
		return
	}
	x.hits = append(x.hits, hit{
		own:      float32(e.Own) * factor,
		general:  float32(e.General) * factor,
		clause:   st.clause,
		sentence: st.sentence,
		negated:  negated,
		positive: e.Own > 0 || e.Own == 0 && e.General > 0,
	})
}

func (x *Extractor) endClause() {
	x.breakWords()
	st := &x.state
	st.gap, st.negated, st.boost = 0, false, 0
	st.clause++
}
