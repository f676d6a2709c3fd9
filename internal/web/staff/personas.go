package staff

import (
	"cmp"
	"context"
	"slices"

	"github.com/waymood/waymood/internal/chart"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// mostCards is how many personas a map tells about; beyond them the filter
// finds the others.
const mostCards = 6

// kind is a kind of customer with the journey as they drew it.
type kind struct {
	*journey.Persona
	m *mood.Map
}

// kinds are the personas that a map tells about, each with a map of its own
// answers: those whose curves are asked for, and the first others. Under a
// persona's filter it is that one alone beside them.
func (p *Pages) kinds(ctx context.Context, j *journey.Journey, a asked) ([]kind, error) {
	var list []kind
	for x := range j.LivePersonas() {
		chosen := slices.Contains(a.Overlays, x.Key) || x.Key == a.Filter.Persona
		if !chosen && (a.Filter.Persona != "" || len(list) >= mostCards) {
			continue
		}
		k, err := p.kind(ctx, j, a, x)
		if err != nil {
			return nil, err
		}
		list = append(list, k)
	}
	return list, nil
}

// kind is a persona with what its own answers say of the period.
func (p *Pages) kind(ctx context.Context, j *journey.Journey, a asked, x *journey.Persona) (kind, error) {
	f := a.Filter
	f.Persona = x.Key
	tallies, err := p.Store.Tallies(ctx, j, a.Period, f)
	if err != nil {
		return kind{}, err
	}
	return kind{x, mood.Build(mood.Input{Journey: j, Period: a.Period, Current: tallies, Filtered: true})}, nil
}

// overlays are the curves that an address asks for, in its order.
func (pg *page) overlays(kinds []kind, a asked) []chart.Overlay {
	var list []chart.Overlay
	for _, key := range a.Overlays {
		for _, k := range kinds {
			if k.Key == key {
				list = append(list, chart.Overlay{Name: pg.name(k.Name, k.Key), Map: k.m})
			}
		}
	}
	return list
}

// besideView is the twin of curves over each other: each persona's figures at
// each touchpoint.
type besideView struct {
	Heads []besideHead
	Rows  []besideRow
}

type besideHead struct{ Name, Answers string }

type besideRow struct {
	Name, Link string
	Cells      []besideCell
}

// besideCell is a mood with its own number of answers, or that number alone.
type besideCell struct {
	Mood    *moodView
	Answers string
}

// beside is nil where no curves are drawn over each other.
func (v *viewer) beside(overlays []chart.Overlay) *besideView {
	if len(overlays) == 0 {
		return nil
	}
	bv := &besideView{}
	points := make([]map[string]*mood.Point, len(overlays))
	for i, o := range overlays {
		bv.Heads = append(bv.Heads, besideHead{o.Name, v.answers(o.Map.Answers)})
		points[i] = map[string]*mood.Point{}
		for p := range o.Map.All() {
			points[i][p.Touchpoint.Key] = p
		}
	}
	for p := range v.m.All() {
		if len(bv.Rows) == rowsShown {
			break
		}
		row := besideRow{Name: v.name(p.Touchpoint.Name, p.Touchpoint.Key), Link: v.link(p.Touchpoint)}
		for i := range overlays {
			of := points[i][p.Touchpoint.Key]
			row.Cells = append(row.Cells, besideCell{v.mood(of.Mood), v.answers(of.Answers)})
		}
		bv.Rows = append(bv.Rows, row)
	}
	return bv
}

// cardView is a persona as it was written down, with what it was measured to
// feel.
type cardView struct {
	Name                 string
	Traits, Goals, Needs string
	Answers              string
	Mood                 *moodView
	Only                 string // link to the map of this persona alone
	Stages               []cardStage
}

// cardStage is a persona's feeling in one stage.
type cardStage struct {
	Name    string
	Mood    *moodView
	Answers string
	Quote   *quoteView
}

// cards tell of each persona. Of the quotes that the map has read, the newest
// telling one of each stage stands for it.
func (v *viewer) cards(kinds []kind) []cardView {
	list := make([]cardView, 0, len(kinds))
	for _, k := range kinds {
		q := same(v.query)
		q.Set("persona", k.Key)
		card := cardView{
			Name: v.name(k.Name, k.Key), Traits: k.Traits.In(v.Lang), Goals: k.Goals.In(v.Lang), Needs: k.Needs.In(v.Lang),
			Answers: v.answers(k.m.Answers), Mood: v.mood(k.m.Mood), Only: local(journeyLink(v.m.Journey), q),
		}
		for i := range k.m.Stages {
			st := &k.m.Stages[i]
			card.Stages = append(card.Stages, cardStage{
				Name: v.name(st.Stage.Name, st.Stage.Key), Mood: v.mood(st.Mood), Answers: v.answers(st.Answers),
				Quote: v.word(&v.m.Stages[i], st, k.Key),
			})
		}
		list = append(list, card)
	}
	return list
}

// word is the quote of a persona that stands for a stage: of somebody who feels
// as the persona does there, if there is one. nil without any.
func (v *viewer) word(all, own *mood.Stage, persona string) *quoteView {
	class := mood.Neutral
	if own.Mood != nil && own.Mood.Value < 40 {
		class = mood.Unhappy
	} else if own.Mood != nil && own.Mood.Value > 60 {
		class = mood.Happy
	}
	var found []mood.Quote
	for i := range all.Points {
		for _, q := range all.Points[i].Quotes {
			if q.Persona == persona && !q.Bare() {
				found = append(found, q)
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	best := slices.MinFunc(found, func(a, b mood.Quote) int {
		if (a.Class == class) != (b.Class == class) {
			if a.Class == class {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.AnsweredAt.Unix(), a.AnsweredAt.Unix())
	})
	qv := v.quote(best)
	return &qv
}
