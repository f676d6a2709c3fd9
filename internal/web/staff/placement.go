package staff

import (
	"net/url"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// placements are a touchpoint's placements, archived ones left out.
func (p *Pages) placements(pg *page, j *journey.Journey, st *journey.Stage, tp *journey.Touchpoint) []posterView {
	var list []posterView
	for i := range tp.Placements {
		pl := &tp.Placements[i]
		if pl.Archived {
			continue
		}
		spot := store.Spot{Journey: j, Stage: st, Touchpoint: tp, Survey: j.Survey(tp.Survey), Placement: pl}
		list = append(list, p.poster(pg, &spot))
	}
	return list
}

// neighbours are the touchpoints before and after one on the way, nil at its
// ends.
func (v *viewer) neighbours(key string) (before, after *tab) {
	var on []*journey.Touchpoint
	at := -1
	for i := range v.m.Stages {
		for k := range v.m.Stages[i].Points {
			tp := v.m.Stages[i].Points[k].Touchpoint
			if tp.Key == key {
				at = len(on)
			}
			on = append(on, tp)
		}
	}
	step := func(i int) *tab {
		if at < 0 || i < 0 || i >= len(on) {
			return nil
		}
		return &tab{Label: v.name(on[i].Name, on[i].Key), Link: v.link(on[i])}
	}
	return step(at - 1), step(at + 1)
}

// about are a touchpoint's typed facts.
func (v *viewer) about(tp *journey.Touchpoint) []pair {
	var list []pair
	if tp.Owner != "" {
		list = append(list, pair{v.T("panel.owner"), v.team(v.m.Journey, tp.Owner)})
	}
	if tp.Reach != nil {
		list = append(list, pair{v.T("panel.reach"), v.percent(*tp.Reach)})
	}
	if tp.Phase != "" {
		list = append(list, pair{v.T("panel.phase"), v.T("panel.phase_" + tp.Phase)})
	}
	return list
}

// mixedLink leads to a touchpoint's answers whose mark and words disagree.
func (v *viewer) mixedLink(tp *journey.Touchpoint) string {
	return v.answersAt(url.Values{"touchpoint": {tp.Key}, "mixed": {"1"}, "theme": nil}, "")
}
