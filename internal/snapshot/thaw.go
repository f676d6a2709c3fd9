package snapshot

import (
	"cmp"
	"slices"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// Thaw makes the map again for who draws or describes it, with nothing computed
// anew. Its journey has the names as they were, and no surveys. Quotes are read
// now, by the ids of their answers; those that are no longer there are missing.
func (m *Map) Thaw(quotes map[string]mood.Quote) *mood.Map {
	j := &journey.Journey{Key: m.Key, Name: m.Name, Timezone: m.Timezone, Target: m.Target, Analysis: m.Analysis}
	t := thawed{&mood.Map{
		Journey: j, Period: m.Period(), Answers: m.Answers, Coverage: m.Coverage, Mood: (*mood.Interval)(m.Mood),
		Spread: m.Spread, PointsLost: m.PointsLost, ReachKnown: m.ReachKnown, Target: m.Target,
		Compared: m.Compared, RatingsOnly: m.RatingsOnly, Themes: thawThemes(m.Themes),
	}}
	j.Stages = make([]journey.Stage, len(m.Stages))
	for i := range m.Stages {
		st := &m.Stages[i]
		stage := &j.Stages[i]
		stage.Key, stage.Name = st.Key, st.Name
		stage.Touchpoints = make([]journey.Touchpoint, len(st.Points))
		part := mood.Stage{
			Stage: stage, Answers: st.Answers, Coverage: st.Coverage, Mood: (*mood.Interval)(st.Mood),
			Themes: thawThemes(st.Themes),
		}
		for k := range st.Points {
			stage.Touchpoints[k] = st.Points[k].touchpoint()
			part.Points = append(part.Points, st.Points[k].thaw(&stage.Touchpoints[k], quotes))
		}
		t.Stages = append(t.Stages, part)
	}
	t.gather(m)
	return t.Map
}

// thawed is a map under way.
type thawed struct{ *mood.Map }

// gather fills the lists over the whole journey from its points.
func (t thawed) gather(m *Map) {
	byKey := map[string]*journey.Touchpoint{}
	var watched, all []*mood.Point
	for i := range t.Stages {
		for k := range t.Stages[i].Points {
			p := &t.Stages[i].Points[k]
			byKey[p.Touchpoint.Key] = p.Touchpoint
			all = append(all, p)
		}
	}
	for _, p := range all {
		if p.Pain != nil {
			_, kept := m.Point(p.Touchpoint.Key)
			p.Pain.Next = byKey[kept.Pain.Next]
			t.Pains = append(t.Pains, *p.Pain)
		}
		if p.Delight != nil {
			t.Delights = append(t.Delights, *p.Delight)
		}
		if p.Signal != nil {
			t.Signals = append(t.Signals, *p.Signal)
		}
		if p.Evidence == mood.Indicative && p.Shrunk != nil && *p.Shrunk < 50 {
			watched = append(watched, p)
		}
	}
	slices.SortStableFunc(t.Pains, func(a, b mood.Pain) int { return cmp.Compare(a.Rank, b.Rank) })
	slices.SortStableFunc(t.Signals, func(a, b mood.Signal) int { return cmp.Compare(b.Day, a.Day) })
	slices.SortStableFunc(watched, func(a, b *mood.Point) int { return cmp.Compare(*a.Shrunk, *b.Shrunk) })
	for _, p := range watched {
		t.Watch = append(t.Watch, mood.Watch{Touchpoint: p.Touchpoint, Answers: p.Answers})
	}
	if pe := m.PeakEnd; pe != nil && byKey[pe.Peak] != nil && byKey[pe.End] != nil && byKey[pe.Lowest] != nil {
		t.PeakEnd = &mood.PeakEnd{Peak: byKey[pe.Peak], End: byKey[pe.End], Lowest: byKey[pe.Lowest], Value: pe.Value}
	}
}

// touchpoint is what was known of the touchpoint itself.
func (p *Point) touchpoint() journey.Touchpoint {
	tp := journey.Touchpoint{
		Key: p.Key, Name: p.Name, Action: p.Action, Expectation: p.Expectation, Owner: p.Owner,
		MomentOfTruth: p.MomentOfTruth, Reach: p.Reach,
	}
	for _, c := range p.Channels {
		tp.Placements = append(tp.Placements, journey.Placement{Channel: c})
	}
	return tp
}

func (p *Point) thaw(tp *journey.Touchpoint, quotes map[string]mood.Quote) mood.Point {
	t := mood.Point{
		Touchpoint: tp, Answers: p.Answers, Needed: p.Needed, Reach: tp.Share(), Size: p.Size, Evidence: p.Evidence,
		Mood: (*mood.Interval)(p.Mood), Shrunk: p.Shrunk, Before: p.Before, Unhappy: p.Unhappy, Happy: p.Happy,
		Divided: p.Divided, Text: mood.TextCounts(p.Text), PointsLost: p.PointsLost, Themes: thawThemes(p.Themes),
	}
	for name, k := range p.KPI {
		if t.KPI == nil {
			t.KPI = map[string]mood.KPI{}
		}
		t.KPI[name] = mood.KPI(k)
	}
	if c := p.Change; c != nil {
		t.Change = &mood.Change{From: c.From, To: c.To, P: c.P, PAdjusted: c.PAdjusted, Confirmed: c.Confirmed, Since: c.Since}
	}
	if g := p.Signal; g != nil {
		t.Signal = &mood.Signal{Touchpoint: tp, Down: g.Down, Day: g.Day, Since: g.Since, From: g.From, To: g.To}
	}
	if x := p.Pain; x != nil {
		t.Pain = &mood.Pain{
			Rank: x.Rank, Touchpoint: tp, PointsLost: x.PointsLost, Priority: x.Priority, Below: x.Below,
			Worst: x.Worst, Confidence: x.Confidence, Level: x.Level,
		}
	}
	if x := p.Delight; x != nil {
		t.Delight = &mood.Delight{Touchpoint: tp, Probability: x.Probability, TopBox: x.TopBox}
	}
	for _, kept := range p.Quotes {
		if q, ok := quotes[kept.ID]; ok {
			q.Class = kept.Class
			t.Quotes = append(t.Quotes, q)
		}
	}
	return t
}

func thawThemes(themes []Theme) []mood.Theme {
	list := make([]mood.Theme, 0, len(themes))
	for _, t := range themes {
		list = append(list, mood.Theme{
			Key: t.Key, Answers: t.Answers, ShareOfAnswers: t.ShareOfAnswers,
			Low: t.Low, High: t.High, ShareOfTexts: t.ShareOfTexts, Pull: t.Pull,
		})
	}
	return list
}
