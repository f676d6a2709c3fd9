package snapshot

import (
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// quotesKept of each touchpoint, the most telling ones.
const quotesKept = 3

// Freeze keeps a map: its numbers, the names at the time, the sums of each
// touchpoint by its key, and the models that read the texts.
func Freeze(m *mood.Map, sums map[string]mood.Tally, models []string) *Map {
	j := m.Journey
	f := &Map{
		Version: version, Key: j.Key, Name: j.Name, Timezone: j.Timezone, From: m.Period.From, To: m.Period.To,
		Target: m.Target, Analysis: j.Analysis, Answers: m.Answers, Coverage: m.Coverage, Mood: (*Interval)(m.Mood),
		Spread: m.Spread, PointsLost: m.PointsLost, ReachKnown: m.ReachKnown, Compared: m.Compared,
		RatingsOnly: m.RatingsOnly, Models: models, Themes: freezeThemes(m.Themes),
	}
	if pe := m.PeakEnd; pe != nil {
		f.PeakEnd = &PeakEnd{Peak: pe.Peak.Key, End: pe.End.Key, Lowest: pe.Lowest.Key, Value: pe.Value}
	}
	for _, st := range m.Stages {
		s := Stage{
			Key: st.Stage.Key, Name: st.Stage.Name, Answers: st.Answers, Coverage: st.Coverage,
			Mood: (*Interval)(st.Mood), Themes: freezeThemes(st.Themes),
		}
		for k := range st.Points {
			s.Points = append(s.Points, freezePoint(&st.Points[k], sums))
		}
		f.Stages = append(f.Stages, s)
	}
	return f
}

func freezePoint(p *mood.Point, sums map[string]mood.Tally) Point {
	tp := p.Touchpoint
	f := Point{
		Key: tp.Key, Name: tp.Name, Action: tp.Action, Expectation: tp.Expectation, Owner: tp.Owner,
		MomentOfTruth: tp.MomentOfTruth, Reach: tp.Reach,
		Answers: p.Answers, Needed: p.Needed, Size: p.Size, Evidence: p.Evidence, Mood: (*Interval)(p.Mood),
		Shrunk: p.Shrunk, Before: p.Before, Unhappy: p.Unhappy, Happy: p.Happy, Divided: p.Divided,
		Text: Texts(p.Text), PointsLost: p.PointsLost, Themes: freezeThemes(p.Themes),
		All: Sums(sums[tp.Key].All), Rating: Sums(sums[tp.Key].Rating),
	}
	for name, k := range p.KPI {
		if f.KPI == nil {
			f.KPI = map[string]KPI{}
		}
		f.KPI[name] = KPI(k)
	}
	known := map[journey.Channel]bool{}
	for pl := range tp.Live() {
		if !known[pl.Channel] {
			known[pl.Channel] = true
			f.Channels = append(f.Channels, pl.Channel)
		}
	}
	if c := p.Change; c != nil {
		f.Change = &Change{From: c.From, To: c.To, P: c.P, PAdjusted: c.PAdjusted, Confirmed: c.Confirmed, Since: c.Since}
	}
	if g := p.Signal; g != nil {
		f.Signal = &Signal{Down: g.Down, Day: g.Day, Since: g.Since, From: g.From, To: g.To}
	}
	if x := p.Pain; x != nil {
		f.Pain = &Pain{
			Rank: x.Rank, PointsLost: x.PointsLost, Priority: x.Priority, Below: x.Below,
			Worst: x.Worst, Confidence: x.Confidence, Level: x.Level,
		}
		if x.Next != nil {
			f.Pain.Next = x.Next.Key
		}
	}
	if x := p.Delight; x != nil {
		f.Delight = &Delight{Probability: x.Probability, TopBox: x.TopBox}
	}
	quotes := p.Telling()
	for _, q := range quotes[:min(len(quotes), quotesKept)] {
		f.Quotes = append(f.Quotes, Quote{ID: q.ID, Class: q.Class})
	}
	return f
}

func freezeThemes(themes []mood.Theme) []Theme {
	list := make([]Theme, 0, len(themes))
	for _, t := range themes {
		list = append(list, Theme{
			Key: t.Key, Answers: t.Answers, ShareOfAnswers: t.ShareOfAnswers,
			Low: t.Low, High: t.High, ShareOfTexts: t.ShareOfTexts, Pull: t.Pull,
		})
	}
	return list
}
