package digest

import "math"

// Least is how many points must be lost to be told: fewer would read as 0.0.
const Least = 0.05

// cost is what the journey loses here.
func (w words) cost(i *Item) string {
	switch {
	case i.Lost >= Least:
		return w.T("digest.cost.part", "Lost", w.Number(i.Lost, 1), "All", w.Number(max(i.Lost, w.d.Lost), 1))
	case i.fallCosts():
		return w.T("digest.cost.fall", "N", w.Number(i.Fall, 1))
	}
	return ""
}

// fallCosts says whether what it costs is told by its fall. A signal's figure is
// of few days.
func (i *Item) fallCosts() bool { return i.Lost < Least && i.Fall >= Least && len(i.Changes) > 0 }

// why is what customers name: as the cause where there is evidence enough, else
// as what was named so far.
func (w words) why(i *Item) string {
	var surely, others []string
	for k := range i.Themes {
		t := &i.Themes[k]
		said := w.theme(t)
		if t.telling() {
			surely = append(surely, said)
		} else if t.Answers >= leastNamed {
			others = append(others, said)
		}
	}
	switch {
	case len(surely) > 0:
		return w.T("digest.why.sure", "Themes", w.list(surely))
	case len(others) > 0:
		return w.T("digest.why.few", "Themes", w.list(others))
	}
	return ""
}

// leastNamed is how many answers must name a theme before it is told.
const leastNamed = 3

// telling says whether a theme is evidence enough to be given as a reason.
func (t *Theme) telling() bool {
	return t.Answers >= leastBlame && t.Pull >= leastPull && math.Round(100*t.Share) > 0
}

func (w words) label(t *Theme) string { return w.called(t.Label, t.Key) }

func (w words) theme(t *Theme) string {
	if t.Texts > 0 && math.Round(100*t.Texts) != math.Round(100*t.Share) {
		return w.T("digest.why.theme_wrote", "Theme", w.label(t), "Share", w.Percent(t.Share), "Texts", w.Percent(t.Texts))
	}
	return w.T("digest.why.theme", "Theme", w.label(t), "Share", w.Percent(t.Share))
}
