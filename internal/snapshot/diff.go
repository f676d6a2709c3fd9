package snapshot

import (
	"cmp"
	"maps"
	"slices"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// Diff is what became of a journey from one map to another.
type Diff struct {
	From, To    *Map
	Overlap     int          // days that are in both periods
	RatingsOnly bool         // differences are told by ratings alone: the texts were read by several models
	Mood        *mood.Change // of the whole journey; nil where either side has none, and, as those of stages, where RatingsOnly: a snapshot keeps no score of ratings alone
	Stages      []Moved      // in the order of To, then those that are gone
	Points      []Moved
	Pains       []PainMoved // those of To by rank, then those that went
}

// Moved is a stage or a touchpoint on both sides, or on one.
type Moved struct {
	Key                    string
	Name, Was              survey.Wording // now (of what is gone: then), and then
	From, To               *Interval
	FromAnswers, ToAnswers int64
	Added, Removed         bool
	Renamed                bool
	Change                 *mood.Change // nil where the answers are too few to tell
}

// PainMoved is a pain's rank on both sides, 0 where it was none, and the
// points of 100 that it cost.
type PainMoved struct {
	Key              string
	Name             survey.Wording
	From, To         int
	FromLost, ToLost float64
	Removed          bool // the touchpoint is gone
}

// Compare tells what became of a journey. Touchpoints are judged as one family,
// and so are stages; the constants are those of to.
func Compare(from, to *Map) *Diff {
	d := &Diff{From: from, To: to, Overlap: max(0, int(min(from.To, to.To)-max(from.From, to.From)))}
	models := map[string]bool{}
	for _, m := range slices.Concat(from.Models, to.Models) {
		models[m] = true
	}
	d.RatingsOnly = len(models) > 1
	if !d.RatingsOnly {
		d.Mood = mood.MeanChanges(to.Analysis, []*mood.Interval{(*mood.Interval)(from.Mood)}, []*mood.Interval{(*mood.Interval)(to.Mood)})[0]
	}
	d.stages()
	d.points()
	d.pains()
	return d
}

func (d *Diff) stages() {
	then := map[string]*Stage{}
	for i := range d.From.Stages {
		then[d.From.Stages[i].Key] = &d.From.Stages[i]
	}
	var was, is []*mood.Interval
	for _, st := range d.To.Stages {
		m := Moved{Key: st.Key, Name: st.Name, To: st.Mood, ToAnswers: st.Answers}
		if old := then[st.Key]; old != nil {
			m.Was, m.From, m.FromAnswers = old.Name, old.Mood, old.Answers
		}
		m.Added = then[st.Key] == nil
		delete(then, st.Key)
		d.Stages = append(d.Stages, m.renamed())
		was, is = append(was, (*mood.Interval)(m.From)), append(is, (*mood.Interval)(m.To))
	}
	if !d.RatingsOnly {
		for i, c := range mood.MeanChanges(d.To.Analysis, was, is) {
			d.Stages[i].Change = c
		}
	}
	for _, old := range d.From.Stages {
		if then[old.Key] != nil {
			d.Stages = append(d.Stages, Moved{Key: old.Key, Name: old.Name, Was: old.Name, From: old.Mood, FromAnswers: old.Answers, Removed: true})
		}
	}
}

func (d *Diff) points() {
	changes := mood.Changes(d.To.Analysis, d.From.sums(d.RatingsOnly), d.To.sums(d.RatingsOnly))
	for _, st := range d.To.Stages {
		for _, p := range st.Points {
			m := Moved{Key: p.Key, Name: p.Name, To: p.Mood, ToAnswers: p.Answers, Change: changes[p.Key]}
			_, old := d.From.Point(p.Key)
			if m.Added = old == nil; !m.Added {
				m.Was, m.From, m.FromAnswers = old.Name, old.Mood, old.Answers
			}
			d.Points = append(d.Points, m.renamed())
		}
	}
	for _, st := range d.From.Stages {
		for _, p := range st.Points {
			if _, now := d.To.Point(p.Key); now == nil {
				d.Points = append(d.Points, Moved{Key: p.Key, Name: p.Name, Was: p.Name, From: p.Mood, FromAnswers: p.Answers, Removed: true})
			}
		}
	}
}

// renamed notes whether a wording that stood on both sides says something else
// now; a language that came or went is no new name.
func (m Moved) renamed() Moved {
	for tag, name := range m.Name {
		if was, ok := m.Was[tag]; ok && was != name {
			m.Renamed = true
		}
	}
	return m
}

func (d *Diff) pains() {
	found := map[string]*PainMoved{}
	note := func(m *Map, set func(*PainMoved, *Pain)) {
		for _, st := range m.Stages {
			for _, p := range st.Points {
				if p.Pain == nil {
					continue
				}
				if found[p.Key] == nil {
					found[p.Key] = &PainMoved{Key: p.Key}
				}
				found[p.Key].Name = p.Name
				set(found[p.Key], p.Pain)
			}
		}
	}
	note(d.From, func(m *PainMoved, p *Pain) { m.From, m.FromLost = p.Rank, p.PointsLost })
	note(d.To, func(m *PainMoved, p *Pain) { m.To, m.ToLost = p.Rank, p.PointsLost })
	for _, key := range slices.Sorted(maps.Keys(found)) {
		_, now := d.To.Point(key)
		found[key].Removed = now == nil
		d.Pains = append(d.Pains, *found[key])
	}
	slices.SortStableFunc(d.Pains, func(a, b PainMoved) int {
		gone := func(m PainMoved) int { return min(1, max(0, 1-m.To)) }
		return cmp.Or(cmp.Compare(gone(a), gone(b)), cmp.Compare(a.To, b.To), cmp.Compare(a.From, b.From))
	})
}

// sums of each touchpoint, of ratings alone or of all.
func (m *Map) sums(ratings bool) map[string]mood.Part {
	parts := map[string]mood.Part{}
	for _, st := range m.Stages {
		for _, p := range st.Points {
			if ratings {
				parts[p.Key] = mood.Part(p.Rating)
			} else {
				parts[p.Key] = mood.Part(p.All)
			}
		}
	}
	return parts
}
