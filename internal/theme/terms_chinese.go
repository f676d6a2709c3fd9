package theme

// chinese are the runs of two to four characters of s between aliases.
func (r *Reader) chinese(s string) []candidate {
	var p plain
	s = p.readPlaces(s)
	covered := make([]bool, len(p.runes)+1)
	r.aliases.each(p.runes, true, func(sp span) {
		for i := sp.start; i < sp.end; i++ {
			covered[i] = true
		}
	})
	var out []candidate
	for i := range p.runes {
		for k := i; k < len(p.runes) && k < i+4 && joined(p.runes[k]) && !covered[k]; k++ {
			if k == i {
				continue
			}
			to := len(s)
			if k+1 < len(p.at) {
				to = int(p.at[k+1])
			}
			out = append(out, candidate{string(p.runes[i : k+1]), s[p.at[i]:to]})
		}
	}
	return out
}
