package digest

import (
	"math"
	"strconv"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/mood"
)

// leastBlame is how many answers must name a theme before it is given as a
// reason, and how many points it must cost: as the map tells a pull.
const (
	leastBlame = 10
	leastPull  = 1
)

// Probabilities of being the worst from which it is said, those of a pain's
// confidence.
const (
	clearly = 0.9
	likely  = 0.75
)

// speech puts parts of a sentence into words. Names of touchpoints and themes
// stand in it as they are written, so no message bends them.
type speech struct{ i18n.Voice }

func (s speech) name(p *mood.Point) string {
	return or(p.Touchpoint.Name.In(s.Lang), p.Touchpoint.Key)
}

func (s speech) about(id string, p *mood.Point) string { return s.T(id, "Name", s.name(p)) }

func (s speech) sentence(head, figure, theme string) string {
	if theme == "" {
		return s.T("finding.sentence", "Head", head, "Figure", figure)
	}
	return s.T("finding.sentence_theme", "Head", head, "Figure", figure, "Theme", theme)
}

// figure is a point's mood, with where it came from if that is confirmed.
func (s speech) figure(p *mood.Point) string {
	c := p.Change
	switch {
	case c == nil || !c.Confirmed:
		return s.T("finding.figure", "N", whole(p.Mood.Value))
	case c.To < c.From:
		return s.T("finding.figure_down", "N", whole(c.To), "From", whole(c.From))
	}
	return s.T("finding.figure_up", "N", whole(c.To), "From", whole(c.From))
}

// blame is the theme that costs the point most, if there is evidence enough to
// say so.
func (s speech) blame(p *mood.Point) string {
	for _, t := range p.Costly(1) {
		share := int(math.Round(100 * t.ShareOfAnswers))
		if t.Answers >= leastBlame && t.Pull >= leastPull && share > 0 {
			return s.T("finding.named", "Theme", or(t.Label.In(s.Lang), t.Key), "Share", share)
		}
	}
	return ""
}

// pain is said of the first in rank. It is named together with the next where
// nobody can tell which of the two costs more.
func (s speech) pain(m *mood.Map, l points) string {
	first := m.Pains[0]
	p := l.of(first.Touchpoint)
	if first.Confidence == mood.TooClose {
		if other := l.of(first.Next); other.Pain != nil {
			return s.T("finding.close", "Name", s.name(p), "Figure", s.figure(p), "Other", s.name(other), "OtherFigure", s.figure(other))
		}
	}
	level := map[string]string{mood.Hurts: "finding.hurts_", mood.Drags: "finding.drags_", mood.BelowTarget: "finding.below_"}[first.Level]
	return s.sentence(s.about(level+most(first), p), s.figure(p), s.blame(p))
}

// most says how sure it is that a pain costs more than every other touchpoint.
// That it is worse than the next in rank is not enough: a third may be as bad,
// and what looks worse on few answers stands before it and is no pain yet.
func most(p mood.Pain) string {
	switch {
	case p.Worst == nil:
	case p.Confidence == mood.Clear && *p.Worst >= clearly:
		return "most"
	case p.Confidence != mood.TooClose && *p.Worst >= likely:
		return "likely"
	}
	return "plain"
}

// missing is said while no touchpoint has a figure.
func (s speech) missing(m *mood.Map, l points) string {
	near := l.nearest()
	switch {
	case m.Answers == 0:
		return s.T("finding.none")
	case near == nil || near.Answers == 0:
		return s.T("finding.few")
	}
	return s.T("finding.nearest", "Name", s.name(near), "Count", near.Missing())
}

// early is said while no touchpoint has answers enough to rely on.
func (s speech) early(m *mood.Map, l points) string {
	if len(m.Watch) == 0 {
		return s.T("finding.early")
	}
	return s.signs("finding.early_signs", m.Watch[0], l)
}

func (s speech) signs(id string, w mood.Watch, l points) string {
	p := l.of(w.Touchpoint)
	return s.T(id, "Name", s.name(p), "N", whole(p.Mood.Value), "Count", int(w.Answers))
}

// fine is said where nothing is surely below target and nothing has changed.
func (s speech) fine(m *mood.Map, l points) string {
	if len(m.Watch) > 0 {
		return s.signs("finding.fine_signs", m.Watch[0], l)
	}
	if p := l.delight(); p != nil {
		return s.T("finding.delight", "Name", s.name(p), "N", whole(p.Mood.Value))
	}
	low := lowest(l.solid)
	args := []any{"Name", s.name(low), "N", whole(low.Mood.Value), "Target", whole(m.Target)}
	if len(l.solid) < len(l.all) {
		return s.T("finding.fine_so_far", append(args, "Known", len(l.solid), "All", len(l.all))...)
	}
	return s.T("finding.fine", args...)
}

// whole is a figure on 0..100 as people read it.
func whole(x float64) string { return strconv.Itoa(int(math.Round(x))) }

func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}
