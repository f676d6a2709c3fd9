package sentiment

// sign reads the character at i that is neither letter nor digit, with those
// like it that follow, and returns the place behind them.
func (x *Extractor) sign(i int, c byte) int {
	st := &x.state
	r := x.runes[i]
	j := i + 1
	for j < len(x.runes) && x.runes[j] == r {
		j++
	}
	n := j - i
	switch {
	case r == ')' || r == ']':
		x.closing(i, n)
		return j
	case r == '(' || r == '[':
		if eyes(x.runes, i) || n > 1 {
			st.sads += n
		} else {
			st.opens += n
		}
		return j
	case r == ':' || r == '=' || r == ';':
		if n == 1 && x.emoticon(i) {
			return i + 2
		}
	case r == '<' && i+1 < len(x.runes) && x.runes[i+1] == '3':
		st.pictureGood += 3
		st.pictureCount++
		return i + 2
	case r == '^' && (n > 1 || i+2 < len(x.runes) && x.runes[i+2] == '^'):
		st.smiles++
		return max(j, min(i+3, len(x.runes)))
	case r == '+' || r == '-' || r == '%' || r == '$' || r == '€' || r == '₴' || r == '#' || r == '*' || r == '/':
		x.emit(GroupWord, step(kindWord, r))
		return j
	}
	switch c {
	case picture:
		x.picture(r, n)
	case stop:
		h := step(step(kindWord, r), rune(min(n, 3)))
		switch r {
		case '!':
			st.exclaims += n
			x.emit(GroupWord, h)
		case '?':
			st.questions += n
			x.emit(GroupWord, h)
		case '.':
			if n > 1 {
				st.dots++
				x.emit(GroupWord, h)
			} else if i > 0 && j < len(x.runes) && classOf(x.class, x.runes[i-1]) == digit && classOf(x.class, x.runes[j]) == digit {
				return j // 4.5 is no sentence's end
			}
		}
		x.endClause()
		st.sentence = st.clause
	case clause:
		x.endClause()
	}
	return j
}

// closing reads n brackets that close nothing as smiles, as people write them
// in Ukrainian and Russian: добре)). After a number they belong to a list.
func (x *Extractor) closing(i, n int) {
	st := &x.state
	matched := min(n, st.opens)
	st.opens -= matched
	if n -= matched; n == 0 {
		return
	}
	if matched == 0 && n == 1 && i > 0 && classOf(x.class, x.runes[i-1]) == digit {
		return
	}
	st.smiles += n
}

// eyes reports whether the sign at i stands behind : ; = 8 or :-.
func eyes(runes []rune, i int) bool {
	if i > 0 && runes[i-1] == '-' {
		i--
	}
	return i > 0 && (runes[i-1] == ':' || runes[i-1] == ';' || runes[i-1] == '=')
}

// emoticon reads what follows the eyes at i where it is a letter or a slash:
// :D :P :/ :\ :* :o. Brackets are read on their own.
func (x *Extractor) emoticon(i int) bool {
	if i+1 >= len(x.runes) || i+2 < len(x.runes) && isLetter(classOf(x.class, x.runes[i+2])) {
		return false
	}
	switch x.runes[i+1] {
	case 'd', 'p', '*', '3':
		x.state.smiles++
	case '/', '\\', '|':
		if i+2 < len(x.runes) && x.runes[i+2] == '/' {
			return false // a link
		}
		x.state.sads++
	default:
		return false
	}
	return true
}

// picture emits an emoji and sums its valence.
func (x *Extractor) picture(r rune, n int) {
	if r == 0xFE0F || r == 0x200D || r >= 0x1F3FB && r <= 0x1F3FF {
		return
	}
	x.emit(GroupWord, step(kindWord, r))
	st := &x.state
	st.pictureCount++
	if x.lexicon == nil {
		return
	}
	e := x.lexicon.find(pictureKey(r))
	if e == nil {
		return
	}
	v := float32(e.General) / 25 * float32(min(n, 3))
	if v > 0 {
		st.pictureGood += v
	} else {
		st.pictureBad -= v
	}
}

// pictureKey is the lexicon's key of an emoji.
func pictureKey(r rune) uint32 { return wordKey(nil) ^ uint32(r)<<1 }
