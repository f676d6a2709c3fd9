package mood

import (
	"cmp"
	"slices"

	"github.com/waymood/waymood/internal/survey"
)

// ThemeSum is the sums over the answers that name a theme, each answer once,
// in Units but for the count.
type ThemeSum struct{ Answers, Omega, OmegaE int64 }

// Add counts an answer, or with sign -1 takes it back; its product is that of
// Tally.Add.
func (t *ThemeSum) Add(c Contribution, sign int64) {
	t.Answers += sign
	if c.Omega > 0 {
		t.Omega += sign * c.Omega
		t.OmegaE += sign * (c.Omega * c.E / Unit)
	}
}

// Theme is what answers name, and what that does to the score.
type Theme struct {
	Key            string
	Label          survey.Wording // filled in by LabelThemes
	Answers        int64
	ShareOfAnswers float64 // 0..1
	Low, High      float64 // of ShareOfAnswers, 95 % (Wilson)
	ShareOfTexts   float64 // of the answers whose words were read, 0..1; 0 without any
	// Pull is how many points of 100 higher the score would be without the
	// answers that name the theme; negative for what lifts it. Of a stage or
	// the journey it is the mean over the scored touchpoints by reach, like
	// the score itself.
	Pull float64
}

// leastNamed is how many answers must name a theme before it is told: fewer
// are quotes, not a theme.
const leastNamed = 3

// pull of a theme on -1..1: the mean without its answers less the mean of all
// (analytics G2). 0 where nothing is left, or nothing to take away.
func (t ThemeSum) pull(all Part) float64 {
	rest := all.Omega - t.Omega
	if all.Omega <= 0 || t.Omega <= 0 || rest <= 0 {
		return 0
	}
	without := within(float64(all.OmegaE-t.OmegaE)/float64(rest), -1, 1)
	return without - within(float64(all.OmegaE)/float64(all.Omega), -1, 1)
}

// named is the themes of some answers while they are put together.
type named map[string]*Theme

// add counts a touchpoint's themes. weight is its part of the score.
func (n named) add(sums map[string]ThemeSum, all Part, weight float64) {
	for key, sum := range sums {
		t := n[key]
		if t == nil {
			t = &Theme{Key: key}
			n[key] = t
		}
		t.Answers += sum.Answers
		t.Pull += 50 * weight * sum.pull(all)
	}
}

// list is the themes that enough answers name, the most named first.
func (n named) list(answers, texts int64) []Theme {
	var list []Theme
	for _, t := range n {
		if t.Answers < leastNamed {
			continue
		}
		t.ShareOfAnswers = float64(t.Answers) / float64(max(answers, t.Answers))
		t.Low, t.High = Wilson(t.Answers, max(answers, t.Answers))
		if texts > 0 {
			t.ShareOfTexts = min(1, float64(t.Answers)/float64(texts))
		}
		list = append(list, *t)
	}
	slices.SortFunc(list, func(a, b Theme) int {
		return cmp.Or(cmp.Compare(b.Answers, a.Answers), cmp.Compare(b.Pull, a.Pull), cmp.Compare(a.Key, b.Key))
	})
	return list
}

// tellThemes fills in the themes of every point, stage and of the journey.
func (m *Map) tellThemes(spots []*spot, in Input) {
	if len(in.Themes) == 0 {
		return
	}
	m.Themes = themesOf(spots, in)
	for i := range m.Stages {
		m.Stages[i].Themes = themesOf(ofStage(spots, i), in)
	}
	for _, s := range spots {
		s.point.Themes = themesOf([]*spot{s}, in)
	}
}

// themesOf some touchpoints together. Those without a score are counted, but
// pull at nothing.
func themesOf(spots []*spot, in Input) []Theme {
	var scored []*spot
	for _, s := range spots {
		if s.class != None {
			scored = append(scored, s)
		}
	}
	weight := map[*spot]float64{}
	for i, w := range weights(scored) {
		weight[scored[i]] = w
	}
	n := named{}
	var answers, texts int64
	for _, s := range spots {
		t := in.Current[s.point.Touchpoint.Key]
		answers += t.Answers
		texts += t.Negative + t.Neutral + t.Positive
		n.add(in.Themes[s.point.Touchpoint.Key], t.All, weight[s])
	}
	return n.list(answers, texts)
}

// LabelThemes names the themes for people; a theme without a label keeps only
// its key.
func (m *Map) LabelThemes(labels map[string]survey.Wording) {
	name := func(list []Theme) {
		for i := range list {
			list[i].Label = labels[list[i].Key]
		}
	}
	name(m.Themes)
	for i := range m.Stages {
		name(m.Stages[i].Themes)
	}
	m.eachPoint(func(p *Point) { name(p.Themes) })
}
